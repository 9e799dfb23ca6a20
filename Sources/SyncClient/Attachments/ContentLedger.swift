package import FieldModel
package import SyncCore

/// A content of the home, with the attachment that names it.
package struct NamedContent: Hashable, Sendable {
    package var attachment: RecordID
    package var content: HeldContent
}

/// What records and outbox say of the contents in a home.
///
/// A content waits while one's own attachment may still need it: its operation is unsent, held or in effect, and the
/// server of this epoch has not said that it has the bytes. What others added is a copy and waits for nothing.
package struct ContentLedger {
    private struct Name {
        var id: RecordID
        var isWithdrawn: Bool
        /// The record is one that the server has.
        var isAdmitted: Bool
        /// Whose operation is on this laptop and was neither refused nor taken back.
        var isOwn: Bool
    }

    private let reading: any ReplicaReading
    private let parts: ClientParts
    private let epoch: String

    package init(_ reading: any ReplicaReading, _ parts: ClientParts) throws {
        self.reading = reading
        self.parts = parts
        epoch = try Self.epoch(reading)
    }

    /// The mark of a content that the server has: a restored one has to be asked again.
    static func epoch(_ reading: any ReplicaReading) throws -> String {
        let position = try reading.positions().first { $0.position.epoch != 0 }?.position
        return position.map { "\($0.epoch)" } ?? "0"
    }

    /// Own contents that the server lacks as far as is known, by account; of one account when it is given.
    package func waiting(_ account: AccountID? = nil) throws -> [NamedContent] {
        try named(account) { content, name in name.isOwn && !name.isWithdrawn && content.mark != epoch }
    }

    /// Contents to offer to the server: those that wait and whose record it has, copies too after a restore; all of
    /// them where `again` is true.
    package func toOffer(again: Bool) throws -> [NamedContent] {
        try named(nil) { content, name in
            name.isAdmitted && !name.isWithdrawn && (again || content.mark != epoch)
        }
    }

    /// Contents that nothing needs: no record names them, or theirs was withdrawn and they are not unsent work.
    package func unneeded(before moment: Instant) throws -> [HeldContent] {
        let held = try parts.contents.list(nil)
        let byAccount = Dictionary(grouping: held, by: \.place.account)
        return try byAccount.sorted { $0.key < $1.key }.flatMap { account, contents in
            let names = try names(account)
            return contents.filter { content in
                guard let all = names[content.place.hash] else { return content.changedAt < moment }
                return all.allSatisfy(\.isWithdrawn)
            }
        }
    }

    /// Whether a record or an operation of the account still names the content.
    package func isNamed(_ place: ContentPlace) throws -> Bool { try names(place.account)[place.hash] != nil }

    private func named(_ account: AccountID?, where isWanted: (HeldContent, Name) -> Bool) throws -> [NamedContent] {
        let held = try parts.contents.list(account)
        let byAccount = Dictionary(grouping: held, by: \.place.account)
        return try byAccount.sorted { $0.key < $1.key }.flatMap { account, contents in
            let names = try names(account)
            return contents.compactMap { content in
                let found = names[content.place.hash]?.first { isWanted(content, $0) }
                return found.map { NamedContent(attachment: $0.id, content: content) }
            }
        }
    }

    /// By hash. Of an account that has left only one's own operations are still there.
    private func names(_ account: AccountID) throws -> [[UInt8]: [Name]] {
        var names: [[UInt8]: [Name]] = [:]
        var own: Set<RecordID> = []
        let rows = try reading.rows(account: account, confirmedOnly: false)
        var attachments: [RecordID: (Attachment, isConfirmed: Bool)] = [:]
        for row in rows where row.kind == UInt16(RecordKind.attachment.rawValue) {
            guard case .attachment(let attachment)? = parts.content(of: row) else { continue }
            attachments[row.id] = (attachment, row.pendingOperation == nil)
        }
        let entries = try reading.operations(account: account, states: [.pending, .acknowledged, .settled])
        for entry in entries {
            guard let made = try? parts.intent(of: entry).attachment else { continue }
            let state = entry.outcome.state
            let isOver = state == .refused || state == .withdrawn
            own.insert(made.attachment)
            let name = Name(
                id: made.attachment,
                isWithdrawn: state == .withdrawn || attachments[made.attachment]?.0.withdrawnBy != nil,
                isAdmitted: entry.receipt != nil && !isOver && state != .held, isOwn: !isOver)
            names[made.contentHash, default: []].append(name)
        }
        for (id, found) in attachments.sorted(by: { $0.key < $1.key }) where !own.contains(id) {
            let name = Name(
                id: id, isWithdrawn: found.0.withdrawnBy != nil, isAdmitted: found.isConfirmed, isOwn: false)
            names[found.0.contentHash, default: []].append(name)
        }
        return names
    }
}

extension Intent {
    /// The attachment that it adds, also in place of an earlier operation.
    var attachment: AddAttachment? {
        switch self {
        case .addAttachment(let made): made
        case .replaceOperation(let replaced): replaced.intent.attachment
        default: nil
        }
    }
}
