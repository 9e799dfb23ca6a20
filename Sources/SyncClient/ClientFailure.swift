/// The exit statuses of the programs; each has a page in the manual.
package enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    case done = 0
    /// The answer is "no": a failed check, a mismatch.
    case no = 1
    case usage = 64
    case badInput = 65
    case unreachable = 69
    case internalError = 70
    case cannotCreate = 73
    case inputOutput = 74
    case tryLater = 75
    case protocolMismatch = 76
    case notPermitted = 77
    case deniedByRule = 80
    case held = 81
    case inConflict = 82
    case revoked = 83
}

/// An error that a person is told: a stable code, what happened, what to do. Never carries a debtor's data.
package struct ClientFailure: Error, Hashable, Sendable {
    package var code: String
    package var message: String
    package var hint: String
    package var status: ExitStatus

    package init(_ code: String, _ message: String, hint: String = "", status: ExitStatus) {
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status
    }

    package static func badInput(_ code: String, _ message: String, hint: String = "") -> ClientFailure {
        ClientFailure(code, message, hint: hint, status: .badInput)
    }

    /// The server heard nothing of what was to be asked: another of its addresses may be tried.
    var isBeforeTheCall: Bool { code == "server_unreachable" || code == "server_silent" }

    /// The server has as much of this device as it takes: the same a little later may be taken.
    var isForWantOfRoom: Bool { code == "too_many_calls" || code == "too_many_connections" }

    static let serverStalled = ClientFailure(
        "timed_out", "The server stopped answering in the middle of the exchange.",
        hint: "What was acknowledged is kept; sync again.", status: .unreachable)

    package static let notEnrolled = ClientFailure(
        "not_enrolled", "This home is not enrolled.", hint: "Run `cartera enroll INVITATION` first.",
        status: .badInput)
}
