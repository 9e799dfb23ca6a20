package import FieldModel
internal import SyncCore

/// What is wrong with a home: pure judgements over what was measured.
package enum DoctorView {
    package enum State: String, Sendable { case ok, warning, problem }

    package static func item(_ check: String, _ state: State, _ found: String, _ advice: String = "") -> JSONValue {
        [
            "check": .string(check), "state": .string(state.rawValue), "found": .string(found),
            "advice": .text(advice),
        ]
    }

    /// Days before the lease's end from which on a person is warned.
    private static let leaseWarningDays: Int64 = 14
    private static let dayMilliseconds: Int64 = 86_400_000

    package static func clock(_ offset: Int64?) -> JSONValue {
        guard let offset else { return item("clock", .warning, "not compared yet", "Run `cartera sync`.") }
        let isSound = offset.magnitude <= UInt64(Limits.clockSkewMilliseconds)
        let found = "\(offset / 1000) s behind the server"
        return item("clock", isSound ? .ok : .problem, found, isSound ? "" : "Set the computer's clock.")
    }

    package static func certificate(from: Instant, until: Instant, now: Instant) -> JSONValue {
        let found = "valid until \(until.rfc3339(offsetSeconds: 0))"
        if now < from { return item("certificate", .problem, found, "The certificate lies ahead: set the clock.") }
        if now >= until {
            return item("certificate", .warning, "expired", "The next sync renews it; past the lease, enrol again.")
        }
        return item("certificate", .ok, found)
    }

    package static func lease(_ expires: Instant?, state: String?, now: Instant) -> JSONValue {
        if state == "revoked" { return item("lease", .problem, "revoked", "Ask the administrator.") }
        if state == "quarantined" { return item("lease", .problem, "quarantined", "Ask the administrator to decide.") }
        guard let expires else { return item("lease", .warning, "unknown", "Run `cartera sync`.") }
        let days = (expires - now) / dayMilliseconds
        if expires <= now { return item("lease", .problem, "ended", "Enrol again with an invitation.") }
        let isNear = days < leaseWarningDays
        return item("lease", isNear ? .warning : .ok, "\(days) days left", isNear ? "Sync before it ends." : "")
    }

    package static func digest(_ state: String?) -> JSONValue {
        switch state {
        case "match": item("digest", .ok, "equal to the server's at the last sync")
        case "repaired": item("digest", .warning, "was repaired at the last sync", "Tell the administrator.")
        case "mismatch": item("digest", .problem, "differs from the server's", "Sync again; tell the administrator.")
        default: item("digest", .warning, "not compared yet", "Run `cartera sync`.")
        }
    }

    package static func outbox(_ waiting: Int) -> JSONValue {
        let isMany = waiting >= Limits.outboxWarning
        return item(
            "outbox", isMany ? .warning : .ok, "\(waiting) operations wait", isMany ? "Find a network and sync." : "")
    }

    package static func replica(_ problems: [String]) -> [JSONValue] {
        if problems.isEmpty { return [item("replica", .ok, "sound")] }
        return problems.map {
            item("replica", .problem, $0, "Enrol in a new home; what was sent is safe on the server.")
        }
    }

    /// Free space below which writing may stop.
    private static let leastFreeMegabytes: UInt64 = 100

    package static func disk(freeMegabytes: UInt64?) -> JSONValue {
        guard let free = freeMegabytes else { return item("disk", .warning, "cannot be measured") }
        let isLow = free < leastFreeMegabytes
        return item("disk", isLow ? .problem : .ok, "\(free) MB free", isLow ? "Free some space." : "")
    }

    package static func keyMode(_ mode: UInt32?) -> JSONValue {
        guard let mode else { return item("key", .problem, "missing", "Enrol again with an invitation.") }
        let isPrivate = mode & 0o077 == 0
        return item(
            "key", isPrivate ? .ok : .problem, isPrivate ? "readable by its owner only" : "readable by others",
            isPrivate ? "" : "chmod 600 the home's device.key.")
    }

    package static func network(_ failure: ClientFailure?) -> JSONValue {
        guard let failure else { return item("network", .ok, "the server answers") }
        return item("network", .problem, "\(failure.code): \(failure.message)", failure.hint)
    }
}
