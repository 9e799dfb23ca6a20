import FieldModel
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import SecureTransport
import SyncClient
import SyncCore
import SyncWire

/// Connections over TLS to the organisation's server.
struct Connector: ServerConnecting {
    func connect<T: Sendable>(
        _ terms: ConnectionTerms, _ body: @Sendable (ServerClients) async throws -> T
    ) async throws -> T {
        do {
            let transport = try SecureClientTransport.make(
                host: terms.address.host, port: terms.address.port, authority: terms.authority,
                rootPEM: terms.rootPEM, identity: terms.identity, deadlines: CallDeadlines.all)
            return try await withGRPCClient(transport: transport) { client in
                try await body(
                    ServerClients(
                        exchange: Cartera_V1_Exchange.Client(wrapping: client),
                        enrolment: Cartera_V1_Enrolment.Client(wrapping: client),
                        administration: Cartera_V1_Administration.Client(wrapping: client),
                        attachments: Cartera_V1_Attachments.Client(wrapping: client)))
            }
        } catch {
            throw failure(error)
        }
    }

    func fetchRoot(address: ServerAddress, authority: String, fingerprint: [UInt8]) async throws -> String {
        try await PinnedRoot.fetch(
            host: address.host, port: address.port, authority: authority, fingerprint: fingerprint)
    }

    func failure(_ error: any Error) -> ClientFailure { Self.failure(error) }

    static func failure(_ error: any Error) -> ClientFailure {
        switch error {
        case let failure as ClientFailure: return failure
        case let failure as StoreFailure: return .store(failure)
        case let failure as CertificateFailure:
            return ClientFailure(failure.code.rawValue, failure.message, status: .badInput)
        default: break
        }
        if let error = error as? RPCError, let told = told(error) { return told }
        if let failure = TransportFailure.classify(error) {
            return ClientFailure(
                failure.code.rawValue, failure.message, hint: failure.hint, status: status(of: failure.code))
        }
        if let error = error as? RPCError { return status(error) }
        if let failure = error as? WireFailure {
            return ClientFailure(
                failure.code, "The server sent something that cannot be read (\(failure.field)).",
                hint: "Check the versions on both sides.", status: .protocolMismatch)
        }
        return ClientFailure("internal", "Something went wrong inside the program.", status: .internalError)
    }

    private static func status(of code: TransportFailure.Code) -> ExitStatus {
        switch code {
        case .serverUnreachable, .serverSilent, .connectionClosed, .timedOut, .cancelled: .unreachable
        case .serverNotTrusted, .serverNotPinned: .notPermitted
        case .certificateRefused, .certificateExpired, .certificateRequired, .certificateUnusable: .revoked
        case .protocolMismatch: .protocolMismatch
        }
    }

    /// The server's own code, message and hint, where it gave them.
    private static func told(_ error: RPCError) -> ClientFailure? {
        guard let code = error.toldCode else { return nil }
        var failure = status(error)
        failure.code = code
        failure.message = error.message
        failure.hint = error.toldHint ?? ""
        if code == "store_io" { failure.status = .inputOutput }
        // Of another device than the caller's the server says that it was not found.
        let isAboutCaller = error.code == .permissionDenied || error.code == .unauthenticated
        if isAboutCaller, ["revoked", "lease_ended", "unknown_device"].contains(code) { failure.status = .revoked }
        return failure
    }

    private static func status(_ error: RPCError) -> ClientFailure {
        let status: ExitStatus =
            switch error.code {
            case .invalidArgument, .notFound, .alreadyExists, .outOfRange, .failedPrecondition: .badInput
            case .permissionDenied, .unauthenticated: .notPermitted
            case .resourceExhausted, .aborted: .tryLater
            case .unavailable, .deadlineExceeded, .cancelled: .unreachable
            case .unimplemented: .protocolMismatch
            default: .internalError
            }
        return ClientFailure("rpc_\(error.code)".lowercased().replacing(" ", with: "_"), error.message, status: status)
    }
}

extension ClientFailure {
    static func store(_ failure: StoreFailure) -> ClientFailure {
        let status: ExitStatus =
            switch failure.code {
            case "disk_full", "corrupt", "io": .inputOutput
            case "read_only": .cannotCreate
            case "newer_version": .protocolMismatch
            case "locked": .tryLater
            case "not_found": .badInput
            default: .internalError
            }
        if failure.code == "not_found" { return .notEnrolled }
        let hint =
            switch failure.code {
            case "corrupt": "Run `cartera doctor`; enrolling again in a new home brings back what was sent."
            case "newer_version": "Install the newer cartera."
            case "read_only": "Check the home's owner and mode."
            default: ""
            }
        return ClientFailure("replica_\(failure.code)", failure.message, hint: hint, status: status)
    }
}
