internal import NIOCore
internal import Synchronization

/// Counts open connections, in total and by address.
final class ConnectionLedger: Sendable {
    private let perAddress: Int
    private let inTotal: Int
    private let counts = Mutex<(total: Int, byAddress: [AddressKey: Int])>((0, [:]))

    init(perAddress: Int, inTotal: Int) {
        self.perAddress = perAddress
        self.inTotal = inTotal
    }

    /// Counts one more, unless a cap is reached. Each true is followed by one `release`.
    func admit(_ key: AddressKey) -> Bool {
        counts.withLock { counts in
            let open = counts.byAddress[key] ?? 0
            guard counts.total < inTotal, open < perAddress else { return false }
            counts.total += 1
            counts.byAddress[key] = open + 1
            return true
        }
    }

    func release(_ key: AddressKey) {
        counts.withLock { counts in
            counts.total -= 1
            let open = (counts.byAddress[key] ?? 1) - 1
            counts.byAddress[key] = open > 0 ? open : nil
        }
    }

    var total: Int { counts.withLock { $0.total } }
}

/// What counts as one address: an IPv4 address, or the first half of an IPv6 one (a subscriber gets at least that much).
struct AddressKey: Hashable, Sendable {
    private let bytes: [UInt8]

    /// A peer that is gone before it was counted has no address; all of those share one key.
    init(_ address: SocketAddress?) {
        switch address {
        case .v4(let v4): self.bytes = withUnsafeBytes(of: v4.address) { Array($0[4..<8]) }
        case .v6(let v6): self.bytes = Self.prefix(withUnsafeBytes(of: v6.address) { Array($0[8..<24]) })
        default: self.bytes = []
        }
    }

    private static func prefix(_ address: [UInt8]) -> [UInt8] {
        let isMappedIPv4 = address.prefix(10).allSatisfy { $0 == 0 } && address[10] == 0xff && address[11] == 0xff
        return isMappedIPv4 ? Array(address.suffix(4)) : Array(address.prefix(8))
    }
}
