internal import FieldModel
internal import FieldRules
internal import FoundationEssentials
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// What a row tells that rules read, beside the account itself.
extension LenderRow {
    mutating func records(_ zone: Zone?) -> [Cartera_V1_ImportedRecord] {
        let contents = flags() + notices(zone) + relatedPersons() + restrictions(zone) + complaint(zone) + hold()
        return contents.compactMap { content in
            guard let bytes = try? WireRecordCodec().encode(content) else { return nil }
            return .with {
                $0.kind = content.kind.proto()
                $0.content = Data(bytes)
            }
        }
    }

    private static let nowhere = Instant(milliseconds: 0)

    private mutating func flags() -> [RecordContent] {
        entries(.flags, parts: 1...3, "FLAG[:DAY][:written]") { parts, today in
            guard Vocabulary.flags.contains(parts[0]) else { return nil }
            let isWritten = parts.count > 1 && parts.last == "written"
            let days = parts.dropFirst().dropLast(isWritten ? 1 : 0)
            guard days.count <= 1, let since = optionalDay(days.first, today) else { return nil }
            return .flag(
                Flag(kind: parts[0], sinceDay: since, recordedAt: Self.nowhere, written: isWritten, author: .nil_))
        }
    }

    private mutating func notices(_ zone: Zone?) -> [RecordContent] {
        entries(.notices, parts: 2...2, "NOTICE:DAY") { parts, today in
            guard !parts[0].isEmpty, let day = CalendarDate(parts[1]), day <= today + 1 else { return nil }
            return .notice(Notice(kind: parts[0], at: Self.moment(day, zone)))
        }
    }

    private mutating func relatedPersons() -> [RecordContent] {
        entries(.relatedPersons, parts: 2...3, "ROLE:NAME[:PHONE]") { parts, _ in
            guard Vocabulary.relatedRoles.contains(parts[0]), !parts[1].isEmpty else { return nil }
            let phone = parts.count == 3 ? parts[2] : ""
            return .relatedPerson(RelatedPerson(role: parts[0], name: parts[1], phone: phone, author: .nil_))
        }
    }

    private mutating func restrictions(_ zone: Zone?) -> [RecordContent] {
        entries(.restrictions, parts: 1...2, "CHANNEL[:DAY] or PLACE[:DAY]") { parts, today in
            let isChannel = Vocabulary.channels.contains(parts[0])
            guard isChannel || Vocabulary.places.contains(parts[0]),
                let day = optionalDay(parts.dropFirst().first, today)
            else { return nil }
            return .restriction(
                ContactRestriction(
                    channel: isChannel ? parts[0] : "", place: isChannel ? "" : parts[0],
                    requestedAt: day.map { Self.moment($0, zone) }, author: .nil_))
        }
    }

    private mutating func complaint(_ zone: Zone?) -> [RecordContent] {
        let text = cells.text(.complaint, most: Limits.noteBytes)
        let opened = cells.day(.complaintOpenedOn, notAfter: today)
        let due = cells.day(.complaintDue)
        if text.isEmpty {
            if opened != nil || due != nil { cells.note(.complaint, "missing") }
            return []
        }
        let at = opened.map { Self.moment($0, zone) } ?? Self.nowhere
        return [.complaint(Complaint(text: text, openedAt: at, dueDay: due, author: .nil_))]
    }

    private mutating func hold() -> [RecordContent] {
        let reason = cells.text(.legalHold, most: Limits.reasonBytes)
        return reason.isEmpty ? [] : [.legalHold(LegalHold(reason: reason, author: .nil_))]
    }

    private mutating func entries(
        _ column: LenderColumn, parts allowed: ClosedRange<Int>, _ form: String,
        _ read: ([String], CalendarDate) -> RecordContent?
    ) -> [RecordContent] {
        var found: [RecordContent] = []
        for entry in cells.text(column, most: Limits.registerValueBytes).split(separator: ";") {
            let parts = trimmed(String(entry)).split(separator: ":", omittingEmptySubsequences: false).map {
                trimmed(String($0))
            }
            if parts == [""] { continue }
            guard allowed.contains(parts.count), let content = read(parts, today) else {
                cells.note(column, "bad_entry", form)
                return []
            }
            found.append(content)
        }
        return found
    }
}

/// Nil for what is no day or has not come; no day where none is written.
private func optionalDay(_ text: String?, _ today: CalendarDate) -> CalendarDate?? {
    guard let text else { return .some(nil) }
    guard let day = CalendarDate(text), day <= today + 1 else { return nil }
    return .some(day)
}
