internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

/// An operation's bytes. Headers and bodies are made once, on the device, and from then on kept as they are.
package struct WireOperationCodec: OperationCoding {
    package init() {}

    package func encodeHeader(_ header: OperationHeader) throws -> [UInt8] { try header.proto().serializedBytes() }

    package func decodeHeader(_ bytes: [UInt8]) throws -> OperationHeader {
        try reading("OperationHeader") { try Cartera_V1_OperationHeader(serializedBytes: bytes).native() }
    }

    package func encodeBody(salt: [UInt8], intent: [UInt8]) throws -> [UInt8] {
        let body = Cartera_V1_OperationBody.with {
            $0.salt = Data(salt)
            $0.intent = Data(intent)
        }
        return try body.serializedBytes()
    }

    package func decodeBody(_ bytes: [UInt8]) throws -> (salt: [UInt8], intent: [UInt8]) {
        try reading("OperationBody") {
            let body = try Cartera_V1_OperationBody(serializedBytes: bytes)
            guard body.salt.count == 16 else { throw WireFailure.malformed("OperationBody.salt") }
            return ([UInt8](body.salt), [UInt8](body.intent))
        }
    }

    /// Throws `too_large` for what no server would take.
    package func encodeIntent(_ intent: Intent) throws -> [UInt8] {
        let bytes: [UInt8] = try intent.proto().serializedBytes()
        guard bytes.count <= Limits.intentBytes else { throw WireFailure.tooLarge("Intent") }
        return bytes
    }

    package func decodeIntent(_ bytes: [UInt8]) throws -> Intent {
        guard bytes.count <= Limits.intentBytes else { throw WireFailure.tooLarge("Intent") }
        return try reading("Intent") { try Cartera_V1_Intent(serializedBytes: bytes).native() }
    }
}

/// Turns protobuf's own failures into `malformed_frame`.
func reading<Value>(_ message: String, _ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch is BinaryDecodingError {
        throw WireFailure.malformed(message)
    }
}
