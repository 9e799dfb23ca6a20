import FieldModel
import Testing

@Suite("What sort of file bytes are")
struct MediaTypeTests {
    @Test("is told by how they begin")
    func beginnings() {
        let rows: [([UInt8], String)] = [
            (Array("%PDF-1.7\n".utf8), "application/pdf"), ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], "image/png"), (Array("GIF89a".utf8), "image/gif"),
            ([0x49, 0x49, 0x2A, 0], "image/tiff"), ([0x4D, 0x4D, 0, 0x2A], "image/tiff"),
            (Array("RIFF____WEBPVP8 ".utf8), "image/webp"), (Array("RIFF____WAVEfmt ".utf8), "text/plain"),
            ([0, 0, 0, 24] + Array("ftypheic".utf8), "image/heic"),
            ([0, 0, 0, 24] + Array("ftypisom".utf8), "application/octet-stream"),
            ([0x50, 0x4B, 3, 4, 20], "application/zip"), (Array("Señora Pérez\n\tpagó\r\n".utf8), "text/plain"),
            ([0x7F, 0x45, 0x4C, 0x46], "application/octet-stream"),
            ([0xC3, 0x28, 0x41, 0x41, 0x41], MediaType.unknown),
            (Array("a\u{0}b".utf8), "application/octet-stream"), ([], "application/octet-stream"),
        ]
        for (bytes, type) in rows { #expect(MediaType.of(bytes) == type, "\(bytes)") }
    }

    @Test("of a text is not changed by a character that the head cuts")
    func cutCharacter() {
        let text = Array((String(repeating: "a", count: MediaType.headBytes - 1) + "é y más").utf8)
        #expect(MediaType.of(Array(text.prefix(MediaType.headBytes))) == MediaType.plainText)
    }
}
