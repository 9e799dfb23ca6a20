import FieldModel
import HostLibraries
import SyncCore
import Testing

@Suite("The host's libraries")
struct HostLibraryTests {
    static let digests: [(text: String, hexadecimal: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ]

    @Test("SHA-256 gives the digests of the standard", arguments: digests)
    func sha256(text: String, hexadecimal: String) {
        let digest = OpenSSLHash().sha256(Array(text.utf8))
        #expect(digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == hexadecimal)
    }

    @Test("pages come back as they were", arguments: [0, 1, 1_000, Limits.pageBytes + Limits.recordBytes])
    func pages(size: Int) throws {
        let page = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        let codings: [any PageCoding] = [ZstdPages(), PlainPages()]
        for coding in codings {
            let packed = try coding.compress(page)
            #expect(try coding.decompress(packed, rawSize: size) == page)
            #expect(throws: PageFailure.self) { try coding.decompress(packed, rawSize: size + 1) }
            if size > 0 { #expect(throws: PageFailure.self) { try coding.decompress(packed, rawSize: size - 1) } }
            if size > 0 {
                #expect(throws: PageFailure.self) { try coding.decompress(Array(packed.dropLast()), rawSize: size) }
            }
        }
    }

    @Test("a page that claims to be enormous is refused")
    func bomb() throws {
        let packed = try ZstdPages().compress([UInt8](repeating: 0, count: 16 << 20))
        #expect(throws: PageFailure.self) { try ZstdPages().decompress(packed, rawSize: 16 << 20) }
        #expect(throws: PageFailure.self) { try ZstdPages().decompress(packed, rawSize: -1) }
        #expect(throws: PageFailure.self) { try ZstdPages().decompress(packed, rawSize: Limits.pageBytes) }
        #expect(throws: PageFailure.self) { try ZstdPages().decompress([1, 2, 3], rawSize: 10) }
    }

    @Test("random words differ")
    func random() {
        var generator = SystemRandom()
        #expect(Set((0..<1_000).map { _ in generator.next() }).count == 1_000)
        #expect(SystemRandom.bytes(1_000).count == 1_000)
        #expect(Set(SystemRandom.bytes(1_000)).count > 100)
        #expect(SystemRandom.bytes(0).isEmpty)
    }
}
