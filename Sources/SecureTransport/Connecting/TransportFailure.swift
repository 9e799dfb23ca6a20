internal import GRPCCore
internal import NIOCore
internal import NIOPosix

/// Why the server could not be reached or did not talk to us, in our own words.
///
/// The libraries' texts carry source paths of the machine that built them and change with versions: they are matched
/// here and never shown.
package struct TransportFailure: Error, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case serverUnreachable = "server_unreachable"
        /// Nothing was asked yet: another address may be tried.
        case serverSilent = "server_silent"
        case serverNotTrusted = "server_not_trusted"
        case serverNotPinned = "server_not_pinned"
        case certificateRefused = "certificate_refused"
        case certificateExpired = "certificate_expired"
        case certificateRequired = "certificate_required"
        case certificateUnusable = "certificate_unusable"
        case protocolMismatch = "protocol_mismatch"
        case connectionClosed = "connection_closed"
        case timedOut = "timed_out"
        case cancelled = "cancelled"
    }

    package let code: Code
    package let message: String
    package let hint: String

    package init(_ code: Code, _ message: String? = nil, hint: String? = nil) {
        self.code = code
        self.message = message ?? code.message
        self.hint = hint ?? code.hint
    }

    package var description: String { "\(code.rawValue): \(message)" }

    /// The failure behind an error of a call or of a connection; nil when the server answered and the answer is an error
    /// of its own.
    package static func classify(_ error: any Error) -> TransportFailure? {
        switch error {
        case let failure as TransportFailure: failure
        case is CancellationError: TransportFailure(.cancelled)
        case let error as RPCError: classify(error)
        case let error as ChannelError: TransportFailure(FailureText.code(of: error))
        case is NIOConnectionError, is SocketAddressError: TransportFailure(.serverUnreachable)
        default: FailureText.code(of: error).map { TransportFailure($0) }
        }
    }

    private static func classify(_ error: RPCError) -> TransportFailure? {
        switch error.code {
        case .cancelled: return TransportFailure(.cancelled)
        case .deadlineExceeded: return TransportFailure(.timedOut)
        case .unavailable, .internalError, .unknown: break
        default: return nil
        }
        if let cause = error.cause, let failure = classify(cause) { return failure }
        guard error.code == .unavailable else { return nil }
        return FailureText.code(in: error.message).map { TransportFailure($0) }
    }
}

extension TransportFailure.Code {
    var message: String {
        switch self {
        case .serverUnreachable: "The server cannot be reached."
        case .serverSilent: "The server took the connection and said nothing."
        case .serverNotTrusted: "The server's certificate is not of this organisation, or is for another name."
        case .serverNotPinned: "The server does not have the root that the invitation names."
        case .certificateRefused: "The server does not accept this device's certificate."
        case .certificateExpired: "This device's certificate has expired, or its dates lie ahead of the server's clock."
        case .certificateRequired: "The server asks for a device certificate."
        case .certificateUnusable: "This device's certificate or key cannot be read."
        case .protocolMismatch: "The other side does not speak the protocol of a Cartera server."
        case .connectionClosed: "The server closed the connection."
        case .timedOut: "The server did not answer in time."
        case .cancelled: "The call was cancelled."
        }
    }

    var hint: String {
        switch self {
        case .serverUnreachable: "Work on this device is safe. Check the network, and the server's address and port."
        case .serverSilent: "Check the server's address and port; else try again in a moment."
        case .serverNotTrusted: "Check the server's address and this computer's clock; ask the administrator."
        case .serverNotPinned: "Do not go on. Ask the administrator for a new invitation."
        case .certificateRefused, .certificateRequired, .certificateUnusable:
            "Enrol this device again with an invitation."
        case .certificateExpired: "Renew it with a sync; if that fails, enrol this device again with an invitation."
        case .protocolMismatch: "Check the server's address and port, and the versions on both sides."
        case .connectionClosed, .timedOut: "Try again in a moment."
        case .cancelled: "Nothing to do."
        }
    }
}
