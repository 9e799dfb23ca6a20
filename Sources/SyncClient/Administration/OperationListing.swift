internal import FieldModel
internal import FoundationEssentials
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Which operations are asked for; empty fields ask for all.
package struct OperationQuery: Sendable {
    package var account = ""
    package var branch = ""
    package var device = ""
    /// Id or ending: that one.
    package var operation = ""
    package var limit = 100

    package init() {}

    /// What the server gives in one answer at most.
    package static let most = 10_000

    var request: Cartera_V1_ListOperationsRequest {
        .with {
            $0.account = account
            $0.branch = branch
            $0.device = device
            $0.operation = operation
            $0.limit = UInt32(clamping: limit)
        }
    }
}

extension Administration {
    /// The latest first.
    package func operations(_ query: OperationQuery) async throws -> [JSONValue] {
        try await client.listOperations(query.request) { response in
            var items: [JSONValue] = []
            for try await entry in response.messages { items.append(try operation(entry)) }
            return items
        }
    }

    /// With what it asked for.
    package func operation(_ name: String) async throws -> JSONValue {
        var query = OperationQuery()
        query.operation = name
        let entries = try await client.listOperations(query.request) { try await $0.collected() }
        guard let entry = entries.first else {
            throw ClientFailure.badInput("unknown_operation", "There is no such operation.")
        }
        let header = try Self.codec.decodeHeader([UInt8](entry.header))
        let more: JSONValue = [
            "depends_on": .array(header.dependsOn.map { JSONValue($0) }),
            "seen": StatusView.cursor(header.seen), "log": id(entry.receipt.log),
            "leaf_index": JSONValue(entry.receipt.leafIndex), "leaf_hash": .text(hexadecimal(entry.receipt.leafHash)),
            "text": intent(entry),
        ]
        guard case .object(let members) = more else { return try operation(entry) }
        return members.reduce(try operation(entry)) { $0.adding($1.key, $1.value) }
    }

    private static let codec = WireOperationCodec()

    /// Null when the body is gone, or of a newer program.
    private func intent(_ entry: Cartera_V1_OperationEntry) -> JSONValue {
        guard !entry.body.isEmpty, let body = try? Self.codec.decodeBody([UInt8](entry.body)),
            let intent = try? Self.codec.decodeIntent(body.intent)
        else { return .null }
        return intent.isOfSystem ? PlainView(offsetSeconds: localOffsetSeconds).json(intent) : IntentView.json(intent)
    }

    func operation(_ entry: Cartera_V1_OperationEntry) throws -> JSONValue {
        operation(
            try Self.codec.decodeHeader([UInt8](entry.header)), try entry.receipt.native(), author: entry.authorName)
    }

    func operation(_ header: OperationHeader, _ receipt: Receipt, author: String) -> JSONValue {
        let outcome = receipt.outcome
        return [
            "id": JSONValue(header.id), "operation": JSONValue(header.id),
            "kind": .string(OutboxViews.kindName(header.kind)),
            "account": header.account.isNil ? .null : JSONValue(header.account), "author": .string(author),
            "device": JSONValue(header.device), "incarnation": JSONValue(header.incarnation),
            "sequence": JSONValue(header.sequence), "at": moment(header.wallClock.milliseconds),
            "received_at": moment(receipt.receivedAt.milliseconds), "outcome": .string("\(outcome.state)"),
            "reason": .text(outcome.reason), "rule": .text(outcome.rule),
            "merged_fields": JSONValue(outcome.mergedFields),
            "conflicts": .array(outcome.conflicts.map { JSONValue($0) }),
            "findings": .array(outcome.findings.map { ["id": JSONValue($0.id), "code": .string($0.code)] }),
            "verdicts": VerdictView.json(outcome), "packs": JSONValue(outcome.packs),
            "branch": JSONValue(receipt.branch), "epoch": JSONValue(receipt.epoch),
            "commit": receipt.commit == 0 ? .null : JSONValue(receipt.commit),
        ]
    }
}

/// Any value as JSON by its own fields: what a system device's operation asked for, whatever its kind.
struct PlainView {
    let offsetSeconds: Int32

    func json(_ value: Any) -> JSONValue {
        switch value {
        case let text as String: return .text(text)
        case let flag as Bool: return .bool(flag)
        case let number as any BinaryInteger: return JSONValue(Int64(clamping: number))
        case let id as Identifier: return id.isNil ? .null : JSONValue(id)
        case let day as CalendarDate: return JSONValue(day)
        case let currency as Currency: return .string(currency.code)
        case let moment as Instant:
            return moment.isGiven ? .string(moment.rfc3339(offsetSeconds: offsetSeconds)) : .null
        case let bytes as [UInt8]: return bytes.isEmpty ? .null : .string(hexadecimal(bytes))
        default: return structure(value)
        }
    }

    private func structure(_ value: Any) -> JSONValue {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { json($0.value) } ?? .null
        case .collection, .set: return .array(mirror.children.map { json($0.value) })
        case .enum:
            // A case with a payload is shown as its payload: the operation's kind says which it is.
            guard let payload = mirror.children.first else { return .string("\(value)".snakeCased) }
            return json(payload.value)
        default:
            let members = mirror.children.compactMap { child -> JSONMember? in
                guard let label = child.label, label != "unknownFields" else { return nil }
                return JSONMember(label.snakeCased, json(child.value))
            }
            return .object(members)
        }
    }
}
