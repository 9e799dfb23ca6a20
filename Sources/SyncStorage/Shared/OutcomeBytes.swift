internal import FieldModel
internal import SyncCore

/// Outcomes and receipts as the stores keep them: lengths and numbers as varints, one version byte first. Version 1 has
/// no verdicts.
enum OutcomeBytes {
    fileprivate static let version: UInt8 = 2

    static func encode(_ outcome: Outcome) -> [UInt8] {
        var writer = ByteWriter(bytes: [version])
        writer.put(outcome)
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws -> Outcome {
        var reader = ByteReader(bytes: bytes)
        try reader.readVersion()
        return try reader.outcome()
    }

    static func encode(_ receipt: Receipt) -> [UInt8] {
        var writer = ByteWriter(bytes: [version])
        writer.put(receipt.operation)
        writer.put(receipt.device)
        writer.put(receipt.sequence)
        writer.put(receipt.outcome)
        writer.put(receipt.branch ?? .nil_)
        writer.put(receipt.epoch)
        writer.put(receipt.commit)
        writer.bytes.append(receipt.alreadyApplied ? 1 : 0)
        writer.put(UInt64(bitPattern: receipt.receivedAt.milliseconds))
        writer.put(receipt.log ?? .nil_)
        writer.put(receipt.leafIndex)
        writer.put(receipt.leafHash)
        return writer.bytes
    }

    static func decodeReceipt(_ bytes: [UInt8]) throws -> Receipt {
        var reader = ByteReader(bytes: bytes)
        try reader.readVersion()
        let operation = try reader.identifier()
        let device = try reader.identifier()
        let sequence = try reader.number()
        let outcome = try reader.outcome()
        let branch = try reader.identifier()
        let epoch = try reader.number()
        let commit = try reader.number()
        let alreadyApplied = try reader.byte() == 1
        let receivedAt = Instant(milliseconds: Int64(bitPattern: try reader.number()))
        let log = try reader.identifier()
        return Receipt(
            operation: operation, device: device, sequence: sequence, outcome: outcome,
            branch: branch.isNil ? nil : branch, epoch: epoch, commit: commit, alreadyApplied: alreadyApplied,
            receivedAt: receivedAt, log: log.isNil ? nil : log, leafIndex: try reader.number(),
            leafHash: try reader.block())
    }
}

private struct ByteWriter {
    var bytes: [UInt8]

    mutating func put(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func put(_ identifier: Identifier) { bytes += identifier.bytes }

    mutating func put(_ block: [UInt8]) {
        put(UInt64(block.count))
        bytes += block
    }

    mutating func put(_ text: String) { put(Array(text.utf8)) }

    mutating func put(_ outcome: Outcome) {
        put(UInt64(outcome.state.rawValue))
        put(outcome.reason)
        put(outcome.rule)
        put(UInt64(outcome.mergedFields.count))
        for field in outcome.mergedFields { put(field) }
        put(UInt64(outcome.conflicts.count))
        for conflict in outcome.conflicts { put(conflict) }
        put(UInt64(outcome.findings.count))
        for finding in outcome.findings {
            put(finding.id)
            put(finding.code)
        }
        put(UInt64(outcome.verdicts.count))
        for verdict in outcome.verdicts {
            put(verdict.rule)
            put(verdict.verdict)
            put(UInt64(clamping: verdict.packVersion))
            put(UInt64(bitPattern: verdict.allowedFrom?.milliseconds ?? 0))
        }
        put(UInt64(outcome.packs.count))
        for pack in outcome.packs { put(pack) }
    }
}

private struct ByteReader {
    let bytes: [UInt8]
    private var index = 0
    private var version: UInt8 = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func readVersion() throws {
        version = try byte()
        guard (1...OutcomeBytes.version).contains(version) else {
            throw StoreFailure(code: "newer_version", message: "a receipt was written by a newer program")
        }
    }

    mutating func byte() throws -> UInt8 {
        guard index < bytes.count else { throw Self.damaged }
        index += 1
        return bytes[index - 1]
    }

    mutating func number() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0 as UInt64, through: 63, by: 7) {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
        }
        throw Self.damaged
    }

    mutating func identifier() throws -> Identifier {
        guard bytes.count - index >= 16, let value = Identifier(bytes: bytes[index..<index + 16]) else {
            throw Self.damaged
        }
        index += 16
        return value
    }

    mutating func block() throws -> [UInt8] {
        let count = try number()
        guard count <= UInt64(bytes.count - index) else { throw Self.damaged }
        index += Int(count)
        return Array(bytes[index - Int(count)..<index])
    }

    mutating func text() throws -> String { String(decoding: try block(), as: UTF8.self) }

    mutating func list<T>(_ element: (inout ByteReader) throws -> T) throws -> [T] {
        let count = try number()
        guard count <= UInt64(bytes.count - index) else { throw Self.damaged }
        return try (0..<Int(count)).map { _ in try element(&self) }
    }

    mutating func outcome() throws -> Outcome {
        guard let state = OutcomeState(rawValue: Int(clamping: try number())) else { throw Self.damaged }
        var outcome = Outcome(
            state: state, reason: try text(), rule: try text(), mergedFields: try list { try $0.text() },
            conflicts: try list { try $0.identifier() },
            findings: try list { FindingNote(id: try $0.identifier(), code: try $0.text()) })
        if version == 1 { return outcome }
        outcome.verdicts = try list { try $0.verdict() }
        outcome.packs = try list { try $0.text() }
        return outcome
    }

    private mutating func verdict() throws -> VerdictNote {
        var note = VerdictNote(
            rule: try text(), verdict: try text(), packVersion: Int(clamping: try number()))
        let from = Int64(bitPattern: try number())
        if from != 0 { note.allowedFrom = Instant(milliseconds: from) }
        return note
    }

    private static let damaged = StoreFailure(code: "corrupt", message: "a receipt in the store cannot be read")
}
