internal import FieldModel
package import FieldRules
internal import FoundationEssentials
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Rule packs, approvals and findings on the server.
extension Administration {
    /// Puts documents forward; what another person has put forward with the same content becomes active.
    package func activate(_ documents: [RuleDocument]) async throws -> [JSONValue] {
        let request = try Cartera_V1_ActivateRequest.with {
            $0.documents = try documents.map { document in
                let content = try document.content.map(WireRuleCodec().encode) ?? []
                let data = DataDocument(
                    name: document.name, version: document.version, mediaType: RuleDocument.mediaType,
                    content: content, validFromDay: document.days.from, validToDay: document.days.to)
                return try .with {
                    $0.kind = document.kind.record.proto()
                    $0.document = try data.proto()
                }
            }
        }
        return try await client.activateDocuments(request) { try await $0.collected() }.map { entry in
            document(entry).adding("devices_too_old", JSONValue(entry.devicesTooOld))
        }
    }

    package func documents(branch: String?) async throws -> [JSONValue] {
        try await client.listDocuments(of(branch)) { try await $0.collected() }.map(document)
    }

    func document(_ entry: Cartera_V1_DocumentEntry) -> JSONValue {
        [
            "id": id(entry.id),
            "kind": .string(RecordKind(rawValue: entry.kind.rawValue).map { "\($0)".snakeCased } ?? ""),
            "name": .string(entry.name), "version": .string(entry.version), "state": .string(entry.state),
            "valid_from": day(entry.validFromDay), "valid_to": day(entry.validToDay), "by": .text(entry.by),
            "at": moment(entry.at),
        ]
    }

    private func day(_ rataDie: UInt32) -> JSONValue {
        JSONValue((try? rataDie.optionalDay("day")) ?? nil)
    }

    package func approvals(branch: String?) async throws -> [JSONValue] {
        try await client.listApprovals(of(branch)) { try await $0.collected() }.map(approval)
    }

    package func decide(_ approval: String, granted: Bool, reason: String) async throws -> JSONValue {
        let request = Cartera_V1_DecideApprovalRequest.with {
            $0.approval = approval
            $0.granted = granted
            $0.reason = reason
        }
        return self.approval(try await client.decideApproval(request))
    }

    private func approval(_ entry: Cartera_V1_ApprovalEntry) -> JSONValue {
        let outcome = try? entry.outcome.native()
        return [
            "id": id(entry.id), "kind": .string(entry.kind), "subject": .text(entry.subject),
            "account": id(entry.account), "rule": .text(entry.rule), "author": .text(entry.authorName),
            "branch": .text(entry.branch), "received_at": moment(entry.receivedAt),
            "outcome": .string(outcome.map { "\($0.state)" } ?? "held"), "reason": .text(outcome?.reason ?? ""),
        ]
    }
}

extension RuleDocument.Kind {
    fileprivate var record: RecordKind {
        switch self {
        case .pack: .rulePack
        case .calendar: .calendar
        case .template: .letterTemplate
        case .zones: .zoneTable
        }
    }
}

extension Administration {
    /// Open ones, or all.
    package func findings(all: Bool, branch: String?) async throws -> [JSONValue] {
        let index = try await accountIndex(branch: branch)
        return try await fold(RecordFilter([.finding], branch: branch), into: [JSONValue]()) { items, record in
            guard case .finding(let finding) = record.content, let view = index.view(record.account),
                all || finding.status == "open"
            else { return }
            let item = view.finding(finding, record.row.id, .synced)
            items.append(item.inserting(index.members(record.account)))
        }
    }

    package func reviewFinding(
        _ finding: String, assignee: String = "", close: Bool = false, note: String = ""
    ) async throws -> JSONValue {
        let request = Cartera_V1_ReviewFindingRequest.with {
            $0.finding = finding
            $0.assignee = assignee
            $0.close = close
            $0.note = note
        }
        let receipt = try await client.reviewFinding(request).native()
        return [
            "operation": JSONValue(receipt.operation), "outcome": .string("\(receipt.outcome.state)"),
            "status": .string(close ? "closed" : "open"),
        ]
    }
}
