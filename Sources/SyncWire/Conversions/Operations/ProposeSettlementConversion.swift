internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension ProposeSettlement {
    package func proto() -> Cartera_V1_ProposeSettlement {
        .with {
            $0.offer = offer.data
            $0.principalPercent = UInt32(clamping: principalPercent)
            $0.interestPercent = UInt32(clamping: interestPercent)
            $0.feesPercent = UInt32(clamping: feesPercent)
            $0.payByDay = payByDay.rataDie
        }
    }
}

extension Cartera_V1_ProposeSettlement {
    package func native() throws -> ProposeSettlement {
        ProposeSettlement(
            offer: try offer.identifier("ProposeSettlement.offer"), principalPercent: Int(principalPercent),
            interestPercent: Int(interestPercent), feesPercent: Int(feesPercent),
            payByDay: try payByDay.optionalDay("ProposeSettlement.pay_by_day"))
    }
}
