package import GRPCCore
internal import SyncWire

/// How long a call with one answer may take; streams are watched by their progress instead.
package enum CallDeadlines {
    static let usual: Duration = .seconds(10)
    /// One call may give thousands of accounts to somebody else.
    static let assigning: Duration = .seconds(300)
    /// Some read the whole history before they answer.
    static let reading: Duration = .seconds(3_600)

    package static let all: [MethodDescriptor: Duration] = {
        let all =
            Cartera_V1_Enrolment.Method.descriptors + Cartera_V1_Administration.Method.descriptors
            + Cartera_V1_Attachments.Method.descriptors
        let unary = all.filter { $0.type == .unary }
        var limits = Dictionary(uniqueKeysWithValues: unary.map { ($0, usual) })
        limits[Cartera_V1_Administration.Method.Assign.descriptor] = assigning
        for method in [
            Cartera_V1_Administration.Method.TrainScorecard.descriptor,
            Cartera_V1_Administration.Method.CompareScorecards.descriptor,
            Cartera_V1_Administration.Method.MakeReport.descriptor,
        ] { limits[method] = reading }
        return limits
    }()
}
