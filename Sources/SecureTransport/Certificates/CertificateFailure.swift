/// Why a certificate, key or request was not accepted or could not be made.
///
/// `message` is fit for a person and carries no text of the libraries below; `cause` is for a debugger only.
package struct CertificateFailure: Error, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case certificateInvalid = "certificate_invalid"
        case keyInvalid = "key_invalid"
        case keyMismatch = "key_mismatch"
        case nameInvalid = "name_invalid"
        case requestRefused = "request_refused"
        case rootNotAcceptable = "root_not_acceptable"
        case chainNotAcceptable = "chain_not_acceptable"
    }

    package let code: Code
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { "\(code.rawValue): \(message)" }
}
