import FieldModel
import Testing

@testable import SyncStorage

@Suite("Outcomes as stored bytes")
struct OutcomeBytesTests {
    /// Written by a program that had no verdicts: a refusal by a rule, with a conflict and a finding.
    private static let first: [UInt8] =
        [1, 4, 1] + Array("a".utf8) + [3] + Array("p/r".utf8) + [1, 1] + Array("f".utf8)
        + [1] + [UInt8](repeating: 7, count: 16) + [1] + [UInt8](repeating: 8, count: 16) + [1] + Array("c".utf8)

    @Test("of the first version are read, without verdicts")
    func older() throws {
        let outcome = try OutcomeBytes.decode(Self.first)
        let seven = Identifier(bytes: [UInt8](repeating: 7, count: 16))!
        #expect(outcome.state == .refused && outcome.rule == "p/r" && outcome.conflicts == [seven])
        #expect(outcome.findings.map(\.code) == ["c"] && outcome.verdicts.isEmpty && outcome.packs.isEmpty)
    }

    @Test("of a newer version are refused, and damaged ones too")
    func damaged() {
        #expect(throws: (any Error).self) { try OutcomeBytes.decode([3] + Self.first.dropFirst()) }
        #expect(throws: (any Error).self) { try OutcomeBytes.decode([0] + Self.first.dropFirst()) }
        #expect(throws: (any Error).self) { try OutcomeBytes.decode([2] + Self.first.dropFirst()) }
    }

    @Test("keep verdicts and packs")
    func verdicts() throws {
        let outcome = Outcome(
            state: .held, reason: "approval", rule: "p/r",
            verdicts: [
                VerdictNote(rule: "p/r", verdict: "needs_approval", packVersion: 4),
                VerdictNote(rule: "p/s", verdict: "denied", packVersion: 1, allowedFrom: Instant(milliseconds: -5)),
            ], packs: ["p@4"])
        #expect(try OutcomeBytes.decode(OutcomeBytes.encode(outcome)) == outcome)
    }
}
