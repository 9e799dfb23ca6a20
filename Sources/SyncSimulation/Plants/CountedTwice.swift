internal import FieldModel
internal import SyncCore

extension PlantedBug {
    /// A payment of the lender does not keep which payment of the field it posts.
    static func unpaired(_ key: RecordKey, _ bytes: [UInt8], _ codec: SimulatedCodec) -> [UInt8] {
        guard key.kind == .payment, case .payment(var payment)? = try? codec.decode(kind: .payment, bytes: bytes),
            payment.match != nil
        else { return bytes }
        payment.match = nil
        return (try? codec.encode(.payment(payment))) ?? bytes
    }
}
