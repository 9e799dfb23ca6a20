internal import FieldModel
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// What became of an assignment.
package struct AssignReport: Hashable, Sendable {
    package var assigned: UInt64 = 0
    package var unchanged: UInt64 = 0
    /// Accounts that could not be given, with the reason's code.
    package var failed: [(account: String, code: String)] = []

    package var json: JSONValue {
        [
            "assigned": JSONValue(assigned), "unchanged": JSONValue(unchanged),
            "failed": .array(failed.map { ["account": .string($0.account), "code": .string($0.code)] }),
        ]
    }

    package var failure: ClientFailure? {
        guard !failed.isEmpty else { return nil }
        let isOne = failed.count == 1
        return .badInput(
            isOne ? failed[0].code : "not_all_assigned",
            isOne
                ? "“\(printable(failed[0].account))” could not be assigned: \(RefusalText.message(failed[0].code))"
                : "\(failed.count) of the accounts could not be assigned.",
            hint: "See `cartera admin account list` for numbers and ids, and `person list` for collectors.")
    }

    package static func == (a: AssignReport, b: AssignReport) -> Bool { a.json == b.json }
    package func hash(into hasher: inout Hasher) { hasher.combine(json) }
}

extension Administration {
    /// Messages stay below the transport's limit.
    private static let accountsPerCall = 10_000

    /// Accounts by number, id or ending; to nobody when `person` is nil. Those of other branches than the person's move
    /// only `acrossBranches`.
    package func assign(
        _ accounts: [String], to person: String?, acrossBranches: Bool = false
    ) async throws -> AssignReport {
        var report = AssignReport()
        for start in stride(from: 0, to: accounts.count, by: Self.accountsPerCall) {
            let part = accounts[start..<min(start + Self.accountsPerCall, accounts.count)]
            let request = Cartera_V1_AssignRequest.with {
                $0.accounts = Array(part)
                $0.to = person ?? ""
                $0.acrossBranches = acrossBranches
            }
            report.add(try await client.assign(request))
        }
        return report
    }

    /// All accounts of a collector, or those of them that the condition lets through.
    package func assign(
        allOf from: String, to person: String?, where condition: Query?, acrossBranches: Bool = false
    ) async throws -> AssignReport {
        guard let condition else {
            let request = Cartera_V1_AssignRequest.with {
                $0.from = from
                $0.to = person ?? ""
                $0.acrossBranches = acrossBranches
            }
            var report = AssignReport()
            report.add(try await client.assign(request))
            return report
        }
        let wanted = try condition.filter(try await accounts(assignee: from))
        return try await assign(
            wanted.compactMap { if case .string(let id)? = $0["id"] { id } else { nil } }, to: person,
            acrossBranches: acrossBranches)
    }
}

extension AssignReport {
    fileprivate mutating func add(_ reply: Cartera_V1_AssignReply) {
        assigned += reply.assigned
        unchanged += reply.unchanged
        failed += reply.failed.map { ($0.key, $0.value) }
    }
}

extension Administration {
    /// Says which value stands: `first`, `last`, or a value of its own.
    package func resolveConflict(_ name: String, keep: String?, value: String?) async throws -> JSONValue {
        let request = Cartera_V1_ResolveConflictRequest.with {
            $0.conflict = name
            $0.keep = keep ?? "value"
            $0.value = value ?? ""
        }
        let receipt = try await client.resolveConflict(request).native()
        return [
            "operation": JSONValue(receipt.operation), "outcome": .string("\(receipt.outcome.state)"),
            "reason": .text(receipt.outcome.reason), "branch": JSONValue(receipt.branch),
            "commit": JSONValue(receipt.commit), "received_at": moment(receipt.receivedAt.milliseconds),
        ]
    }
}
