import FieldModel
import Testing

@testable import SyncCore

/// Texts and lists of what people write, at their limit and one beyond.
@Suite("Limits of what is written")
struct TextLimitTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var most: Int
        var reason = ReasonCode.textTooLong
        var intent: @Sendable (Int) -> Intent
        var testDescription: String { name }
    }

    private static func text(_ bytes: Int) -> String { String(repeating: "a", count: bytes) }

    private static func terms(_ count: Int) -> [Instalment] {
        (0..<count).map { Instalment(dueDay: day("2026-11-25") + $0, amount: 100) }
    }

    static let cases: [Case] = [
        Case(name: "a visit's note", most: Limits.noteBytes) {
            .recordVisit(
                RecordVisit(
                    visit: named(20), outcome: "not_home", startedAt: instant("2026-11-24T12:00:00-06:00"),
                    note: text($0)))
        },
        Case(name: "a register", most: Limits.registerValueBytes) {
            .setAccountFields(SetAccountFields(edits: [FieldEdit(field: "summary", value: text($0))]))
        },
        Case(name: "a phone", most: Limits.valueBytes) {
            .addContactPoint(AddContactPoint(point: named(21), kind: .phone, value: text($0), label: "home"))
        },
        Case(name: "a reason", most: Limits.reasonBytes) {
            .withdrawOperation(WithdrawOperation(operation: named(22), reason: text($0)))
        },
        Case(name: "what proves a flag", most: Limits.evidenceBytes) {
            .setFlag(SetFlag(flag: named(23), kind: Vocabulary.flags[0], evidence: text($0)))
        },
        Case(name: "a related person's name", most: Limits.nameBytes) {
            .addRelatedPerson(AddRelatedPerson(person: named(24), role: "spouse", name: text($0)))
        },
        Case(name: "instalments of a promise", most: Limits.instalments, reason: .tooManyInstalments) {
            .makePromise(MakePromise(promise: named(25), instalments: terms($0), currency: "MXN"))
        },
    ]

    @Test("are taken at the limit and refused one beyond", arguments: cases)
    func limit(_ limited: Case) {
        for (size, isTaken) in [(limited.most, true), (limited.most + 1, false)] {
            var desk = Desk()
            let outcome = desk.act(limited.intent(size))
            let isRefused = outcome.state == .refused && outcome.reason == limited.reason.rawValue
            #expect(isRefused != isTaken, "\(size): \(outcome.state) \(outcome.reason)")
        }
    }
}
