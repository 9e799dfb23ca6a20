import FieldModel
import SyncCore

/// Intents as a broken or malicious device might send them: every number at its limits, every text of every sort.
struct HostileIntents {
    var dice: Dice

    init(seed: UInt64) { dice = Dice(seed) }

    mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &dice)] }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &dice) < percent }

    mutating func amount() -> Int64 {
        pick([.min, .min + 1, -1, 0, 1, 500, 700, Money.mostMinor, Money.mostMinor + 1, .max])
    }
    mutating func number() -> Int { pick([.min, -1, 0, 1, 2, 1440, .max]) }

    mutating func instant() -> Instant? {
        let now: Int64 = 1_764_000_000_000
        return pick([nil, .min, -1, 0, 1, now, now + 86_400_000 * 20, 253_402_300_799_999, .max]).map {
            Instant(milliseconds: $0)
        }
    }

    mutating func day() -> CalendarDate {
        let today = SyncCoreTests.day("2026-11-24")
        return pick([
            CalendarDate(daysSince1970: .min), CalendarDate(daysSince1970: -719_163), today, today + 1, today + 9,
            today + 180, CalendarDate(daysSince1970: .max),
        ])
    }

    mutating func id() -> Identifier { pick([.nil_, Desk.account] + (0..<8).map { named(200 + $0) }) }
    mutating func maybeID() -> Identifier? { chance(50) ? nil : id() }

    mutating func text() -> String {
        pick(["", " ", "x", "home", "a\u{0}", "a\u{202E}b", "\r\n", "🏠", "yes", "no", "2026-12-01:5", "\u{301}"])
            + (chance(3) ? String(repeating: "é", count: 3000) : "")
    }

    mutating func word(_ words: [String]) -> String { chance(70) ? pick(words) : text() }

    mutating func edits(_ fields: [String]) -> [FieldEdit] {
        (0..<Int.random(in: 0..<4, using: &dice)).map { _ in
            FieldEdit(field: word(fields), base: text(), value: text(), baseOperation: maybeID())
        }
    }

    mutating func instalments() -> [Instalment] {
        let count = chance(3) ? 61 : Int.random(in: 0..<4, using: &dice)
        return (0..<count).map { _ in Instalment(dueDay: day(), amount: amount()) }
    }

    mutating func location() -> GeoPoint? {
        chance(50)
            ? nil
            : GeoPoint(latitudeE7: pick([.min, 0, .max]), longitudeE7: pick([.min, 0, .max]), accuracyM: number())
    }

    mutating func operation(_ known: [OperationID]) -> OperationID { known.isEmpty || chance(20) ? id() : pick(known) }
}

extension HostileIntents {
    mutating func intent(_ known: [OperationID], conflicts: [RecordID]) -> Intent {
        chance(60) ? fact() : chance(70) ? request(known, conflicts) : system(known)
    }

    private mutating func fact() -> Intent {
        switch Int.random(in: 0..<10, using: &dice) {
        case 0:
            .recordVisit(
                RecordVisit(
                    visit: id(), outcome: word(Vocabulary.visitOutcomes), person: word(Vocabulary.persons),
                    place: word(Vocabulary.places), startedAt: instant(), endedAt: instant(), note: text(),
                    location: location(), contactPoint: maybeID()))
        case 1: .amendVisit(AmendVisit(visit: id(), edits: edits(Visit.Field.all)))
        case 2:
            .recordPayment(
                RecordPayment(
                    payment: id(), amount: amount(), currency: word(["MXN"]), method: word(Vocabulary.paymentMethods),
                    claimedAt: instant()))
        case 3: .reversePayment(ReversePayment(payment: id(), reason: text()))
        case 4:
            .logContact(
                LogContact(
                    contact: id(), channel: word(Vocabulary.channels), result: word(Vocabulary.contactResults),
                    at: instant(), note: text()))
        case 5:
            .setFlag(SetFlag(flag: id(), kind: word(Vocabulary.flags), sinceDay: day(), evidence: text()))
        case 6:
            .recordConsent(
                RecordConsent(
                    consent: id(), channel: word(Vocabulary.channels), givenAt: instant(), expiresAt: instant()))
        case 7: .revokeConsent(RevokeConsent(consent: id(), revokedAt: instant()))
        case 8:
            .addRestriction(
                AddRestriction(
                    restriction: id(), weekdays: [number()], fromMinute: number(), toMinute: number(),
                    requestedAt: instant()))
        default: .withdrawRestriction(WithdrawRestriction(restriction: id(), withdrawnAt: instant()))
        }
    }

    private mutating func request(_ known: [OperationID], _ conflicts: [RecordID]) -> Intent {
        switch Int.random(in: 0..<14, using: &dice) {
        case 0:
            .makePromise(MakePromise(promise: id(), instalments: instalments(), currency: word(["MXN"])))
        case 1:
            .revisePromise(
                RevisePromise(
                    promise: id(), instalments: instalments(), currency: word(["MXN"]), baseRevision: number()))
        case 2: .withdrawPromise(WithdrawPromise(promise: id(), reason: text(), baseRevision: number()))
        case 3: .addContactPoint(AddContactPoint(point: id(), kind: .phone, value: text(), location: location()))
        case 4: .updateContactPoint(UpdateContactPoint(point: id(), edits: edits(ContactPoint.fields)))
        case 5: .removeContactPoint(RemoveContactPoint(point: id(), seen: [id()]))
        case 6: .clearFlag(ClearFlag(flag: id(), evidence: text()))
        case 7: .setAccountFields(SetAccountFields(edits: edits(Vocabulary.registers)))
        case 8:
            .resolveConflict(
                ResolveConflict(
                    conflict: conflicts.isEmpty ? id() : pick(conflicts), value: text(), valuesSeen: number()))
        case 9: .withdrawOperation(WithdrawOperation(operation: operation(known), reason: text()))
        case 10: .replaceOperation(ReplaceOperation(operation: operation(known), intent: fact()))
        case 11:
            .addRelatedPerson(
                AddRelatedPerson(person: id(), role: word(Vocabulary.relatedRoles), name: text(), phone: text()))
        case 12: .updateRelatedPerson(UpdateRelatedPerson(person: id(), edits: edits(RelatedPerson.fields)))
        default: .unknown(kind: number())
        }
    }

    private mutating func system(_ known: [OperationID]) -> Intent {
        switch Int.random(in: 0..<4, using: &dice) {
        case 0:
            var account = Desk.debt(balance: amount())
            account.balanceAsOfDay = day()
            account.principal = amount()
            account.daysPastDue = number()
            let point = ContactPoint(
                kind: .phone, value: text(), author: id(), addedAt: instant() ?? Instant(milliseconds: 1))
            return .importAccount(
                ImportAccount(
                    account: account, debtorID: id(), debtor: Debtor(name: text()),
                    points: [ImportedPoint(point: id(), content: point)]))
        case 1: return .assignAccount(AssignAccount(assignee: maybeID(), reason: text(), branch: maybeID()))
        case 2: return .judgePromises(JudgePromises(asOfDay: day()))
        default:
            return .decideOperation(
                DecideOperation(
                    operation: operation(known), device: Desk.device(of: Desk.ana), granted: chance(50),
                    reason: text()))
        }
    }
}
