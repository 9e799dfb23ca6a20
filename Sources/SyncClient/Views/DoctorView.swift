package import FieldModel
package import SyncCore

/// What is wrong with a home: pure judgements over what was measured. `say` words a sentence by its key and values.
package struct DoctorView {
    package enum State: String, Sendable { case ok, warning, problem }

    package let say: (_ key: String, _ values: [String]) -> String

    package init(say: @escaping (_ key: String, _ values: [String]) -> String) { self.say = say }

    package func item(
        _ check: String, _ state: State, _ found: String, _ values: [String] = [], advice: String? = nil
    ) -> JSONValue {
        item(check, state, said: say(found, values), advice: advice.map { say($0, []) } ?? "")
    }

    private func item(_ check: String, _ state: State, said found: String, advice: String) -> JSONValue {
        [
            "check": .string(check), "state": .string(state.rawValue), "found": .string(found),
            "advice": .text(advice),
        ]
    }

    /// Days before the lease's end from which on a person is warned.
    private static let leaseWarningDays: Int64 = 14
    private static let dayMilliseconds: Int64 = 86_400_000

    package func clock(_ offset: Int64?) -> JSONValue {
        guard let offset else { return item("clock", .warning, "not_compared", advice: "run_sync") }
        let isSound = offset.magnitude <= UInt64(Limits.clockSkewMilliseconds)
        let seconds = offset / 1000
        let found = seconds == 0 ? "clock_equal" : seconds > 0 ? "clock_behind" : "clock_ahead"
        return item(
            "clock", isSound ? .ok : .problem, found, ["\(seconds.magnitude)"], advice: isSound ? nil : "set_clock")
    }

    package func certificate(from: Instant, until: Instant, now: Instant) -> JSONValue {
        if now < from {
            let moment = from.rfc3339(offsetSeconds: 0)
            return item("certificate", .problem, "lies_ahead", [moment], advice: "set_clock")
        }
        if now >= until { return item("certificate", .warning, "expired", advice: "renew_by_sync") }
        return item("certificate", .ok, "valid_until", [until.rfc3339(offsetSeconds: 0)])
    }

    package func certificateMissing() -> JSONValue { item("certificate", .problem, "missing", advice: "enrol_again") }

    package func lease(_ expires: Instant?, state: String?, now: Instant) -> JSONValue {
        if state == "revoked" { return item("lease", .problem, "revoked", advice: "ask_administrator") }
        if state == "quarantined" { return item("lease", .problem, "quarantined", advice: "ask_to_decide") }
        guard let expires else { return item("lease", .warning, "unknown", advice: "run_sync") }
        let days = (expires - now) / Self.dayMilliseconds
        if expires <= now { return item("lease", .problem, "ended", advice: "enrol_again") }
        let isNear = days < Self.leaseWarningDays
        return item(
            "lease", isNear ? .warning : .ok, "days_left", ["\(days)"], advice: isNear ? "sync_before_end" : nil)
    }

    /// Days for which a repair is worth a word: a disk that damages rows once may do it again.
    private static let repairDays: Int64 = 30

    /// What was compared last, and what repairs there were: a repair that mends everything leaves nothing else to see.
    package func digest(_ state: String?, repairs: Int64 = 0, rows: Int64 = 0, repairedAt: Instant? = nil, now: Instant)
        -> JSONValue
    {
        if state == "match", repairs > 0, let repairedAt, now - repairedAt < Self.repairDays * Self.dayMilliseconds {
            let values = ["\(rows)", repairedAt.rfc3339(offsetSeconds: 0)]
            return item("digest", .warning, "digest_was_repaired", values, advice: "tell_administrator")
        }
        return switch state {
        case "match": item("digest", .ok, "digest_match")
        case "repaired": item("digest", .warning, "digest_repaired", advice: "tell_administrator")
        case "mismatch": item("digest", .problem, "digest_mismatch_found", advice: "sync_and_tell")
        default: item("digest", .warning, "not_compared", advice: "run_sync")
        }
    }

    /// Records of a newer server.
    package func records(undecoded count: Int) -> JSONValue {
        count == 0
            ? item("records", .ok, "records_readable")
            : item("records", .warning, "records_of_newer", ["\(count)"], advice: "install_newer")
    }

    package func outbox(_ waiting: Int) -> JSONValue {
        let isMany = waiting >= Limits.outboxWarning
        return item(
            "outbox", isMany ? .warning : .ok, "operations_wait", ["\(waiting)"],
            advice: isMany ? "find_network" : nil)
    }

    /// `damaged` are copies whose bytes are not what their names say.
    package func attachments(held: Int, damaged: Int, waiting: Int) -> JSONValue {
        if damaged > 0 {
            return item("attachments", .problem, "attachments_damaged", ["\(damaged)"], advice: "attach_again")
        }
        return item("attachments", .ok, "attachments_sound", ["\(held)", "\(waiting)"])
    }

    /// Damaged rows are sent again at the next sync; where something else is wrong as well, that is no help.
    package func replica(_ problems: [String], _ damage: ReplicaDamage = ReplicaDamage()) -> [JSONValue] {
        if problems.isEmpty { return [item("replica", .ok, "replica_sound")] }
        let isMended = problems.count <= damage.rows.count + damage.sums.count
        return problems.map {
            item("replica", .problem, said: $0, advice: say(isMended ? "sync_mends" : "new_home", []))
        }
    }

    /// Free space below which writing may stop.
    private static let leastFreeMegabytes: UInt64 = 100

    package func disk(freeMegabytes: UInt64?) -> JSONValue {
        guard let free = freeMegabytes else { return item("disk", .warning, "cannot_measure") }
        let isLow = free < Self.leastFreeMegabytes
        return item(
            "disk", isLow ? .problem : .ok, "megabytes_free", ["\(free)"], advice: isLow ? "free_space" : nil)
    }

    package func keyMode(_ mode: UInt32?) -> JSONValue {
        guard let mode else { return item("key", .problem, "missing", advice: "enrol_again") }
        if mode & 0o077 == 0 { return item("key", .ok, "owner_only") }
        return item("key", .problem, "others_read", advice: "close_key")
    }

    /// The failure in its reader's language; nil when the server answers.
    package func network(_ failure: (message: String, hint: String)?) -> JSONValue {
        guard let failure else { return item("network", .ok, "server_answers") }
        return item("network", .problem, said: failure.message, advice: failure.hint)
    }
}
