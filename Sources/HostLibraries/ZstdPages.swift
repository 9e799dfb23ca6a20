internal import CZstd
internal import FieldModel
internal import SyncCore

/// Feed pages compressed by zstd, one frame a page.
///
/// `decompress` never makes more than `rawSize` bytes, whatever the frame says of itself: a page comes from a peer.
package struct ZstdPages: PageCoding {
    /// Level 3: pages are small, and a laptop's link is slower than any level.
    private static let level: Int32 = 3
    /// What a page may unpack to: its bound, and one record that was alone too large for it.
    private static let mostBytes = Limits.pageBytes + 2 * Limits.recordBytes

    package let name = "zstd"

    package init() {}

    package func compress(_ bytes: [UInt8]) throws -> [UInt8] {
        var result = 0
        let frame = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { frame, count in
            result = bytes.withUnsafeBytes { raw in
                ZSTD_compress(frame.baseAddress, frame.count, raw.baseAddress, raw.count, Self.level)
            }
            count = ZSTD_isError(result) == 0 ? result : 0
        }
        guard ZSTD_isError(result) == 0 else { throw PageFailure(name, result) }
        return frame
    }

    package func decompress(_ bytes: [UInt8], rawSize: Int) throws -> [UInt8] {
        guard (0...Self.mostBytes).contains(rawSize) else {
            throw PageFailure(message: "a page cannot have \(rawSize) bytes")
        }
        var result = 0
        let page = [UInt8](unsafeUninitializedCapacity: rawSize) { page, count in
            result = bytes.withUnsafeBytes { frame in
                ZSTD_decompress(page.baseAddress, page.count, frame.baseAddress, frame.count)
            }
            count = ZSTD_isError(result) == 0 ? result : 0
        }
        guard ZSTD_isError(result) == 0 else { throw PageFailure(name, result) }
        guard page.count == rawSize else {
            throw PageFailure(message: "a page of \(rawSize) bytes was announced, and \(page.count) came")
        }
        return page
    }
}

/// Pages as they are, for a peer that knows no other encoding.
package struct PlainPages: PageCoding {
    package let name = "identity"

    package init() {}

    package func compress(_ bytes: [UInt8]) -> [UInt8] { bytes }

    package func decompress(_ bytes: [UInt8], rawSize: Int) throws -> [UInt8] {
        guard bytes.count == rawSize else {
            throw PageFailure(message: "a page of \(rawSize) bytes was announced, and \(bytes.count) came")
        }
        return bytes
    }
}

/// A page that cannot be read: cut, corrupt, or larger than it said. Says nothing of the content.
package struct PageFailure: Error, Hashable, Sendable {
    package var message: String

    init(message: String) { self.message = message }

    init(_ encoding: String, _ code: Int) {
        self.init(message: "\(encoding): \(String(cString: ZSTD_getErrorName(code)))")
    }
}
