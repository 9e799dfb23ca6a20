package import FieldModel
internal import FieldRules
package import SyncCore

extension RecordView {
    package func attachment(_ attachment: Attachment, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "name": .string(attachment.name), "kind": .text(attachment.kind),
            "media_type": .text(attachment.mediaType), "bytes": JSONValue(attachment.size),
            "sha256": .string(hexadecimal(attachment.contentHash)), "note": .text(attachment.note),
            "author": name(attachment.author), "added_at": moment(attachment.addedAt),
            "withdrawn_by": JSONValue(attachment.withdrawnBy), "state": .string(state.rawValue),
        ]
    }
}

/// The attachments of accounts, and where their contents are.
package enum AttachmentViews {
    /// `copy` is `laptop`, `waiting` (on the laptop, and not yet with the server) or `server`.
    package static func list(_ account: AccountID, _ context: ViewContext) throws -> [JSONValue] {
        guard case .array(let items)? = try AccountViews.show(account, context)["attachments"] else { return [] }
        let ledger = try ContentLedger(context.reading, context.parts)
        let waiting = Set(try ledger.waiting(account).map(\.content.place.hash))
        let held = Set(try context.parts.contents.list(account).map(\.place.hash))
        return items.map { item in
            guard case .string(let text)? = item["sha256"], let hash = bytes(hexadecimal: text) else { return item }
            let copy = waiting.contains(hash) ? "waiting" : held.contains(hash) ? "laptop" : "server"
            return item.adding("copy", .string(copy))
        }
    }

    /// One of the account's by its id or ending, by its hash or 8 or more first digits of it, or by its only name.
    package static func find(
        _ text: String, under account: AccountID, _ context: ViewContext
    ) throws -> (wanted: WantedContent, attachment: Attachment) {
        var all: [(id: RecordID, value: Attachment)] = []
        for row in try context.reading.rows(account: account, confirmedOnly: false)
        where row.kind == UInt16(RecordKind.attachment.rawValue) {
            guard case .attachment(let attachment)? = context.parts.content(of: row) else { continue }
            all.append((row.id, attachment))
        }
        let digits = text.lowercased().filter { $0 != "-" }
        let isEnding = digits.utf8.count >= Naming.shortestEnding
        var found = all.filter { isEnding && hexadecimal($0.id.bytes).hasSuffix(digits) }
        if found.isEmpty, digits.utf8.count >= 8 {
            found = all.filter { hexadecimal($0.value.contentHash).hasPrefix(digits) }
        }
        if found.isEmpty { found = all.filter { $0.value.name == text } }
        // Several records of one content are one file.
        guard let first = found.first, Set(found.map(\.value.contentHash)).count == 1 else {
            throw found.isEmpty
                ? ClientFailure.badInput(
                    "unknown_attachment", "The account has no attachment named “\(printable(text))”.",
                    hint: "`cartera account attachments ACCOUNT` lists them.")
                : ClientFailure.badInput(
                    "ambiguous_attachment", "More than one attachment is named “\(printable(text))”.",
                    hint: "Name it by its id or its SHA-256.")
        }
        let place = ContentPlace(account: account, hash: first.value.contentHash)
        return (WantedContent(attachment: first.id, place: place, size: first.value.size), first.value)
    }

    /// The papers of tomorrow's worklist that are not here, in its order.
    package static func wantedTomorrow(_ context: ViewContext) throws -> [WantedContent] {
        let tomorrow = context.today(context.branchZone) + 1
        let items = try WorklistView.items(
            context, day: tomorrow, limit: nil, near: nil)
        return try items.flatMap { item -> [WantedContent] in
            guard case .string(let text)? = item["account"], let account = Identifier(text) else { return [] }
            return try context.reading.rows(account: account, confirmedOnly: true).compactMap { row in
                guard row.kind == UInt16(RecordKind.attachment.rawValue),
                    case .attachment(let attachment)? = context.parts.content(of: row), attachment.withdrawnBy == nil
                else { return nil }
                let place = ContentPlace(account: account, hash: attachment.contentHash)
                return WantedContent(attachment: row.id, place: place, size: attachment.size)
            }
        }
    }
}
