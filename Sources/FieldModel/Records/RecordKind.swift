/// What a record is. The raw values are part of every row digest and cursor: never reused.
package enum RecordKind: Int, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case account = 1
    case debtor = 2
    case contactPoint = 3
    case visit = 4
    case promise = 5
    case payment = 6
    case contact = 7
    case flag = 8
    case consent = 9
    case restriction = 10
    case relatedPerson = 11
    case registers = 12
    case conflict = 13
    case decision = 14
    case finding = 15
    case notice = 16
    case duty = 17
    case complaint = 18
    case legalHold = 19
    case allowance = 20
    case foreignContact = 21
    case settlementOffer = 22
    case letter = 23
    case attachment = 24
    case score = 25
    case override = 30
    case branchSettings = 64
    case person = 65
    case rulePack = 66
    case calendar = 67
    case letterTemplate = 68
    case scorecard = 69
    case zoneTable = 70

    package static func < (a: RecordKind, b: RecordKind) -> Bool { a.rawValue < b.rawValue }

    /// Whether records of this kind go to every replica of the branch and hang under no account.
    package var isForAll: Bool { rawValue >= 64 }
}
