import SecureTransport

/// `NAME[:PORT],…` as `init --host` takes it: what invitations carry, and the names for the server's certificate.
struct HostList {
    static let defaultPort = 7443

    /// `host:port`, in order.
    let hosts: [String]
    /// DNS names only: an address in a certificate would let every name pass.
    let names: [String]
    let port: Int

    init(_ text: String) throws {
        var hosts: [String] = []
        var names: [String] = []
        var ports: [Int] = []
        for part in text.split(separator: ",") {
            let (host, port) = try Self.split(part.trimmingPrefix(while: { $0 == " " }))
            hosts.append("\(host):\(port)")
            ports.append(port)
            if let name = try? ServerName(host) { names.append(name.value) }
        }
        guard let port = ports.first else { throw Self.invalid(text) }
        (self.hosts, self.names, self.port) = (hosts, names, port)
    }

    /// IPv6 stands in brackets.
    static func split(_ text: Substring, defaultPort: Int = HostList.defaultPort) throws -> (host: String, port: Int) {
        var host = text
        var port = defaultPort
        let tail = text.hasPrefix("[") ? text.drop { $0 != "]" } : text[...]
        if let colon = tail.lastIndex(of: ":") {
            guard let number = Int(text[text.index(after: colon)...]), (0...65_535).contains(number) else {
                throw invalid(String(text))
            }
            host = text[..<colon]
            port = number
        }
        guard !host.isEmpty, !host.contains(" ") else { throw invalid(String(text)) }
        return (String(host), port)
    }

    private static func invalid(_ text: String) -> ProgramFailure {
        ProgramFailure(.usage, code: "usage", "“\(text)” is not NAME[:PORT].")
    }
}
