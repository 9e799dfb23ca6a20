package import FieldModel

/// Somebody other than the debtor whom a collector may meet.
package struct AddRelatedPerson: Sendable, Hashable, Codable {
    package var person: RecordID
    package var role: String
    package var name: String
    package var phone: String
    package var agreedPlace: String

    package init(person: RecordID, role: String, name: String, phone: String = "", agreedPlace: String = "") {
        self.person = person
        self.role = role
        self.name = name
        self.phone = phone
        self.agreedPlace = agreedPlace
    }
}

extension AddRelatedPerson: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        var made = RelatedPerson(role: "", author: draft.author)
        for (field, text) in [("role", role), ("name", name), ("phone", phone), ("agreed_place", agreedPlace)] {
            draft.check(RelatedPerson.self, field: field, text)
            guard !text.isEmpty else { continue }
            made.write(text, draft.stamp(field))
        }
        draft.create(made, person)
    }
}
