import FieldModel
import Foundation
import SyncCore

/// Operations in an encoding of the tests' own: the stores must not care which one it is.
struct TestCoding: OperationCoding {
    func encodeHeader(_ header: OperationHeader) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(header))
    }

    func decodeHeader(_ bytes: [UInt8]) throws -> OperationHeader {
        try JSONDecoder().decode(OperationHeader.self, from: Data(bytes))
    }

    func encodeBody(salt: [UInt8], intent: [UInt8]) throws -> [UInt8] { [UInt8(salt.count)] + salt + intent }

    func decodeBody(_ bytes: [UInt8]) throws -> (salt: [UInt8], intent: [UInt8]) {
        guard let count = bytes.first, bytes.count > Int(count) else { throw Unreadable() }
        return (Array(bytes[1..<1 + Int(count)]), Array(bytes[(1 + Int(count))...]))
    }

    func encodeIntent(_ intent: Intent) throws -> [UInt8] { throw Unreadable() }
    func decodeIntent(_ bytes: [UInt8]) throws -> Intent { throw Unreadable() }

    struct Unreadable: Error {}
}

/// A device that acts: each operation goes on from the one before.
struct TestDevice {
    let id: DeviceID
    var end = ChainEnd()
    private var names: Names

    init(_ names: inout Names) {
        id = names.next()
        self.names = Names(seed: id.low)
    }

    struct Act {
        var header: OperationHeader
        var sealed: SealedOperation
        var link: [UInt8]
    }

    mutating func act(on account: AccountID, _ text: String) throws -> Act {
        let coding = TestCoding()
        let salt = names.next().bytes
        let header = OperationHeader(
            id: names.next(), device: id, incarnation: end.incarnation, sequence: end.sequence + 1,
            previousLink: end.link, account: account, kind: 1, wallClock: Instant(seconds: 1_800_000_000),
            commitment: ChainHash.commitment(salt: salt, intent: Array(text.utf8), hash: testHash), author: id)
        let bytes = try coding.encodeHeader(header)
        let link = ChainHash.link(header: bytes, hash: testHash)
        end = ChainEnd(incarnation: end.incarnation, sequence: header.sequence, link: link)
        let body = try coding.encodeBody(salt: salt, intent: Array(text.utf8))
        return Act(header: header, sealed: SealedOperation(header: bytes, body: body), link: link)
    }
}

extension TestDevice.Act {
    func receipt(_ outcome: Outcome, branch: BranchID? = nil, commit: UInt64 = 0) -> Receipt {
        Receipt(
            operation: header.id, device: header.device, sequence: header.sequence, outcome: outcome, branch: branch,
            epoch: 1, commit: commit, receivedAt: Instant(seconds: 1_800_000_100))
    }

    func stored(_ outcome: Outcome, branch: BranchID? = nil, commit: UInt64 = 0) -> StoredOperation {
        StoredOperation(
            header: header, sealed: sealed, link: link, receipt: receipt(outcome, branch: branch, commit: commit),
            clockOffset: -1500)
    }

    func entry(_ outcome: Outcome = Outcome(state: .applied)) -> OutboxEntry {
        OutboxEntry(header: header, sealed: sealed, link: link, state: .pending, provisional: outcome)
    }
}

/// Names in the order of their birth.
struct Names {
    private var generator: SeededGenerator
    private var milliseconds: Int64 = 1_800_000_000_000

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() -> Identifier {
        milliseconds += 1
        return .version7(at: Instant(milliseconds: milliseconds), using: &generator)
    }
}
