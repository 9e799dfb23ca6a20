internal import NIOCore

/// The substrings by which the libraries below say what went wrong, in order: the first that matches decides.
enum FailureText {
    /// Only errors of the libraries below are read: another's text may hold such words by chance.
    static func code(of error: any Error) -> TransportFailure.Code? {
        let type = String(reflecting: Swift.type(of: error))
        guard type.hasPrefix("NIO") || type.hasPrefix("GRPC") else { return nil }
        return code(in: String(reflecting: error))
    }

    static func code(of error: ChannelError) -> TransportFailure.Code {
        if case .connectTimeout = error { .serverUnreachable } else { .connectionClosed }
    }

    static func code(in text: String) -> TransportFailure.Code? {
        let text = text.uppercased()
        return table.first { $0.marks.contains { text.contains($0) } }?.code
    }

    private static let table: [(code: TransportFailure.Code, marks: [String])] = [
        // Alerts that the server sent about our certificate.
        (.certificateExpired, ["ALERT_CERTIFICATE_EXPIRED"]),
        (.certificateRequired, ["ALERT_CERTIFICATE_REQUIRED"]),
        (
            .certificateRefused,
            [
                "ALERT_UNKNOWN_CA", "ALERT_UNSUPPORTED_CERTIFICATE", "ALERT_BAD_CERTIFICATE",
                "ALERT_CERTIFICATE_REVOKED", "ALERT_CERTIFICATE_UNKNOWN", "ALERT_ACCESS_DENIED", "ALERT_DECRYPT_ERROR",
            ]
        ),
        // What we found wrong with the server's.
        (
            .serverNotTrusted,
            ["CERTIFICATE_VERIFY_FAILED", "FAILEDTOVALIDATEHOSTNAME", "UNABLETOVALIDATECERTIFICATE", "COULDN'T FIND "]
        ),
        (
            .protocolMismatch,
            [
                "PROTOCOL_VERSION", "WRONG_VERSION_NUMBER", "UNSUPPORTED_PROTOCOL", "NO_APPLICATION_PROTOCOL",
                "HTTP_REQUEST", "HANDSHAKE_FAILURE", "BADHTTP", "UNKNOWN_PROTOCOL",
            ]
        ),
        (
            .serverUnreachable,
            [
                "CONNECTION REFUSED", "NO ROUTE TO HOST", "NETWORK IS UNREACHABLE", "HOST IS DOWN",
                "CONNECTION TIMED OUT", "CONNECTTIMEOUT", "CONNECT TIMEOUT",
                "NAME OR SERVICE NOT KNOWN", "TEMPORARY FAILURE IN NAME RESOLUTION", "UNKNOWN HOST",
                "NODENAME NOR SERVNAME", "COULDN'T RESOLVE", "ECONNREFUSED", "EHOSTUNREACH",
            ]
        ),
        (
            .connectionClosed,
            [
                "STREAM UNEXPECTEDLY CLOSED", "CONNECTION RESET", "BROKEN PIPE", "I/O ON CLOSED CHANNEL",
                "RST_STREAM", "UNCLEANSHUTDOWN", "UNCLEAN SHUTDOWN", "EOFERROR", "EOF DURING HANDSHAKE",
                "BEFORE COMPLETING THE HTTP/2 CONNECTION PREFACE", "CHANNEL IS CLOSED", "RECEIVED GOAWAY",
                "ALREADYFINISHED",
            ]
        ),
        (.serverUnreachable, ["TRANSIENT FAILURE"]),
    ]
}
