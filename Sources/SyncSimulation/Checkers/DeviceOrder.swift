internal import FieldModel
internal import SyncCore

/// `device-order`: operations of a device take effect in its order; held and refused ones do not block.
enum DeviceOrder {
    static func violation(_ event: ServerEvent, _ auditor: Auditor) -> String? {
        guard auditor.outcomes[event.header.id] == nil else { return nil }
        let expected = (auditor.admitted[event.header.device] ?? 0) + 1
        if event.header.sequence == expected { return nil }
        return "device \(event.header.device.ending): \(event.header.sequence) was admitted where \(expected) was due"
    }
}
