package import FieldModel
internal import FieldRules

/// The contact ladder (attempt, contact, right party, promise, kept) by way, and which way and hour reach people best.
package struct ContactReport: AccountReport {
    package let period: ReportPeriod
    private var ladders = [[Int]](repeating: [Int](repeating: 0, count: 5), count: ContactWay.allCases.count)
    private var hours = [[(attempts: Int, contacts: Int, rightParty: Int)]](
        repeating: [(attempts: Int, contacts: Int, rightParty: Int)](
            repeating: (0, 0, 0), count: DayPart.allCases.count),
        count: ContactWay.allCases.count)

    package init(_ period: ReportPeriod) { self.period = period }

    /// A promise is won by the last right-party contact of the day on which it was made or of the day before.
    package mutating func take(_ one: ReportCase) {
        let contacts = one.now.contacts.filter { period.holds($0.day) }
        for contact in contacts {
            let (way, part) = (contact.way.rawValue, contact.part.rawValue)
            ladders[way][0] += 1
            hours[way][part].attempts += 1
            if contact.reach >= .contact {
                ladders[way][1] += 1
                hours[way][part].contacts += 1
            }
            if contact.reach == .rightParty {
                ladders[way][2] += 1
                hours[way][part].rightParty += 1
            }
        }
        for promise in one.now.standings {
            let day = one.history.zone.localDate(at: promise.terms.madeAt)
            let winner = contacts.last { $0.reach == .rightParty && (0...1).contains(day - $0.day) }
            guard let winner else { continue }
            ladders[winner.way.rawValue][3] += 1
            if promise.state == .kept || promise.state == .keptLate { ladders[winner.way.rawValue][4] += 1 }
        }
    }

    package func result(names: (PersonID) -> String) -> ReportResult {
        var ladder = ReportResult.Table(
            "ladder",
            [
                ReportResult.Column("channel", "Channel", "Canal"),
                ReportResult.Column("attempts", "Attempts", "Intentos"),
                ReportResult.Column("contacts", "Contacts", "Contactos"),
                ReportResult.Column("right_party", "Right party", "Titular"),
                ReportResult.Column("promises", "Promises", "Promesas"),
                ReportResult.Column("kept", "Kept", "Cumplidas"),
                ReportResult.Column("contact_percent", "Contact %", "Contacto %"),
                ReportResult.Column("right_party_percent", "Right party of contacts %", "Titular de contactos %"),
                ReportResult.Column("promise_percent", "Promise of right party %", "Promesa de titulares %"),
                ReportResult.Column("kept_percent", "Kept of promises %", "Cumplidas de promesas %"),
            ])
        for way in ContactWay.allCases where ladders[way.rawValue][0] > 0 {
            let steps = ladders[way.rawValue]
            ladder.rows.append(
                [.text(way.word)] + steps.map { .whole($0) }
                    + zip(steps, steps.dropFirst()).map { ReportResult.share($1, of: $0) })
        }
        var best = ReportResult.Table(
            "hours",
            [
                ReportResult.Column("channel", "Channel", "Canal"),
                ReportResult.Column("hour", "Part of day", "Horario"),
                ReportResult.Column("attempts", "Attempts", "Intentos"),
                ReportResult.Column("contacts", "Contacts", "Contactos"),
                ReportResult.Column("contact_percent", "Contact %", "Contacto %"),
                ReportResult.Column("right_party_percent", "Right party %", "Titular %"),
            ])
        for way in ContactWay.allCases {
            for part in DayPart.allCases where hours[way.rawValue][part.rawValue].attempts > 0 {
                let tally = hours[way.rawValue][part.rawValue]
                best.rows.append([
                    .text(way.word), .text(part.word), .whole(tally.attempts), .whole(tally.contacts),
                    ReportResult.share(tally.contacts, of: tally.attempts),
                    ReportResult.share(tally.rightParty, of: tally.attempts),
                ])
            }
        }
        return ReportResult(name: "contacts", from: period.from, to: period.to, tables: [ladder, best])
    }
}
