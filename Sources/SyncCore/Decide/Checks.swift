internal import FieldModel

/// What an operation's own values must be like, whatever the records say.
extension Draft {
    /// `lines` allows line breaks and tabs.
    mutating func check(text: String, most: Int, lines: Bool = false, required: Bool = false) {
        require(!required || !text.allSatisfy(\.isWhitespace), .textEmpty)
        require(text.utf8.count <= most, .textTooLong)
        guard isSound else { return }
        let hasControl = text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x09, 0x0A: !lines
            case 0x00...0x1F, 0x7F...0x9F: true
            default: false
            }
        }
        require(!hasControl, .textControlCharacters)
    }

    mutating func check(word: String, in vocabulary: [String], required: Bool = true) {
        if word.isEmpty && !required { return }
        require(!word.isEmpty, .textEmpty)
        require(vocabulary.contains(word), .unknownWord)
    }

    mutating func check(moment: Instant?, required: Bool = false) {
        require(moment != nil || !required, .momentMissing)
        guard let moment else { return }
        require(moment == moment.clamped, .momentOutOfRange)
    }

    mutating func check(day: CalendarDate?) {
        guard let day else { return }
        require((CalendarDate.first...CalendarDate.last).contains(day), .momentOutOfRange)
    }

    mutating func check(location: GeoPoint?) {
        guard let location else { return }
        require(
            (-900_000_000...900_000_000).contains(location.latitudeE7)
                && (-1_800_000_000...1_800_000_000).contains(location.longitudeE7) && location.accuracyM >= 0,
            .locationOutOfRange)
    }

    mutating func check(amount: Int64) {
        require(amount > 0, .amountNotPositive)
        require(amount <= Money.mostMinor, .amountTooLarge)
    }

    /// Each field once, and only fields that can be edited.
    mutating func check(edits: [FieldEdit], of fields: [String]) {
        require(!edits.isEmpty && edits.count <= fields.count, .badEdit)
        guard isSound else { return }
        let names = edits.map(\.field)
        require(Set(names).count == names.count && names.allSatisfy(fields.contains), .badEdit)
    }
}
