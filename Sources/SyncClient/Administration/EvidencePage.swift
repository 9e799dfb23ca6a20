internal import FieldRules

/// The evidence as a page: the account and what stops it, everything that happened in order, letters, and findings.
struct EvidencePage {
    let sheet: JSONValue
    let events: [JSONValue]
    let zone: String
    let madeAt: String
    let language: String
    /// A key, or `key=value`, in the reader's language.
    let word: (String) -> String

    var html: String {
        let number = text(sheet["account"]?["number"])
        return """
            <!doctype html>
            <html lang="\(language)">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>\(words("evidence")) \(escaped(number))</title>
            <style>\(Self.style)</style>
            <h1>\(words("evidence")) · \(words("account")) \(escaped(number))</h1>
            <p class="note">\(words("made_at")) \(escaped(madeAt)) · \(words("time_zone")) \(escaped(zone)) · manifest.json</p>
            \(summary)
            <h2>\(words("events_in_order"))</h2>
            <table><thead><tr>\(["local_time", "kind", "content", "verdicts", "receipt"].map { "<th>\(words($0))</th>" }.joined())</tr></thead>
            <tbody>\(events.map(row).joined(separator: "\n"))</tbody></table>
            \(Self.sections.map(section).joined(separator: "\n"))
            </html>

            """
    }

    private static let style = """
        body { font: 10pt/1.4 system-ui, sans-serif; color: #1a1a1a; max-width: 75em; margin: 2em auto; padding: 0 1.5em; }
        h1 { font-size: 17pt; margin: 0; } h2 { font-size: 12.5pt; margin: 2em 0 .5em; border-bottom: 2px solid #333; }
        .note { color: #666; margin: .3em 0 1.2em; }
        dl { display: grid; grid-template-columns: max-content 1fr max-content 1fr; gap: .2em 1em; margin: 0; }
        dt { color: #666; } dd { margin: 0; }
        .stop { color: #a00000; font-weight: 600; border: 2px solid #a00000; padding: .5em .8em; margin: 1em 0; }
        table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; }
        th { text-align: left; color: #666; font-weight: 600; border-bottom: 1px solid #333; padding: .3em .6em; }
        td { vertical-align: top; border-bottom: 1px solid #ddd; padding: .4em .6em; }
        td:nth-child(3) { overflow-wrap: anywhere; }
        tr { break-inside: avoid; } td:first-child { white-space: nowrap; }
        .key { color: #666; } .small { color: #666; font-size: 8.5pt; } pre { white-space: pre-wrap; font: inherit; margin: 0; }
        .verdict { display: block; } .denied, .presumed_violation, .refused, .missed { color: #a00000; font-weight: 600; }
        .needs_approval, .warning, .held { color: #8a5a00; font-weight: 600; }
        @page { size: A4 landscape; margin: 15mm; } @media print { body { margin: 0; max-width: none; padding: 0; } }
        """

    private var summary: String {
        let account = sheet["account"] ?? .null
        let keys = [
            "creditor", "product", "balance", "past_due", "days_past_due", "bucket", "jurisdictions", "assignee",
        ]
        let facts = [("debtor", sheet["debtor"]?["name"] ?? .null)] + keys.map { ($0, account[$0] ?? .null) }
        let list = facts.filter { ![.null, []].contains($0.1) }
            .map { "<dt>\(words($0.0))</dt><dd>\(shown($0.0, $0.1))</dd>" }
        let stops = items("stop_states").map { line($0, ["flag", "since", "stops", "duty", "duty_due"]) }
        let holds = items("legal_holds").filter { $0["lifted_at"] == .null }.map {
            line($0, ["reason", "since", "by"])
        }
        let warnings = (stops + holds.map { "\(words("legal_holds")): \($0)" }).map {
            "<div class=\"stop\">\($0)</div>"
        }
        return "<dl>\(list.joined())</dl>\(warnings.joined())"
    }

    private func row(_ event: JSONValue) -> String {
        let outcome = text(event["outcome"])
        let kind = text(event["kind"])
        let notes: [JSONValue] = if case .array(let notes)? = event["verdicts"] { notes } else { [] }
        let verdicts = notes.map { note in
            let code = text(note["verdict"])
            let citation = text(note["citation"])
            return """
                <span class="verdict"><span class="\(escaped(code))">\(words("verdict=\(code)"))</span> \
                \(escaped(text(note["rule"]))) <span class="small">\(escaped(citation))</span></span>
                """
        }
        let packs: [JSONValue] = if case .array(let packs)? = event["packs"] { packs } else { [] }
        let cells = [
            escaped(moment(text(event["local_time"]))),
            "\(words("kind=\(kind)"))<br><span class=\"small\">\(escaped(text(event["author"])))</span>",
            content(event["content"] ?? .null),
            verdicts.joined()
                + (packs.isEmpty
                    ? "" : "<span class=\"small\">\(escaped(packs.map { text($0) }.joined(separator: " ")))</span>"),
            "<span class=\"\(escaped(outcome))\">\(words("outcome=\(outcome)"))</span>"
                + " <span class=\"small\">\(escaped(moment(text(event["received_at"]))))\(commit(event))</span>",
        ]
        return "<tr>\(cells.map { "<td>\($0)</td>" }.joined())</tr>"
    }

    /// What is only held, and a check, has changed no record and has no commit.
    private func commit(_ event: JSONValue) -> String {
        let number = text(event["commit"])
        return number.isEmpty ? "" : " \(words("commit")) \(escaped(number))"
    }

