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
        let form = "CHANNEL, PLACE or any, then [@WEEKDAYS][@HHMM-HHMM][:DAY]"
        return entries(.restrictions, parts: 1...2, form) { parts, today in
            guard var asked = AskedRestriction(parts[0])?.restriction,
                let day = optionalDay(parts.dropFirst().first, today)
            else { return nil }
            asked.requestedAt = day.map { Self.moment($0, zone) }
            return .restriction(asked)
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

/// `call@67@0800-1200`: what the debtor asked not to be done, on which weekdays (1 is Monday) and between which hours.
private struct AskedRestriction {
    private(set) var restriction = ContactRestriction(author: .nil_)

    init?(_ text: String) {
        var parts = text.split(separator: "@", omittingEmptySubsequences: false).map { trimmed(String($0)) }
        let subject = parts.removeFirst()
        if Vocabulary.channels.contains(subject) {
            restriction.channel = subject
        } else if Vocabulary.places.contains(subject) {
            restriction.place = subject
        } else if subject != "any" || parts.isEmpty {
            return nil
        }
        for part in parts {
            guard part.contains("-") ? take(hours: part) : take(weekdays: part) else { return nil }
        }
    }

    private mutating func take(weekdays text: String) -> Bool {
        let days = text.compactMap(\.wholeNumberValue).sorted()
        guard restriction.weekdays.isEmpty, !days.isEmpty, days.count == text.count, Set(days).count == days.count,
            days.allSatisfy((1...7).contains)
        else { return false }
        restriction.weekdays = days
        return true
    }

    private mutating func take(hours text: String) -> Bool {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minutes)
        guard restriction.toMinute == 0, ends.count == 2, let from = ends[0], let to = ends[1], from < to else {
            return false
        }
        (restriction.fromMinute, restriction.toMinute) = (from, to)
        return true
    }

    /// Of `HHMM`; `2400` is the end of the day.
    private static func minutes(_ text: Substring) -> Int? {
        guard text.utf8.count == 4, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text),
            number % 100 < 60, number <= 2400
        else { return nil }
        return number / 100 * 60 + number % 100
    }
}

/// Nil for what is no day or has not come; no day where none is written.
private func optionalDay(_ text: String?, _ today: CalendarDate) -> CalendarDate?? {
    guard let text else { return .some(nil) }
    guard let day = CalendarDate(text), day <= today + 1 else { return nil }
    return .some(day)
}
