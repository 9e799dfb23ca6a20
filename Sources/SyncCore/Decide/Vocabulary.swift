internal import FieldRules

/// The words that operations may use, by field.
package enum Vocabulary {
    /// What came of a visit.
    package static let visitOutcomes: [String] = [
        "paid", "partial_payment", "promised", "refused_to_pay", "not_home", "moved", "unknown_at_address", "deceased",
        "third_party", "dispute", "hardship", "callback", "notice_left", "no_access", "other",
    ]
    package static let persons: [String] = PersonKind.words
    package static let places: [String] = ContactPlace.words
    package static let purposes: [String] = Purpose.words
    package static let channels: [String] = Channel.words
    package static let directions: [String] = Direction.words
    package static let contactResults: [String] = ContactResult.words
    package static let flags: [String] = FlagKind.words
    package static let consentScopes: [String] = ["hours"]
    package static let paymentMethods: [String] = ["cash", "transfer", "cheque", "card"]
    package static let relatedRoles: [String] = [
        "spouse", "guarantor", "co_obligor", "attorney", "estate_representative", "employer", "reference",
    ]
    package static let deliveries: [String] = ["handed", "posted", "delivered", "returned"]
    package static let attachmentKinds: [String] = [
        "photo", "document", "identification", "contract", "proof_of_payment", "other",
    ]
    package static let registers: [String] = ["preferred_hour", "landmark", "summary", "language"]
}
