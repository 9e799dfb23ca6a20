extension DeviceRecord {
    /// In quarantine because a copy of it was noticed, and not by anybody's order.
    var isCopied: Bool {
        state == .quarantined
            && [DeviceReason.chainFork, DeviceReason.chainBehind, DeviceReason.oldCertificate].contains(reason)
    }
}

extension Hello {
    /// Whether this is the laptop that went on first: what it has acknowledged is the server's chain to its very end.
    /// It is not held up by its copy.
    func isOriginal(of device: DeviceRecord, chain: ChainEnd, generation: UInt32) -> Bool {
        device.isCopied && generation >= device.generationUsed && incarnation == device.incarnation
            && chain.sequence > 0 && lastAcknowledged.sequence == chain.sequence && lastAcknowledged.link == chain.link
            && lastMinted.sequence >= chain.sequence
    }
}
