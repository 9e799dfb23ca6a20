internal import FieldModel
internal import SyncCore

extension PlantedBug {
    /// The server judges a promise once more after it was withdrawn.
    static func undead(_ key: RecordKey, _ bytes: [UInt8], _ codec: SimulatedCodec) -> [UInt8] {
        guard key.kind == .promise, case .promise(var promise)? = try? codec.decode(kind: .promise, bytes: bytes),
            promise.state == .withdrawn, var last = promise.events.last
        else { return bytes }
        last.state = .broken
        promise.state = .broken
        promise.events.append(last)
        return (try? codec.encode(.promise(promise))) ?? bytes
    }
}
