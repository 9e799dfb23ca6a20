/// A DNS name that a server certificate may carry and that a client may demand.
///
/// Addresses are refused on purpose: TLS verification accepts a certificate by name *or* by the peer's address, so a
/// certificate with an address in it passes under every name. Addresses are only where to connect.
package struct ServerName: Hashable, Sendable {
    package let value: String

    package init(_ name: String) throws {
        let lowercased = name.lowercased()
        let labels = lowercased.split(separator: ".", omittingEmptySubsequences: false)
        guard lowercased.utf8.count <= 253, !labels.isEmpty, labels.allSatisfy(Self.isLabel) else {
            throw CertificateFailure(.nameInvalid, "“\(name)” is not a DNS name of letters, digits, hyphens and dots.")
        }
        guard let last = labels.last, !Self.isNumeric(last) else {
            throw CertificateFailure(
                .nameInvalid, "“\(name)” is an address: a server certificate carries DNS names only.")
        }
        self.value = lowercased
    }

    private static func isLabel(_ label: Substring) -> Bool {
        guard (1...63).contains(label.utf8.count), !label.hasPrefix("-"), !label.hasSuffix("-") else { return false }
        return label.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }

    /// Old resolvers read `127.1`, `2130706433` and `0x7f.1` as addresses: a name never ends in a number.
    private static func isNumeric(_ label: Substring) -> Bool {
        label.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } || label.hasPrefix("0x")
    }
}
