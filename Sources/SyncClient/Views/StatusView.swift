internal import FieldModel
package import SyncCore

/// What the laptop knows of itself and of its work.
package enum StatusView {
    package static func status(_ context: ViewContext) throws -> JSONValue {
        let reading = context.reading
        let position = try reading.positions().first { $0.position.epoch != 0 }?.position
        let oldest = try reading.operations(states: [.pending], from: .start, limit: 1).first
        var conflicts = 0
        try reading.forEachRow(kind: .conflict) { row in
            if case .conflict(let conflict)? = context.parts.content(of: row), !conflict.resolved { conflicts += 1 }
        }
        var packs: [JSONValue] = []
        try reading.forEachRow(kind: .rulePack) { row in
            if case .rulePack(let pack)? = context.parts.content(of: row) {
                packs.append(["name": .string(pack.name), "version": .string(pack.version)])
            }
        }
        let waiting = try ContentLedger(reading, context.parts).waiting()
        let identity = context.identity
        return [
            "device": JSONValue(identity.device), "device_code": .string(identity.deviceCode),
            "device_state": .string(try reading.value(.deviceState) ?? "active"),
            "organisation": .string(identity.organisation), "person": .string(identity.personName),
            "role": .string(identity.role.rawValue), "branch": .text(identity.branchName),
            "scope": .string(try reading.value(.scope) ?? "none"),
            "cursor": position.map(cursor) ?? .null,
            "pending": JSONValue(try reading.operationCount(states: [.pending])),
            "held": JSONValue(try reading.operationCount(outcome: .held)),
            "refused": JSONValue(try reading.operationCount(outcome: .refused)),
            "conflicts": JSONValue(conflicts), "oldest_pending_at": context.local(oldest?.header.wallClock),
            "attachments_waiting": JSONValue(waiting.count),
            "attachment_bytes_waiting": JSONValue(waiting.reduce(UInt64(0)) { $0 + $1.content.size }),
            "last_sync_at": context.local(try reading.instant(.lastSyncAt)),
            "digest": .string(try reading.value(.digest) ?? "unknown"),
            "digest_verified_at": context.local(try reading.instant(.digestVerifiedAt)),
            "repairs": JSONValue(try reading.number(.repairs) ?? 0),
            "repaired_rows": JSONValue(try reading.number(.repairedRows) ?? 0),
            "last_repair_at": context.local(try reading.instant(.lastRepairAt)),
            "clock_offset_ms": JSONValue(context.clockOffset),
            "lease_expires_at": context.local(try reading.instant(.leaseExpiresAt)), "rule_packs": .array(packs),
        ]
    }

    package static func cursor(_ position: FeedPosition) -> JSONValue {
        [
            "branch": JSONValue(position.branch), "epoch": JSONValue(position.epoch),
            "commit": JSONValue(position.commit),
        ]
    }

    package static func sync(_ report: SyncReport) -> JSONValue {
        let receipts = report.receipts
        return [
            "pushed": JSONValue(report.pushed),
            "receipts": [
                "applied": JSONValue(receipts.applied), "merged": JSONValue(receipts.merged),
                "conflicted": JSONValue(receipts.conflicted), "held": JSONValue(receipts.held),
                "refused": JSONValue(receipts.refused), "already_applied": JSONValue(receipts.alreadyApplied),
                "withdrawn": JSONValue(receipts.withdrawn),
            ],
            "pulled": JSONValue(report.pulled), "evicted": JSONValue(report.evicted),
            "cursor": report.cursor.branch == nil ? .null : cursor(report.cursor), "digest": .string(report.digest),
            "repaired_rows": JSONValue(report.repairedRows),
            "bytes_sent": JSONValue(report.bytesSent), "bytes_received": JSONValue(report.bytesReceived),
            "round_trips": JSONValue(report.roundTrips), "duration_ms": JSONValue(report.durationMilliseconds),
            "attachments": contents(report.contents),
        ]
    }

    package static func contents(_ report: ContentReport) -> JSONValue {
        [
            "sent": JSONValue(report.sent), "fetched": JSONValue(report.fetched),
            "waiting": JSONValue(report.waiting), "failed": JSONValue(report.failed),
            "failure": .text(report.failure), "bytes_sent": JSONValue(report.bytesSent),
            "bytes_received": JSONValue(report.bytesReceived),
        ]
    }
}
