/// Who a device certificate says its bearer is, and its form as URI names.
///
/// The subject of a certificate means nothing to us: identity is `spiffe://<organisation>/branch/<b>/device/<id>`
/// (without the branch for devices of the organisation itself), the generation is `urn:cartera:generation:<n>`.
package struct DeviceIdentity: Hashable, Sendable {
    package let organisation: String
    package let branch: String?
    package let device: String
    /// Counts renewals: an older one than the server has seen used means a copied laptop.
    package let generation: Int

    private static let generationPrefix = "urn:cartera:generation:"
    private static let identityPrefix = "spiffe://"
    private static let maximumPartLength = 64

    package init(organisation: String, branch: String?, device: String, generation: Int) throws {
        for part in [organisation, device] + [branch].compactMap({ $0 }) where !Self.isPart(part[...]) {
            throw CertificateFailure(.nameInvalid, "“\(part)” cannot stand in a device's name.")
        }
        guard generation >= 0 else {
            throw CertificateFailure(.nameInvalid, "A device's generation is zero or more.")
        }
        self.organisation = organisation
        self.branch = branch
        self.device = device
        self.generation = generation
    }

    var uris: [String] {
        let middle = branch.map { "/branch/\($0)" } ?? ""
        return [
            "\(Self.identityPrefix)\(organisation)\(middle)/device/\(device)",
            "\(Self.generationPrefix)\(generation)",
        ]
    }

    /// Reads exactly what `uris` writes; anything else, also a third name, is no device.
    init?(uris: [String]) {
        guard uris.count == 2, let path = uris.first(where: { $0.hasPrefix(Self.identityPrefix) }),
            let counter = uris.first(where: { $0.hasPrefix(Self.generationPrefix) }),
            let generation = Int(counter.dropFirst(Self.generationPrefix.count))
        else { return nil }
        let parts = path.dropFirst(Self.identityPrefix.count).split(separator: "/", omittingEmptySubsequences: false)
        let branch: Substring?
        switch parts.count {
        case 3 where parts[1] == "device": branch = nil
        case 5 where parts[1] == "branch" && parts[3] == "device": branch = parts[2]
        default: return nil
        }
        let identity = try? DeviceIdentity(
            organisation: String(parts[0]), branch: branch.map { String($0) }, device: String(parts[parts.count - 1]),
            generation: generation)
        guard let identity, Set(identity.uris) == Set(uris) else { return nil }
        self = identity
    }

    private static func isPart(_ text: Substring) -> Bool {
        guard (1...maximumPartLength).contains(text.utf8.count), text != ".", text != ".." else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                true
            default: false
            }
        }
    }
}
