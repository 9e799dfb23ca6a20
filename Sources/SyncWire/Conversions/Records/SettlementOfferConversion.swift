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
            $0.owed = owed.map { $0.proto() }
            $0.forgivenCells = forgivenCells.map { $0.proto() }
            $0.split = split.map { $0.proto() }
            $0.bucket = bucket
            $0.balance = balance
            $0.signedAt = signedAt.milliseconds
            $0.signedBy = signedBy.data
            $0.signature = signature
            $0.voidReason = voidReason
            $0.assumedPastDue = assumedPastDue
            $0.waterfallVersion = waterfallVersion
            $0.secondApprovalBy = secondApprovalBy.data
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
            owed: try owed.map { try $0.native("SettlementOffer.owed") },
            forgivenCells: try forgivenCells.map { try $0.native("SettlementOffer.forgiven_cells") },
            split: try split.map { try $0.native("SettlementOffer.split") }, bucket: bucket, balance: balance,
            signedAt: signedAt.optionalInstant, signedBy: try signedBy.optionalIdentifier("SettlementOffer.signed_by"),
            signature: signature, voidReason: voidReason, assumedPastDue: assumedPastDue,
            waterfallVersion: waterfallVersion,
            secondApprovalBy: try secondApprovalBy.optionalIdentifier("SettlementOffer.second_approval_by"),
            unknownFields: [UInt8](unknownFields.data))
    }
}