    /// What the operation said: values of ours in words, ids left to the JSON.
    private func content(_ value: JSONValue) -> String {
        guard case .object(let members) = value else { return escaped(text(value)) }
        return members.filter { member in
            guard ![.null, [], [:], ""].contains(member.value) else { return false }
            return !Self.isID(text(member.value))
        }.map { "<span class=\"key\">\(words($0.key))</span> \(shown($0.key, $0.value))" }.joined(separator: " · ")
    }

    /// What is listed after the events, with its columns.
    private static let sections: [(key: String, columns: [String])] = [
        ("visits", ["started_at", "counted_at", "outcome", "person", "place", "author", "withdrawn_by"]),
        ("contacts", ["at", "counted_at", "channel", "result", "person", "author", "withdrawn_by"]),
        (
            "promises",
            ["promise_state", "unconfirmed", "amount", "due", "paid", "instalments", "made_at", "author", "events"]
        ),
        (
            "payments",
            [
                "effective_on", "amount", "method", "voucher", "external_reference", "from_lender", "author",
                "reversed_at", "reversal_reason",
            ]
        ),
        (
            "offers",
            [
                "offer_state", "balance", "forgiven", "to_pay", "pay_by", "split", "approved_by", "second_approval_by",
                "signed_at", "void_reason",
            ]
        ),
        ("letters", ["template", "version", "recipient", "method", "made_at", "sent_at", "hash", "text"]),
        ("notices", ["kind", "at"]),
        ("duties", ["duty", "status", "started_at", "due_at", "satisfied_at", "rule", "citation"]),
        ("consents", ["channel", "scope", "given_at", "revoked_at", "expires_at", "evidence"]),
        ("restrictions", ["channel", "place", "weekdays", "from", "to", "requested_at", "withdrawn_at", "note"]),
        ("complaints", ["channel", "text", "opened_at", "due", "answered_at", "answer", "closed_at"]),
        ("overrides", ["rule", "act", "status", "reason", "requested_by", "granted_by", "used_at"]),
        ("legal_holds", ["reason", "since", "by", "lifted_at", "lift_reason"]),
        ("findings", ["code", "rule", "citation", "status", "opened_at", "facts", "assignee", "closing_note"]),
    ]

    private func section(_ part: (key: String, columns: [String])) -> String {
        let items = items(part.key)
        let columns = part.columns.filter { column in items.contains { ![.null, [], ""].contains($0[column] ?? .null) }
        }
        if items.isEmpty || columns.isEmpty { return "" }
        let heads = columns.map { "<th>\(words($0))</th>" }.joined()
        let rows = items.map { item in
            "<tr>" + columns.map { "<td>\(shown($0, item[$0] ?? .null))</td>" }.joined() + "</tr>"
        }
        return
            "<h2>\(words(part.key))</h2><table><thead><tr>\(heads)</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table>"
    }

    private func items(_ key: String) -> [JSONValue] { if case .array(let items)? = sheet[key] { items } else { [] } }

    private func line(_ item: JSONValue, _ keys: [String]) -> String {
        keys.filter { ![.null, [], ""].contains(item[$0] ?? .null) }
            .map { "\(words($0)): \(shown($0, item[$0] ?? .null))" }.joined(separator: " · ")
    }

    private func shown(_ key: String, _ value: JSONValue) -> String {
        switch value {
        case .null: return ""
        case .bool(let flag): return words(flag ? "yes" : "no")
        case .string(let text):
            if key == "text" { return "<pre>\(escaped(text))</pre>" }
            if TextRendering.coded.contains(key), !text.contains(" ") { return words("\(key)=\(text)") }
            return escaped(key.hasSuffix("_at") || key == "at" || key == "since" ? moment(text) : text)
        case .array(let items): return items.map { shown(key, $0) }.joined(separator: "<br>")
        case .object(let members):
            if case .integer(let minor)? = value["minor"], case .string(let code)? = value["currency"] {
                return escaped(TextRendering.money(minor, code))
            }
            return members.filter { ![.null, [], ""].contains($0.value) && !Self.isID(text($0.value)) }
                .filter { !(Self.zeroIsNothing.contains($0.key) && $0.value == 0) }
                .map { "<span class=\"key\">\(words($0.key))</span> \(shown($0.key, $0.value))" }.joined(separator: " ")
        case .integer(let number):
            if key.hasSuffix("_minute") { return RecordView.minute(Int(clamping: number)) }
            // What an operation asked for is in minor units of the account's currency.
            return Self.amounts.contains(key) ? escaped(TextRendering.money(number, currency)) : String(number)
        }
    }

    private static let amounts: Set = [
        "amount", "lender_balance", "collected_since", "principal", "interest", "fees", "penalty", "past_due", "income",
        "net_worth", "forgiven", "balance",
    ]

    private static let zeroIsNothing: Set = ["from_minute", "to_minute", "bureau_score"]

    private var currency: String { text(sheet["account"]?["balance"]?["currency"]) }

    /// `2026-11-24 12:00:00 -06:00` of a moment.
    private func moment(_ text: String) -> String {
        guard let mark = text.firstIndex(of: "T"), text.count > 19 else { return text }
        let time = text[text.index(after: mark)...]
        let zone = time.lastIndex { $0 == "+" || $0 == "-" || $0 == "Z" } ?? time.endIndex
        return "\(text[..<mark]) \(time[..<zone].prefix(8)) \(time[zone...])"
    }

    private static func isID(_ text: String) -> Bool {
        text.utf8.count == 36 && text.split(separator: "-").count == 5 && text.allSatisfy { $0.isHexDigit || $0 == "-" }
    }

    private func words(_ key: String) -> String { escaped(word(key)) }
    private func escaped(_ text: String) -> String { LetterPage.escaped(text) }

    private func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text)?: text
        case nil, .null?: ""
        case let value?: value.text(indent: false)
        }
    }
}
