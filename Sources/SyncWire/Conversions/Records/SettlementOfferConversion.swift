package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension SettlementOffer {
    package func proto() throws -> Cartera_V1_SettlementOffer {
        try .with {
            $0.principalPercent = UInt32(clamping: principalPercent)
            $0.interestPercent = UInt32(clamping: interestPercent)
            $0.feesPercent = UInt32(clamping: feesPercent)
            $0.payByDay = payByDay.rataDie
            $0.forgiven = forgiven
            $0.state = state
            $0.author = author.givenData
            $0.balanceCommit = balanceCommit
            $0.matrixVersion = matrixVersion
            $0.approvedBy = approvedBy.data
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_SettlementOffer {
    package func native() throws -> SettlementOffer {
        SettlementOffer(
            principalPercent: Int(principalPercent), interestPercent: Int(interestPercent),
            feesPercent: Int(feesPercent), payByDay: try payByDay.optionalDay("SettlementOffer.pay_by_day"),
            forgiven: forgiven, state: state, author: try author.givenIdentifier("SettlementOffer.author"),
            balanceCommit: balanceCommit, matrixVersion: matrixVersion,
            approvedBy: try approvedBy.optionalIdentifier("SettlementOffer.approved_by"),
            unknownFields: [UInt8](unknownFields.data))
    }
}
