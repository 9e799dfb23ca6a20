internal import FieldModel
internal import FieldRules
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// One row of the lender's file as the server takes it, or all that is wrong with it.
struct LenderRow {
    /// Nobody is later than a hundred years; the server says the same.
    private static let mostDaysPastDue = 36_600
    private static let mostBureauScore = 100_000
    private static let creditorTypes = ["third_party_agency", "first_party"]

    var cells: RowCells<LenderColumn>
    let today: CalendarDate

    private init(_ row: CSVRow, _ header: LenderHeader, today: CalendarDate) {
        cells = RowCells(row, header)
        self.today = today
    }

    static func read(
        _ row: CSVRow, _ header: LenderHeader, today: CalendarDate
    ) -> Result<Cartera_V1_ImportRow, RowProblems> {
        var reading = LenderRow(row, header, today: today)
        // Cells of a row that is no CSV lie under the wrong columns.
        guard reading.cells.problems.isEmpty else { return .failure(RowProblems(list: reading.cells.problems)) }
        let taken = reading.make()
        if reading.cells.problems.isEmpty, let size = try? taken.content.serializedData().count,
            size > Limits.intentBytes
        {
            reading.cells.note(RowProblem("", "row_too_long"))
        }
        guard reading.cells.problems.isEmpty else { return .failure(RowProblems(list: reading.cells.problems)) }
        return .success(taken)
    }

    private mutating func make() -> Cartera_V1_ImportRow {
        let currency = cells.currency()
        let (zoneName, zone) = cells.zone()
        var row = Cartera_V1_ImportRow()
        row.line = UInt64(cells.row.line)
        row.branch = cells.text(.branch, most: Limits.nameBytes)
        row.collector = cells.text(.collector, most: Limits.nameBytes)
        row.content.account = account(currency, zoneName)
        row.content.debtor = debtor(currency)
        row.content.points = points()
        let place = zone ?? Self.zone(of: row.content.points)
        row.content.consents = consents(place)
        row.content.records = records(place)
        return row
    }

    private mutating func account(_ currency: Currency?, _ zone: String) -> Cartera_V1_Account {
        var account = Cartera_V1_Account()
        account.creditor = cells.text(.creditor, most: Limits.nameBytes)
        account.number = cells.text(.accountNumber, most: Limits.accountNumberBytes, isRequired: true)
        account.product = cells.text(.product)
        account.creditorType = cells.word(.creditorType, of: Self.creditorTypes)
        account.currency = currency?.code ?? ""
        account.lenderBalance = cells.amount(.balance, in: currency, isRequired: true) ?? 0
        // Clocks differ by a day around the Earth. Without a date the server takes its own.
        account.balanceAsOfDay = cells.day(.balanceAsOf, notAfter: today + 1)?.rataDie ?? 0
        if let amount = cells.amount(.principal, in: currency) { account.principal = .of(amount) }
        if let amount = cells.amount(.interest, in: currency) { account.interest = .of(amount) }
        if let amount = cells.amount(.fees, in: currency) { account.fees = .of(amount) }
        if let amount = cells.amount(.penalty, in: currency) { account.penalty = .of(amount) }
        if let amount = cells.amount(.pastDue, in: currency) { account.pastDue = .of(amount) }
        readOwed(&account, currency)
        account.dueDay = cells.day(.dueDate)?.rataDie ?? 0
        account.openedDay = cells.day(.openedOn, notAfter: today + 1)?.rataDie ?? 0
        account.daysPastDue = UInt32(cells.whole(.daysPastDue, in: 0...Self.mostDaysPastDue, isRequired: true) ?? 0)
        account.jurisdictions = cells.text(.jurisdictions).split { ";|, ".contains($0) }.map(String.init)
        account.timeZone = zone
        account.attributes = cells.attributes()
        return account
    }

    /// What is owed by when it fell due; parts that have no column of their own are the sums of their cells.
    private mutating func readOwed(_ account: inout Cartera_V1_Account, _ currency: Currency?) {
        for (column, status, part) in LenderColumn.owed {
            guard let amount = cells.amount(column, in: currency), amount > 0 else { continue }
            account.owed.append(.with { ($0.status, $0.part, $0.amount) = (status, part, amount) })
        }
        guard !account.owed.isEmpty else { return }
        let parts: [(LenderColumn, WritableKeyPath<Cartera_V1_Account, Cartera_V1_Amount>, Bool)] = [
            (.penalty, \.penalty, account.hasPenalty), (.fees, \.fees, account.hasFees),
            (.interest, \.interest, account.hasInterest), (.principal, \.principal, account.hasPrincipal),
        ]
        for (column, path, isGiven) in parts {
            let own = account.owed.filter { $0.part == column.rawValue }
            let sum = own.reduce(Int64(0)) { $0.addingReportingOverflow($1.amount).partialValue }
            if isGiven, account[keyPath: path].minor != sum {
                cells.note(column, "cells_differ")
            } else if !isGiven, !own.isEmpty {
                account[keyPath: path] = .of(sum)
            }
        }
    }

