/// Where to connect: a name or an address with a port. What the server must be called is said apart.
package struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    package static let defaultPort = 7443

    package var host: String
    package var port: Int

    package init(host: String, port: Int = defaultPort) {
        self.host = host
        self.port = port
    }

    /// Reads `host`, `host:port`, `[address]:port`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard !text.isEmpty, !text.contains(where: \.isWhitespace) else { return nil }
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            let host = String(text[text.index(after: text.startIndex)..<end])
            if rest.isEmpty {
                self.init(host: host)
            } else {
                guard rest.hasPrefix(":"), let port = Self.port(rest.dropFirst()) else { return nil }
                self.init(host: host, port: port)
            }
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: self.init(host: text)
        case 2:
            guard !parts[0].isEmpty, let port = Self.port(parts[1]) else { return nil }
            self.init(host: String(parts[0]), port: port)
        default: self.init(host: text)
        }
    }

    /// Several, separated by commas, in the order to try; nil when one of them cannot be read.
    package static func list(_ text: String) -> [ServerAddress]? {
        let addresses = text.split(separator: ",", omittingEmptySubsequences: false).map { ServerAddress($0) }
        return addresses.contains(nil) ? nil : addresses.compactMap { $0 }
    }

    package static func text(of addresses: [ServerAddress]) -> String {
        addresses.map(\.description).joined(separator: ",")
    }

    private static func port(_ text: Substring) -> Int? {
        Int(text).flatMap { (1...65_535).contains($0) ? $0 : nil }
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
