package import FieldModel

/// SHA-256, injected so that tier 0 needs no library; the simulator brings a fast stand-in.
package protocol Hashing: Sendable {
    /// 32 bytes.
    func sha256(_ bytes: [UInt8]) -> [UInt8]
}

/// Compression of feed pages; `name` is what `Hello.encodings` and `Page.encoding` say.
package protocol PageCoding: Sendable {
    var name: String { get }
    func compress(_ bytes: [UInt8]) throws -> [UInt8]
    /// Throws when the content is corrupt or would exceed `rawSize`.
    func decompress(_ bytes: [UInt8], rawSize: Int) throws -> [UInt8]
}

/// A record's bytes as the wire and the stores carry them.
package protocol RecordCoding: Sendable {
    func encode(_ content: RecordContent) throws -> [UInt8]
    /// Throws for bytes that cannot be read; a kind that the program does not know has no `RecordKind` to ask with.
    func decode(kind: RecordKind, bytes: [UInt8]) throws -> RecordContent
}

/// An operation's bytes: header, body and the intent inside the body.
package protocol OperationCoding: Sendable {
    func encodeHeader(_ header: OperationHeader) throws -> [UInt8]
    func decodeHeader(_ bytes: [UInt8]) throws -> OperationHeader
    func encodeBody(salt: [UInt8], intent: [UInt8]) throws -> [UInt8]
    func decodeBody(_ bytes: [UInt8]) throws -> (salt: [UInt8], intent: [UInt8])
    func encodeIntent(_ intent: Intent) throws -> [UInt8]
    /// `.unknown(kind:)` for a kind of a newer program.
    func decodeIntent(_ bytes: [UInt8]) throws -> Intent
}

/// An expected failure of a store: what happened and what to do, with a stable code.
package struct StoreFailure: Error, Hashable, Sendable {
    /// `disk_full`, `corrupt`, `read_only`, `newer_version`, `io`, `locked`, `not_found`, `constraint`.
    package var code: String
    package var message: String
    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
