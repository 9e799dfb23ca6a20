package import FieldModel
internal import SyncCore

/// A file that a person wants under an account.
package struct AttachedFile: Sendable {
    package var name: String
    package var bytes: [UInt8]
    /// Empty chooses by what the file is.
    package var kind: String
    package var note: String

    package init(name: String, bytes: [UInt8], kind: String = "", note: String = "") {
        self.name = name
        self.bytes = bytes
        self.kind = kind
        self.note = note
    }
}

extension Acting {
    /// Keeps a copy of the file, then writes down that it belongs to the account: there is no record whose content is
    /// not on disk. `mostWaiting` are the bytes that may wait to be sent.
    package func attach(
        _ account: AccountID, _ file: AttachedFile, mostWaiting: UInt64 = Limits.attachmentBytesWaiting
    ) throws -> ActResult {
        let size = UInt64(file.bytes.count)
        // Before anything is copied; the reducer says the same.
        if size == 0 { throw ClientFailure.refused(.attachmentEmpty) }
        if size > Limits.attachmentBytes { throw ClientFailure.refused(.attachmentTooLarge) }
        let mediaType = MediaType.of(Array(file.bytes.prefix(MediaType.headBytes)))
        let hash = parts.hash.sha256(file.bytes)
        let place = ContentPlace(account: account, hash: hash)
        let id = parts.mintID()
        let kind = file.kind.isEmpty ? (mediaType.hasPrefix("image/") ? "photo" : "document") : file.kind
        let intent = AddAttachment(
            attachment: id, name: file.name, mediaType: mediaType, size: size, contentHash: hash, kind: kind,
            note: file.note)
        if !isDryRun { try keep(file.bytes, at: place, as: id, mostWaiting: mostWaiting) }
        do {
            return try act { _ in
                var act = PlannedAct(account: account, record: id, intent: .addAttachment(intent))
                act.notes = [("sha256", hexadecimal(hash)), ("media_type", mediaType)]
                return act
            }
        } catch {
            if !isDryRun { try forget(place) }
            throw error
        }
    }

    private func keep(_ bytes: [UInt8], at place: ContentPlace, as id: RecordID, mostWaiting: UInt64) throws {
        let waiting = try parts.store.read { try ContentLedger($0, parts).waiting() }
        let sum = waiting.filter { $0.content.place != place }.reduce(UInt64(bytes.count)) { $0 + $1.content.size }
        guard sum <= mostWaiting else {
            throw ClientFailure(
                "attachments_waiting_full", "Too many bytes of attachments wait to be sent; this laptop takes no more.",
                hint: "Connect and run `cartera sync`.", status: .tryLater)
        }
        if try parts.contents.held(place) != nil { return }
        let part = ContentCourier.partName(place.account, id)
        try parts.contents.append(bytes, to: part, at: 0)
        guard try parts.contents.finish(part: part, as: place) == .kept else {
            throw ClientFailure(
                "home_io", "The copy of the file is not what was written.", hint: "Check the home's disk.",
                status: .inputOutput)
        }
    }

    private func forget(_ place: ContentPlace) throws {
        let isNamed = try parts.store.read { try ContentLedger($0, parts).isNamed(place) }
        if !isNamed { try parts.contents.remove(place) }
    }
}

extension ClientFailure {
    static func refused(_ code: ReasonCode) -> ClientFailure {
        .badInput(code.rawValue, RefusalText.message(code.rawValue))
    }
}