    private mutating func debtor(_ currency: Currency?) -> Cartera_V1_Debtor {
        var debtor = Cartera_V1_Debtor()
        debtor.name = cells.text(.debtorName, most: Limits.nameBytes, isRequired: true)
        debtor.document = cells.text(.debtorDocument)
        debtor.birthDay = cells.day(.birthDate, notAfter: today)?.rataDie ?? 0
        debtor.language = cells.text(.language)
        debtor.employer = cells.text(.employer)
        if let amount = cells.amount(.income, in: currency) { debtor.income = .of(amount) }
        debtor.bureauScore = UInt32(cells.whole(.bureauScore, in: 0...Self.mostBureauScore) ?? 0)
        if let amount = cells.amount(.netWorth, in: currency, mayBeNegative: true) { debtor.netWorth = .of(amount) }
        return debtor
    }

    private mutating func points() -> [Cartera_V1_ImportedPoint] {
        var points: [Cartera_V1_ContactPoint] = []
        for column in [LenderColumn.phone, .phone2] {
            let value = cells.text(column)
            guard !value.isEmpty, !points.contains(where: { $0.value == value }) else { continue }
            points.append(Self.point(.contactPointPhone, value))
        }
        let email = cells.text(.email)
        if !email.isEmpty { points.append(Self.point(.contactPointEmail, email)) }
        if let address = address() { points.append(address) }
        return points.map { point in .with { $0.content = point } }
    }

    private static func point(_ kind: Cartera_V1_ContactPointKind, _ value: String) -> Cartera_V1_ContactPoint {
        .with {
            $0.kind = kind
            $0.value = value
            $0.fromLender = true
        }
    }

    /// A file without streets still says where: then the city, or the coordinates, stand for the street line.
    private mutating func address() -> Cartera_V1_ContactPoint? {
        let street = cells.text(.address)
        var point = Self.point(.contactPointAddress, street)
        point.city = cells.text(.city)
        point.state = cells.text(.state)
        point.country = country()
        point.postalCode = cells.text(.postalCode)
        let location = cells.location()
        if let location { point.location = location.proto() }
        if street.isEmpty {
            point.value = [point.postalCode, point.city, point.state].filter { !$0.isEmpty }.joined(separator: " ")
        }
        if point.value.isEmpty, location != nil {
            point.value = "\(cells.raw(.latitude) ?? ""), \(cells.raw(.longitude) ?? "")"
        }
        return point.value.isEmpty ? nil : point
    }

    private mutating func country() -> String {
        let country = cells.text(.country).uppercased()
        let isCode = country.utf8.count == 2 && country.utf8.allSatisfy { (65...90).contains($0) }
        if country.isEmpty || isCode { return country }
        cells.note(.country, "bad_country")
        return ""
    }
}

/// All that is wrong with a row.
struct RowProblems: Error, Hashable {
    var list: [RowProblem]
}

extension LenderRow {
    /// Given at the beginning of the day where the debtor is.
    private mutating func consents(_ zone: Zone?) -> [Cartera_V1_ImportedConsent] {
        let text = cells.text(.consents, most: Limits.registerValueBytes)
        if text.isEmpty { return [] }
        var consents: [Cartera_V1_ImportedConsent] = []
        for entry in text.split(separator: ";") {
            let parts = trimmed(String(entry)).split(separator: ":", omittingEmptySubsequences: false).map {
                trimmed(String($0))
            }
            if parts == [""] { continue }
            guard (2...3).contains(parts.count), Vocabulary.channels.contains(parts[0]),
                let day = CalendarDate(parts[1]), day <= today + 1,
                parts.count == 2 || Vocabulary.consentScopes.contains(parts[2])
            else {
                cells.note(.consents, "bad_consent", Vocabulary.channels.joined(separator: ", "))
                return []
            }
            let given = Self.moment(day, zone)
            consents.append(
                .with {
                    $0.content.channel = parts[0]
                    $0.content.scope = parts.count == 3 ? parts[2] : ""
                    $0.content.givenAt = given.milliseconds
                    $0.content.evidence = "lender_file"
                })
        }
        return consents
    }

    /// The beginning of a day; noon of UTC is in the same day almost everywhere.
    static func moment(_ day: CalendarDate, _ zone: Zone?) -> Instant {
        zone?.startOfDay(day) ?? CivilTime(date: day, millisecondOfDay: 43_200_000).instant(offsetSeconds: 0)
    }

    private static func zone(of points: [Cartera_V1_ImportedPoint]) -> Zone? {
        guard let address = points.first(where: { $0.content.kind == .contactPointAddress })?.content,
            !address.country.isEmpty
        else { return nil }
        let names = ZoneTable.standard.zones(
            country: address.country, state: address.state.isEmpty ? nil : address.state,
            postalCode: address.postalCode.isEmpty ? nil : address.postalCode)
        return names.count == 1 ? ZoneTable.standard.zone(names[0]) : nil
    }
}
