internal import FieldModel
internal import SyncCore

/// `device-order`: operations of a device take effect in its order; held and refused ones do not block.
enum DeviceOrder {
    static func violation(_ event: ServerEvent, _ auditor: Auditor) -> String? {
        guard auditor.outcomes[event.header.id] == nil else { return nil }
        // A copy's operations are kept in lanes beside the chain.
        if isNext(event, auditor) || event.header.incarnation >> 24 > 0 { return nil }
        return "device \(event.header.device.ending): \(event.header.sequence) was admitted where "
            + "\(due(event, auditor)) was due"
    }

    static func isNext(_ event: ServerEvent, _ auditor: Auditor) -> Bool {
        event.header.sequence == due(event, auditor)
    }

    private static func due(_ event: ServerEvent, _ auditor: Auditor) -> UInt64 {
        (auditor.admitted[event.chain] ?? 0) + 1
    }
}

extension ServerEvent {
    var chain: ChainName { ChainName(device: header.device, incarnation: header.incarnation) }
}
