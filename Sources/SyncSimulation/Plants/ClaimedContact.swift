internal import FieldModel
internal import SyncCore

extension PlantedBug {
    /// A contact counts when the laptop that made it says that it was, whatever its clock.
    static func claimed(_ key: RecordKey, _ bytes: [UInt8], _ codec: SimulatedCodec) -> [UInt8] {
        guard key.kind == .contact, case .contact(var contact)? = try? codec.decode(kind: key.kind, bytes: bytes) else {
            return bytes
        }
        contact.countedAt = nil
        return (try? codec.encode(.contact(contact))) ?? bytes
    }
}
