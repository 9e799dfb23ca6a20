internal import FieldModel
internal import FieldRules

/// Attempts and what they reached, in figures: by way, by part of the day, and what is best.
extension FactDerivation {
    func contactFacts(_ facts: inout AccountFacts) {
        var attempts = [Int64](repeating: 0, count: ContactWay.allCases.count)
        var contacts = attempts
        var byPart = [(attempts: Int64, contacts: Int64)](repeating: (0, 0), count: DayPart.allCases.count)
        var rightParty: Int64 = 0
        var lastContact: CalendarDate?
        var lastRightParty: CalendarDate?
        var habits = ContactHabits()
        for contact in self.contacts where contact.day <= cutoff.day && cutoff.day - contact.day < 365 {
            let reached = contact.reach > .attempt
            habits.take(contact)
            if reached { lastContact = max(lastContact ?? contact.day, contact.day) }
            if contact.reach == .rightParty { lastRightParty = max(lastRightParty ?? contact.day, contact.day) }
            guard cutoff.day - contact.day < 90 else { continue }
            attempts[contact.way.rawValue] += 1
            byPart[contact.part.rawValue].attempts += 1
            if reached {
                contacts[contact.way.rawValue] += 1
                byPart[contact.part.rawValue].contacts += 1
            }
            if contact.reach == .rightParty { rightParty += 1 }
        }
        let (allAttempts, allContacts) = (attempts.reduce(0, +), contacts.reduce(0, +))
        facts.set(.attempts90, allAttempts)
        facts.set(.contacts90, allContacts)
        facts.set(.rightParty90, rightParty)
        facts.set(.visits90, attempts[ContactWay.visit.rawValue])
        facts.set(.visitContacts90, contacts[ContactWay.visit.rawValue])
        facts.set(.calls90, attempts[ContactWay.call.rawValue])
        facts.set(.callContacts90, contacts[ContactWay.call.rawValue])
        facts.set(.messages90, attempts[ContactWay.message.rawValue])
        facts.set(.contactPercent, allAttempts > 0 ? allContacts * 100 / allAttempts : nil)
        facts.set(.daysSinceContact, lastContact.map { Int64(cutoff.day - $0) })
        facts.set(.daysSinceRightParty, lastRightParty.map { Int64(cutoff.day - $0) })
        for part in DayPart.allCases {
            let first = FactName.morningAttempts.rawValue + 2 * part.rawValue
            if let name = FactName(rawValue: first) { facts.set(name, byPart[part.rawValue].attempts) }
            if let name = FactName(rawValue: first + 1) { facts.set(name, byPart[part.rawValue].contacts) }
        }
        if let best = habits.bestWay { facts.set(.bestChannel, text: best.word) }
        if let best = habits.bestPart { facts.set(.bestHour, text: best.word) }
    }
}

/// The rule of the best channel and hour: the largest share of attempts that reached somebody, each share drawn towards
/// a third of three attempts so that one lucky call decides nothing; ties go to the first of the enumeration.
package struct ContactHabits: Hashable, Sendable {
    package private(set) var ways = [Tally](repeating: Tally(), count: ContactWay.allCases.count)
    package private(set) var parts = [Tally](repeating: Tally(), count: DayPart.allCases.count)

    package struct Tally: Hashable, Sendable {
        package var attempts = 0
        package var contacts = 0

        /// In parts per million.
        package var drawnPpm: Int { (contacts + 1) * 1_000_000 / (attempts + 3) }
    }

    package init() {}

    package mutating func take(_ contact: ContactEvent) {
        guard contact.way != .letter else { return }
        let reached = contact.reach > .attempt ? 1 : 0
        ways[contact.way.rawValue].attempts += 1
        ways[contact.way.rawValue].contacts += reached
        parts[contact.part.rawValue].attempts += 1
        parts[contact.part.rawValue].contacts += reached
    }

    /// Nil until something was tried; only what was tried is compared.
    package var bestWay: ContactWay? { best(ways).flatMap(ContactWay.init) }
    package var bestPart: DayPart? { best(parts).flatMap(DayPart.init) }

    private func best(_ tallies: [Tally]) -> Int? {
        var best: Int?
        for index in tallies.indices where tallies[index].attempts > 0 {
            if let found = best, tallies[found].drawnPpm >= tallies[index].drawnPpm { continue }
            best = index
        }
        return best
    }
}
