/// The person who owes.
package struct Debtor: Hashable, Sendable, Codable {
    /// <= 200 bytes.
    package var name: String
    /// Tax or identity document; links accounts of one person on the server only.
    package var document: String
    package var birthDay: CalendarDate?
    /// en, es, ...
    package var language: String
    package var employer: String
    /// Monthly, in the account's currency.
    package var income: Int64?
    /// 0 when unknown.
    package var bureauScore: Int
    package var netWorth: Int64?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        name: String,
        document: String = "",
        birthDay: CalendarDate? = nil,
        language: String = "",
        employer: String = "",
        income: Int64? = nil,
        bureauScore: Int = 0,
        netWorth: Int64? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.name = name
        self.document = document
        self.birthDay = birthDay
        self.language = language
        self.employer = employer
        self.income = income
        self.bureauScore = bureauScore
        self.netWorth = netWorth
        self.unknownFields = unknownFields
    }
}
