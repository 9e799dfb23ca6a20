internal import NIOCore

/// Finds a kind of HTTP/2 frame in one direction of a connection, whatever the pieces in which the bytes come.
///
/// It follows frame lengths instead of looking at the start of each buffer: the content of a request is the peer's
/// choice and could look like any frame.
struct FrameScanner {
    static let headers: UInt8 = 0x1
    static let goAway: UInt8 = 0x7

    private static let headerLength = 9
    private static let clientPrefaceLength = 24

    private var bytesToSkip: Int
    private var headerBytesSeen = 0
    private var payloadLength = 0
    private var type: UInt8 = 0

    /// What a client sends begins with its preface, what a server sends with a frame.
    static func fromClient() -> FrameScanner { FrameScanner(bytesToSkip: clientPrefaceLength) }
    static func fromServer() -> FrameScanner { FrameScanner(bytesToSkip: 0) }

    private init(bytesToSkip: Int) { self.bytesToSkip = bytesToSkip }

    /// Takes the next bytes; true if a frame of `wanted` type has its header end among them.
    mutating func finds(_ wanted: UInt8, in buffer: ByteBuffer) -> Bool {
        buffer.withUnsafeReadableBytes { bytes in
            var found = false
            var index = 0
            while index < bytes.count {
                if bytesToSkip > 0 {
                    let skipped = min(bytesToSkip, bytes.count - index)
                    bytesToSkip -= skipped
                    index += skipped
                } else {
                    if take(headerByte: bytes[index]), type == wanted { found = true }
                    index += 1
                }
            }
            return found
        }
    }

    /// True when the byte was the last of a frame's header.
    private mutating func take(headerByte byte: UInt8) -> Bool {
        switch headerBytesSeen {
        case 0: payloadLength = Int(byte)
        case 1, 2: payloadLength = payloadLength << 8 | Int(byte)
        case 3: type = byte
        default: break
        }
        headerBytesSeen += 1
        guard headerBytesSeen == Self.headerLength else { return false }
        headerBytesSeen = 0
        bytesToSkip = payloadLength
        return true
    }
}
