import FieldRules
import SyncClient

extension Printer {
    /// The report of an exchange: for people without cursor and zeros, and with where to look next.
    func show(sync report: JSONValue) {
        if isJSON { return show(report) }
        guard case .object(let members) = report.without("cursor") else { return }
        show(
            .object(
                members.map { $0.key == "receipts" ? JSONMember($0.key, .text(counts($0.value))) : $0 }))
        let receipts = report["receipts"] ?? .null
        for (key, hint) in [("refused", "see_refused"), ("held", "see_held"), ("conflicted", "see_conflicts")] {
            if case .integer(let count)? = receipts[key], count > 0 { note(hint, ["\(count)"]) }
        }
    }

    private func counts(_ receipts: JSONValue) -> String {
        guard case .object(let members) = receipts else { return "" }
        return members.filter { $0.value != 0 }.map { member in
            guard case .integer(let count) = member.value else { return "" }
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
