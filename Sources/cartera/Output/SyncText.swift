import FieldRules
import SyncClient

extension Printer {
    /// The report of an exchange: for people without cursor and zeros, and with where to look next.
    func show(sync report: JSONValue) {
        if isJSON { return show(report) }
        let contents = report["attachments"] ?? .null
        let isQuiet = ["sent", "fetched", "waiting", "failed"].allSatisfy { contents[$0] ?? 0 == 0 }
        let shown = report.without("cursor")
        guard case .object(let members) = isQuiet ? shown.without("attachments") : shown else { return }
        show(
            .object(
                members.map {
                    ["receipts", "attachments"].contains($0.key) ? JSONMember($0.key, .text(counts($0.value))) : $0
                }))
        let receipts = report["receipts"] ?? .null
        for (key, hint) in [("refused", "see_refused"), ("held", "see_held"), ("conflicted", "see_conflicts")] {
            if case .integer(let count)? = receipts[key], count > 0 { note(hint, ["\(count)"]) }
        }
        if case .integer(let count)? = contents["failed"], count > 0 { note("contents_failed", ["\(count)"]) }
    }

    private func counts(_ receipts: JSONValue) -> String {
        guard case .object(let members) = receipts else { return "" }
        return members.filter { $0.value != 0 && $0.value != .null }.map { member in
            guard case .integer(let count) = member.value else {
                return member.value.text(indent: false)
            }
            return "\(Texts.word(member.key, language)) \(count)"
        }.joined(separator: ", ")
    }
}

extension JSONValue {
    /// What another process of this program wrote.
    init(parsing text: String) throws {
        do {
            self.init(try JSONReader.read(text))
        } catch {
            throw ClientFailure(
                "internal", "The live sync answered something that cannot be read.", status: .internalError)
        }
    }

    private init(_ node: RuleNode) {
        switch node {
        case .map(let entries, _): self = .object(entries.map { JSONMember($0.key, JSONValue($0.value)) })
        case .list(let items, _): self = .array(items.map { JSONValue($0) })
        case .scalar(let text, let quoted, _):
            if quoted {
                self = .string(text)
            } else if let number = Int64(text) {
                self = .integer(number)
            } else {
                self = text == "null" ? .null : .bool(text == "true")
            }
        }
    }
}
