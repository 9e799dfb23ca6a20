package import FieldModel

/// A record whose fields several people edit: each field merges by itself, by who wrote it last.
package protocol EditableFields: RecordValue {
    static var fields: [String] { get }
    /// Empty for an absent or unknown field.
    subscript(field field: String) -> String { get set }
    var stamps: [FieldStamp] { get }
    /// Writes the field that the stamp names.
    mutating func write(_ text: String, _ stamp: FieldStamp)
}

extension EditableFields {
    package func stamp(of field: String) -> FieldStamp? { stamps.first { $0.field == field } }
}

extension [FieldStamp] {
    /// One a field, by name.
    mutating func put(_ stamp: FieldStamp) {
        removeAll { $0.field == stamp.field }
        append(stamp)
        sort { $0.field < $1.field }
    }
}

extension ContactPoint: EditableFields {
    package static let fields = ["value", "label", "city", "state", "country", "postal_code"]

    package subscript(field field: String) -> String {
        get {
            switch field {
            case "value": value
            case "label": label
            case "city": city
            case "state": state
            case "country": country
            case "postal_code": postalCode
            default: ""
            }
        }
        set {
            switch field {
            case "value": value = newValue
            case "label": label = newValue
            case "city": city = newValue
            case "state": state = newValue
            case "country": country = newValue
            case "postal_code": postalCode = newValue
            default: break
            }
        }
    }

    package mutating func write(_ text: String, _ stamp: FieldStamp) {
        self[field: stamp.field] = text
        stamps.put(stamp)
    }
}

extension RelatedPerson: EditableFields {
    package static let fields = ["role", "name", "phone", "agreed_place"]

    package subscript(field field: String) -> String {
        get {
            switch field {
            case "role": role
            case "name": name
            case "phone": phone
            case "agreed_place": agreedPlace
            default: ""
            }
        }
        set {
            switch field {
            case "role": role = newValue
            case "name": name = newValue
            case "phone": phone = newValue
            case "agreed_place": agreedPlace = newValue
            default: break
            }
        }
    }

    package mutating func write(_ text: String, _ stamp: FieldStamp) {
        self[field: stamp.field] = text
        stamps.put(stamp)
    }
}

extension AccountRegisters: EditableFields {
    package static let fields = Vocabulary.registers

    package subscript(field field: String) -> String {
        get { registers.first { $0.field == field }?.value ?? "" }
        set {
            guard let index = registers.firstIndex(where: { $0.field == field }) else { return }
            registers[index].value = newValue
        }
    }

    /// A register carries its own stamp.
    package var stamps: [FieldStamp] {
        registers.map { FieldStamp(field: $0.field, operation: $0.operation, author: $0.author, at: $0.at) }
    }

    package mutating func write(_ text: String, _ stamp: FieldStamp) {
        registers.removeAll { $0.field == stamp.field }
        registers.append(
            Register(
                field: stamp.field, value: text, operation: stamp.operation, author: stamp.author, at: stamp.at))
        registers.sort { $0.field < $1.field }
    }
}

extension Draft {
    mutating func check<Value: EditableFields>(_ type: Value.Type, field: String, _ text: String) {
        switch (Value.rowKind, field) {
        case (.contactPoint, "value"): check(text: text, most: Limits.valueBytes, required: true)
        case (.contactPoint, "country"):
            let isCode = text.utf8.count == 2 && text.utf8.allSatisfy((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains)
            require(text.isEmpty || isCode, .unknownWord)
        case (.relatedPerson, "role"): check(word: text, in: Vocabulary.relatedRoles)
        case (.relatedPerson, "name"): check(text: text, most: Limits.nameBytes, required: true)
        case (.registers, _): check(text: text, most: Limits.registerValueBytes, lines: true)
        default: check(text: text, most: Limits.valueBytes)
        }
    }
}
