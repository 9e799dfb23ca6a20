package import FieldModel

/// A phone, e-mail or address that the account did not have: an element of its set.
package struct AddContactPoint: Sendable, Hashable, Codable {
    package var point: RecordID
    package var kind: ContactPointKind
    package var value: String
    package var label: String
    package var city: String
    package var state: String
    package var country: String
    package var postalCode: String
    package var location: GeoPoint?

    package init(
        point: RecordID, kind: ContactPointKind, value: String, label: String = "", city: String = "",
        state: String = "", country: String = "", postalCode: String = "", location: GeoPoint? = nil
    ) {
        self.point = point
        self.kind = kind
        self.value = value
        self.label = label
        self.city = city
        self.state = state
        self.country = country
        self.postalCode = postalCode
        self.location = location
    }
}

extension AddContactPoint: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        var made = ContactPoint(
            kind: kind, value: "", location: location, author: draft.author, addedAt: draft.context.actedAt)
        for (field, text) in texts {
            draft.check(ContactPoint.self, field: field, text)
            guard !text.isEmpty else { continue }
            made.write(text, draft.stamp(field))
        }
        draft.check(location: location)
        draft.create(made, point)
    }

    private var texts: [(field: String, text: String)] {
        [
            ("value", value), ("label", label), ("city", city), ("state", state), ("country", country),
            ("postal_code", postalCode),
        ]
    }
}
