package import FieldModel
package import SyncCore

/// The one way in and out of the replica's file for anything that a person could read.
///
/// `open` gets back the same place that `seal` got: a codec binds it as associated data, so that no body can be put
/// in another's place. Called on the thread of the transaction, once for every row that is looked at.
package protocol BodyCodec: Sendable {
    func seal(_ body: [UInt8], at place: BodyPlace) throws -> [UInt8]
    func open(_ sealed: [UInt8], at place: BodyPlace) throws -> [UInt8]
}

/// Where a body stands: table, name and version. A row's commit, an operation's position.
package struct BodyPlace: Hashable, Sendable {
    /// Part of the associated data: never renumbered.
    package enum Table: UInt8, Hashable, Sendable {
        case settings = 1, confirmed, overlay, header, operation, provisional, receipt
    }
    package var table: Table
    package var kind: UInt16
    package var id: Identifier
    package var version: RecordVersion
    /// The key of a setting, else empty.
    package var name: String

    package init(
        table: Table, kind: UInt16 = 0, id: Identifier = .nil_,
        version: RecordVersion = RecordVersion(epoch: 0, commit: 0),
        name: String = ""
    ) {
        self.table = table
        self.kind = kind
        self.id = id
        self.version = version
        self.name = name
    }

    package var associatedData: [UInt8] {
        var bytes = [table.rawValue, UInt8(kind >> 8), UInt8(kind & 255)]
        bytes.reserveCapacity(35 + name.utf8.count)
        for word in [id.high, id.low, version.epoch, version.commit] { appendBigEndian(word, to: &bytes) }
        return bytes + Array(name.utf8)
    }
}

/// Bodies as they are: the file is as readable as its mode allows.
package struct IdentityBodyCodec: BodyCodec {
    package init() {}
    package func seal(_ body: [UInt8], at place: BodyPlace) -> [UInt8] { body }
    package func open(_ sealed: [UInt8], at place: BodyPlace) -> [UInt8] { sealed }
}
