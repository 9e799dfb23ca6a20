package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Debtor {
    package func proto() throws -> Cartera_V1_Debtor {
        try .with {
            $0.name = name
            $0.document = document
            $0.birthDay = birthDay.rataDie
            $0.language = language
            $0.employer = employer
            if let income { $0.income = .of(income) }
            $0.bureauScore = UInt32(clamping: bureauScore)
            if let netWorth { $0.netWorth = .of(netWorth) }
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Debtor {
    package func native() throws -> Debtor {
        Debtor(
            name: name, document: document, birthDay: try birthDay.optionalDay("Debtor.birth_day"),
            language: language, employer: employer, income: hasIncome ? try income.native("Debtor.income") : nil,
            bureauScore: Int(bureauScore), netWorth: hasNetWorth ? try netWorth.native("Debtor.net_worth") : nil,
            unknownFields: [UInt8](unknownFields.data))
    }
}
