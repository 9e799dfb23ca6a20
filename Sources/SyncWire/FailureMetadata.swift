package import GRPCCore

/// The keys under which an error's own code and hint travel beside its status.
package enum FailureMetadata {
    package static let code = "cartera-code"
    package static let hint = "cartera-hint"
}

extension RPCError {
    /// The server's own code; nil of a failure that it did not name, as where a connection broke.
    package var toldCode: String? { metadata[stringValues: FailureMetadata.code].first { _ in true } }
    package var toldHint: String? { metadata[stringValues: FailureMetadata.hint].first { _ in true } }
}
