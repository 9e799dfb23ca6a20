internal import FieldModel
internal import GRPCCore
internal import SyncCore
internal import SyncWire

/// Ends a conflict for somebody who holds no replica.
struct ConflictResolution: Sendable {
    let core: ServerCore
    let caller: Principal

    func resolve(_ request: Cartera_V1_ResolveConflictRequest) async throws -> Cartera_V1_Receipt {
        let caller = caller
        let receipt = try await core.admit { admission in
            let row = try Names(reading: admission.transaction).record(.conflict, request.conflict)
            guard let account = row.account, let placement = try admission.transaction.placement(account),
                let branch = try admission.transaction.branch(placement.branch), caller.reaches(placement.branch)
            else { throw Names.unknown("conflict") }
            guard case .conflict(let conflict) = try admission.parts.records.decode(kind: .conflict, bytes: row.bytes),
                !conflict.values.isEmpty
            else { throw Names.unknown("conflict") }
            if conflict.resolved {
                throw ServiceFailure(.failedPrecondition, code: "already_resolved", "This conflict is resolved.")
            }
            let value = try Self.value(request, conflict)
            let intent = ResolveConflict(conflict: row.id, value: value, valuesSeen: conflict.values.count)
            return try admission.submit(
                .resolveConflict(intent), account: account, branch: branch, author: caller.person.id)
        }
        return receipt.proto()
    }

    private static func value(_ request: Cartera_V1_ResolveConflictRequest, _ conflict: Conflict) throws -> String {
        switch request.keep {
        case "first": return conflict.values[0].value
        case "last": return conflict.values[conflict.values.count - 1].value
        case "value", "": return request.value
        default:
            throw ServiceFailure.invalid("unknown_choice", "A conflict keeps its first or last value, or a given one.")
        }
    }
}
