package import GRPCCore
internal import SyncCore
internal import SyncWire

/// An error that a caller is told: stable code, what happened, what to do. The one place where it becomes a status.
package struct ServiceFailure: Error, Hashable, Sendable {
    package var code: String
    package var message: String
    package var hint: String
    package var status: RPCError.Code

    package init(_ status: RPCError.Code, code: String, _ message: String, hint: String = "") {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// Whether what was given is wrong, and not the server.
    package var isOfInput: Bool { status == .invalidArgument }

    /// Metadata keys under which code and hint travel.
    package static let codeKey = FailureMetadata.code
    package static let hintKey = FailureMetadata.hint

    static func notPermitted(_ message: String) -> ServiceFailure {
        ServiceFailure(.permissionDenied, code: "not_permitted", message)
    }
    static func invalid(_ code: String, _ message: String, hint: String = "") -> ServiceFailure {
        ServiceFailure(.invalidArgument, code: code, message, hint: hint)
    }
    static func notFound(_ code: String, _ message: String, hint: String = "") -> ServiceFailure {
        ServiceFailure(.notFound, code: code, message, hint: hint)
    }

    /// Any error as one that may leave the program: nothing of a store's or codec's own text does.
    static func of(_ error: any Error) -> ServiceFailure {
        switch error {
        case let failure as ServiceFailure: failure
        case let failure as StoreFailure: of(store: failure)
        case let failure as AdmissionFailure: of(admission: failure)
        case let refusal as CertificateRefusal:
            ServiceFailure(.invalidArgument, code: "certificate_request_refused", refusal.message)
        case is CancellationError: ServiceFailure(.cancelled, code: "cancelled", "The call was cancelled.")
        default: ServiceFailure(.internalError, code: "internal", "The server could not do this.")
        }
    }

    private static func of(admission failure: AdmissionFailure) -> ServiceFailure {
        let status: RPCError.Code =
            switch failure.kind {
            case .unknownPeer: .unauthenticated
            case .notPermitted: .permissionDenied
            case .malformed: .invalidArgument
            case .exhausted: .resourceExhausted
            case .ours: .internalError
            }
        return ServiceFailure(status, code: failure.code, failure.message)
    }

    private static func of(store failure: StoreFailure) -> ServiceFailure {
        switch failure.code {
        case "disk_full":
            ServiceFailure(
                .resourceExhausted, code: "disk_full", "The server's disk is full; nothing was taken.",
                hint: "Nothing is lost. Try again when the administrator has made room.")
        case "locked", "busy":
            ServiceFailure(.unavailable, code: "store_busy", "The server's store is busy.", hint: "Try again.")
        case "io":
            ServiceFailure(
                .internalError, code: "store_io", "The server's disk failed; what was not acknowledged was not taken.",
                hint: "Try again when the administrator has looked at the disk and started the server again.")
        default:
            ServiceFailure(.internalError, code: "store_\(failure.code)", "The server's store could not do this.")
        }
    }
}

extension ServiceFailure: RPCErrorConvertible {
    package var rpcErrorCode: RPCError.Code { status }
    package var rpcErrorMessage: String { message }
    package var rpcErrorMetadata: Metadata {
        var metadata: Metadata = [:]
        metadata.addString(code, forKey: Self.codeKey)
        if !hint.isEmpty { metadata.addString(hint, forKey: Self.hintKey) }
        return metadata
    }
    package var rpcErrorCause: (any Error)? { nil }
}
