package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension BranchSettings {
    package func proto() throws -> Cartera_V1_BranchSettings {
        try .with {
            $0.name = name
            $0.timeZone = timeZone
            $0.promiseGraceDays = UInt32(clamping: promiseGraceDays)
            $0.promiseThresholdPercent = UInt32(clamping: promiseThresholdPercent)
            $0.promiseHorizonDays = UInt32(clamping: promiseHorizonDays)
            $0.promiseMostOpen = UInt32(clamping: promiseMostOpen)
            $0.agingEdges = agingEdges.map { UInt32(clamping: $0) }
            $0.clockSkewMs = UInt64(clamping: clockSkewMs)
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_BranchSettings {
    package func native() -> BranchSettings {
        BranchSettings(
            name: name, timeZone: timeZone, promiseGraceDays: Int(promiseGraceDays),
            promiseThresholdPercent: Int(promiseThresholdPercent), promiseHorizonDays: Int(promiseHorizonDays),
            promiseMostOpen: Int(promiseMostOpen), agingEdges: agingEdges.map(Int.init),
            clockSkewMs: Int64(clamping: clockSkewMs), unknownFields: [UInt8](unknownFields.data))
    }
}
