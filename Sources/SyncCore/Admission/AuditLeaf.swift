package import FieldModel

/// What stands in the audit logs: a canonical byte string without personal data, hashed as a leaf of RFC 6962.
///
/// Numbers are big-endian, ids 16 bytes, a text its length in 2 bytes and then UTF-8.
package enum AuditLeaf {
    /// The log of administrative acts, beside one log per branch that has the branch's id.
    package static let organisationLog = Identifier.nil_

    /// An admitted operation and the verdict on it, in this order: "cartera-leaf-1", operation, device, incarnation
    /// (4 bytes), sequence (8), author, account, kind (4), outcome state (1), reason, rule, branch, epoch (8),
    /// commit (8), wall clock (8), received at (8), commitment (its length in 2 bytes, then the bytes).
    package static func content(_ header: OperationHeader, _ receipt: Receipt) -> [UInt8] {
        var bytes = Array("cartera-leaf-1".utf8)
        bytes += header.id.bytes + header.device.bytes
        append(header.incarnation, to: &bytes)
        appendBigEndian(header.sequence, to: &bytes)
        bytes += header.author.bytes + header.account.bytes
        append(UInt32(truncatingIfNeeded: header.kind), to: &bytes)
        bytes.append(UInt8(receipt.outcome.state.rawValue))
        append(Array(receipt.outcome.reason.utf8), to: &bytes)
        append(Array(receipt.outcome.rule.utf8), to: &bytes)
        bytes += (receipt.branch ?? .nil_).bytes
        appendBigEndian(receipt.epoch, to: &bytes)
        appendBigEndian(receipt.commit, to: &bytes)
        appendBigEndian(UInt64(bitPattern: header.wallClock.milliseconds), to: &bytes)
        appendBigEndian(UInt64(bitPattern: receipt.receivedAt.milliseconds), to: &bytes)
        append(header.commitment, to: &bytes)
        return bytes
    }

    /// An administrative act: "cartera-act-1", the act's word, actor (person), subject (person, device, branch or
    /// invitation), a word of detail, time (8 bytes).
    package static func content(
        act: String, actor: Identifier, subject: Identifier, detail: String, at now: Instant
    ) -> [UInt8] {
        var bytes = Array("cartera-act-1".utf8)
        append(Array(act.utf8), to: &bytes)
        bytes += actor.bytes + subject.bytes
        append(Array(detail.utf8), to: &bytes)
        appendBigEndian(UInt64(bitPattern: now.milliseconds), to: &bytes)
        return bytes
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(shift))) }
    }

    private static func append(_ text: [UInt8], to bytes: inout [UInt8]) {
        let cut = text.prefix(0xFFFF)
        bytes.append(UInt8(cut.count >> 8))
        bytes.append(UInt8(cut.count & 255))
        bytes += cut
    }
}
