internal import COpenSSL
internal import SyncCore

/// SHA-256 of the system's libcrypto, which uses the processor's own instructions where it has them.
package struct OpenSSLHash: Hashing {
    package init() {}

    package func sha256(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            bytes.withUnsafeBufferPointer { content in
                _ = SHA256(content.baseAddress, content.count, digest.baseAddress)
            }
            count = 32
        }
    }
}
