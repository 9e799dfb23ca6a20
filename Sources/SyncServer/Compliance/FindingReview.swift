internal import FieldModel
internal import GRPCCore
internal import SyncCore
internal import SyncWire

/// Gives a finding to somebody, or closes it with a reason.
struct FindingReview: Sendable {
    let core: ServerCore
    let caller: Principal

    func review(_ request: Cartera_V1_ReviewFindingRequest) async throws -> Cartera_V1_Receipt {
        let caller = caller
        return try await core.admit { admission in
            let names = Names(reading: admission.transaction)
            let row = try names.record(.finding, request.finding)
            guard let account = row.account, let placement = try admission.transaction.placement(account),
                let branch = try admission.transaction.branch(placement.branch), caller.reaches(placement.branch)
            else { throw Names.unknown("finding") }
            let assignee = request.assignee.isEmpty ? nil : try names.person(request.assignee).id
            let review = ReviewFinding(
                finding: row.id, assignee: assignee, close: request.close, note: request.note)
            let receipt = try admission.submit(
                .reviewFinding(review), account: account, branch: branch, author: caller.person.id)
            guard receipt.outcome.state == .applied else { throw Self.failure(receipt.outcome.reason) }
            return receipt.proto()
        }
    }

    private static func failure(_ reason: String) -> ServiceFailure {
        switch ReasonCode(rawValue: reason) {
        case .alreadyAnswered:
            ServiceFailure(.failedPrecondition, code: "finding_closed", "This finding is not open.")
        case .textEmpty:
            .invalid("text_empty", "A finding is closed with a reason.", hint: "Give it with --reason.")
        default: .invalid(reason, "The finding cannot be changed so.")
        }
    }
}
