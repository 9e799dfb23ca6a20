import NIOCore
import Testing

@testable import SecureTransport

struct ListeningPartsTests {
    private static func frame(_ type: UInt8, payload: [UInt8]) -> [UInt8] {
        [UInt8(payload.count >> 16 & 0xff), UInt8(payload.count >> 8 & 0xff), UInt8(payload.count & 0xff), type]
            + [0, 0, 0, 0, 0] + payload
    }

    @Test("A frame is found however the bytes are cut", arguments: [1, 2, 5, 9, 10, 64])
    func scanning(pieceLength: Int) {
        let decoy = Self.frame(FrameScanner.goAway, payload: [])
        let bytes = Self.frame(4, payload: []) + Self.frame(0, payload: decoy + decoy) + Self.frame(6, payload: [1, 2])
        let whole = bytes + Self.frame(FrameScanner.goAway, payload: [0])
        #expect(Self.position(of: FrameScanner.goAway, in: bytes, .fromServer(), pieceLength) == nil)
        let found = Self.position(of: FrameScanner.goAway, in: whole, .fromServer(), pieceLength)
        #expect(found.map { ($0..<($0 + pieceLength)).contains(bytes.count + 8) } == true)
    }

    @Test func theClientsPrefaceIsSkipped() {
        let bytes = RawPeer.http2Greeting
        #expect(Self.position(of: 0x4, in: bytes, .fromClient(), 7) != nil)
        #expect(Self.position(of: FrameScanner.headers, in: bytes, .fromClient(), 7) == nil)
        let request = bytes + Self.frame(FrameScanner.headers, payload: [0x82])
        #expect(Self.position(of: FrameScanner.headers, in: request, .fromClient(), 7) != nil)
    }

    private static func position(
        of type: UInt8, in bytes: [UInt8], _ scanner: FrameScanner, _ pieceLength: Int
    ) -> Int? {
        var scanner = scanner
        for start in stride(from: 0, to: bytes.count, by: pieceLength) {
            let piece = bytes[start..<min(start + pieceLength, bytes.count)]
            if scanner.finds(type, in: ByteBuffer(bytes: piece)) { return start }
        }
        return nil
    }

    @Test func addressesCountByHostAndByIPv6Subscriber() throws {
        func key(_ address: String, port: Int = 1) throws -> AddressKey {
            AddressKey(try SocketAddress(ipAddress: address, port: port))
        }
        #expect(try key("10.0.0.1", port: 1) == key("10.0.0.1", port: 2))
        #expect(try key("10.0.0.1") != key("10.0.0.2"))
        #expect(try key("::ffff:10.0.0.1") == key("10.0.0.1"))
        #expect(try key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9"))
        #expect(try key("2001:db8:1:2::1") != key("2001:db8:1:3::1"))
    }

    @Test func theLedgerGivesBackWhatItCounted() throws {
        let ledger = ConnectionLedger(perAddress: 2, inTotal: 3)
        let one = AddressKey(try SocketAddress(ipAddress: "10.0.0.1", port: 1))
        let two = AddressKey(try SocketAddress(ipAddress: "10.0.0.2", port: 1))
        #expect([ledger.admit(one), ledger.admit(one), ledger.admit(one)] == [true, true, false])
        #expect([ledger.admit(two), ledger.admit(two)] == [true, false])
        ledger.release(one)
        #expect(ledger.admit(two))
        for key in [one, two, two] { ledger.release(key) }
        #expect(ledger.total == 0)
    }
}
