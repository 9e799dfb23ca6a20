internal import FieldModel
internal import SyncCore

/// A node of the next version works on the same store now and then. What it adds to records the others cannot read, and
/// they must carry it: laptop and server write records back with all that stands in them.
///
/// The simulated wire keeps a field that this version does not know as the wire's library does: its bytes are with the
/// record, and go back where they came from.
extension RecordContent {
    /// Fields of the next version. Of the kinds that operations write again and again; nil for the others.
    var later: [UInt8]? {
        get {
            switch self {
            case .account(let record): record.unknownFields
            case .debtor(let record): record.unknownFields
            case .contactPoint(let record): record.unknownFields
            case .visit(let record): record.unknownFields
            case .promise(let record): record.unknownFields
            case .payment(let record): record.unknownFields
            case .contact(let record): record.unknownFields
            case .registers(let record): record.unknownFields
            case .conflict(let record): record.unknownFields
            case .finding(let record): record.unknownFields
            case .allowance(let record): record.unknownFields
            default: nil
            }
        }
        set {
            guard let newValue else { return }
            self = with(newValue)
        }
    }

    private func with(_ fields: [UInt8]) -> RecordContent {
        func adding<Value>(_ record: Value, _ place: WritableKeyPath<Value, [UInt8]>) -> Value {
            var record = record
            record[keyPath: place] = fields
            return record
        }
        return switch self {
        case .account(let record): .account(adding(record, \.unknownFields))
        case .debtor(let record): .debtor(adding(record, \.unknownFields))
        case .contactPoint(let record): .contactPoint(adding(record, \.unknownFields))
        case .visit(let record): .visit(adding(record, \.unknownFields))
        case .promise(let record): .promise(adding(record, \.unknownFields))
        case .payment(let record): .payment(adding(record, \.unknownFields))
        case .contact(let record): .contact(adding(record, \.unknownFields))
        case .registers(let record): .registers(adding(record, \.unknownFields))
        case .conflict(let record): .conflict(adding(record, \.unknownFields))
        case .finding(let record): .finding(adding(record, \.unknownFields))
        case .allowance(let record): .allowance(adding(record, \.unknownFields))
        default: self
        }
    }
}

extension StoreWatch {
    /// Bytes as the node at work writes them: one of the next version adds what it knows, ours what it was told.
    func written(_ key: RecordKey, _ bytes: [UInt8]) -> [UInt8] {
        guard isNewer, var content = try? codec.decode(kind: key.kind, bytes: bytes), content.later != nil else {
            return PlantedBug.carried(plant, key, bytes, codec)
        }
        additionsMade += 1
        var fields: [UInt8] = []
        appendBigEndian(additionsMade, to: &fields)
        content.later = fields
        guard let extended = try? codec.encode(content) else { return bytes }
        added[key] = fields
        return extended
    }
}
