internal import FieldModel
internal import SyncCore

/// Finds what a person named by exact name, full id, or a unique ending of the id of six or more digits.
struct Names {
    let reading: any ServerReading

    static let leastEnding = 6

    func branch(_ text: String) throws -> BranchRecord {
        try one(of: try reading.branches(), text, "branch", id: \.id) { $0.name == text }
    }

    func person(_ text: String) throws -> PersonRecord {
        try one(of: try reading.persons(), text, "person", id: \.id) { $0.name == text }
    }

    func device(_ text: String) throws -> DeviceRecord {
        let devices = try reading.devices()
        return try one(of: devices, text, "device", id: \.id) { $0.code == text || $0.name == text }
    }

    func invitation(_ text: String) throws -> InvitationRecord {
        try one(of: try reading.invitations(), text, "invitation", id: \.id) { _ in false }
    }

    /// By exact number, then full id, then ending.
    func account(_ text: String) throws -> AccountID {
        let numbered = try reading.accounts(number: text)
        if numbered.count == 1 { return numbered[0] }
        if numbered.count > 1 { throw Self.ambiguous("account") }
        if let id = Identifier(text) {
            guard try reading.placement(id) != nil else { throw Self.unknown("account") }
            return id
        }
        guard let ending = Self.ending(text) else { throw Self.unknown("account") }
        var found: [AccountID] = []
        for branch in try reading.branches() {
            var after: AccountID?
            while true {
                let page = try reading.accounts(branch: branch.id, audience: nil, after: after, limit: 1000)
                found += page.filter { $0.hexadecimal.hasSuffix(ending) }
                guard found.count < 2, let last = page.last, page.count == 1000 else { break }
                after = last
            }
        }
        return try single(found, "account")
    }

    /// A record of a kind in the branches, by id or ending.
    func record(_ kind: RecordKind, _ text: String) throws -> FeedRow {
        if let id = Identifier(text) {
            guard let row = try reading.row(kind: kind, id: id) else { throw Self.unknown("\(kind)") }
            return row
        }
        guard let ending = Self.ending(text) else { throw Self.unknown("\(kind)") }
        var found: [FeedRow] = []
        for branch in try reading.branches() {
            var after: RecordID?
            while true {
                let page = try reading.rows(kind: kind, branch: branch.id, after: after, limit: 500)
                found += page.filter { $0.id.hexadecimal.hasSuffix(ending) }
                guard found.count < 2, let last = page.last, page.count == 500 else { break }
                after = last.id
            }
        }
        return try single(found, "\(kind)")
    }

    private func one<Entry>(
        of entries: [Entry], _ text: String, _ what: String, id: (Entry) -> Identifier, isNamed: (Entry) -> Bool
    ) throws -> Entry {
        let named = entries.filter(isNamed)
        if !named.isEmpty { return try single(named, what) }
        if let wanted = Identifier(text) { return try single(entries.filter { id($0) == wanted }, what) }
        guard let ending = Self.ending(text) else { throw Self.unknown(what) }
        return try single(entries.filter { id($0).hexadecimal.hasSuffix(ending) }, what)
    }

    private func single<Entry>(_ found: [Entry], _ what: String) throws -> Entry {
        guard let entry = found.first else { throw Self.unknown(what) }
        if found.count > 1 { throw Self.ambiguous(what) }
        return entry
    }

    static func ending(_ text: String) -> String? {
        let digits = text.lowercased().filter { $0 != "-" }
        guard digits.count >= leastEnding, digits.count < 32, digits.allSatisfy(\.isHexDigit) else { return nil }
        return digits
    }

    static func unknown(_ what: String) -> ServiceFailure {
        .notFound("unknown_\(word(what))", "There is no such \(words(what)).", hint: hint(what))
    }

    static func ambiguous(_ what: String) -> ServiceFailure {
        .invalid(
            "ambiguous", "More than one \(words(what)) has that name or ending.",
            hint: "Use more digits, or the full id.")
    }

    private static func hint(_ what: String) -> String {
        let listed = ["branch", "person", "device", "invitation", "account", "conflict", "operation", "promise"]
        return listed.contains(what) ? "See `cartera admin \(what) list`." : ""
    }

    private static func word(_ what: String) -> String { what == "contactPoint" ? "contact_point" : what }
    private static func words(_ what: String) -> String { word(what).split(separator: "_").joined(separator: " ") }
}

extension Identifier {
    /// 32 digits without hyphens.
    var hexadecimal: String { description.filter { $0 != "-" } }
}
