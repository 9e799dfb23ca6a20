internal import FieldModel
internal import SyncCore

extension PlantedBug {
    /// A program writes of a record what it knows, and not what it does not.
    static func carried(_ plant: PlantedBug?, _ key: RecordKey, _ bytes: [UInt8], _ codec: SimulatedCodec) -> [UInt8] {
        guard plant == .forgottenField, var content = try? codec.decode(kind: key.kind, bytes: bytes) else {
            return bytes
        }
        content.later = []
        return (try? codec.encode(content)) ?? bytes
    }
}
