/// A closed vocabulary of packs, facts and scenario files: an unknown word is an error where it is read.
package protocol RuleWord: RawRepresentable<UInt8>, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    /// As files spell them, in the order of the cases.
    static var words: [String] { get }
}

extension RuleWord {
    package var description: String { Self.words[Int(rawValue)] }

    package init?(word: some StringProtocol) {
        guard let index = Self.words.firstIndex(where: { $0 == word }) else { return nil }
        self.init(rawValue: UInt8(index))
    }
}

/// A set of words as bits: rules ask for membership on every evaluation.
package struct WordSet<Word: RuleWord>: Hashable, Sendable, ExpressibleByArrayLiteral {
    private var bits: UInt32 = 0

    package init(_ words: some Sequence<Word>) { for word in words { bits |= 1 << UInt32(word.rawValue) } }
    package init(arrayLiteral words: Word...) { self.init(words) }

    package static var all: WordSet { WordSet(Array(Word.allCases)) }

    package func contains(_ word: Word) -> Bool { bits & (1 << UInt32(word.rawValue)) != 0 }
    package var isEmpty: Bool { bits == 0 }
    package var words: [Word] { Word.allCases.filter(contains) }
}

package enum Channel: UInt8, RuleWord {
    case call, visit, workplaceVisit, sms, email, appMessage, letter
    package static let words = ["call", "visit", "workplace_visit", "sms", "email", "app_message", "letter"]
}

package enum Direction: UInt8, RuleWord {
    case outbound, inbound
    package static let words = ["outbound", "inbound"]
}

package enum ContactResult: UInt8, RuleWord {
    case noAnswer, notConnected, messageLeft, thirdParty, conversation, delivered
    package static let words = [
        "no_answer", "not_connected", "message_left", "third_party", "conversation", "delivered",
    ]
}

package enum PersonKind: UInt8, RuleWord {
    case debtor, spouse, guarantor, coObligor, attorney, estateRepresentative, thirdParty, elderlyThirdParty, minor
    case nobody
    package static let words = [
        "debtor", "spouse", "guarantor", "co_obligor", "attorney", "estate_representative", "third_party",
        "elderly_third_party", "minor", "nobody",
    ]
}

package enum ContactPlace: UInt8, RuleWord {
    case home, workplace, agreed, other
    package static let words = ["home", "workplace", "agreed", "other"]
}

package enum Purpose: UInt8, RuleWord {
    case collection, location, closingNotice, remedyNotice, verification, appointment
    package static let words = [
        "collection", "location", "closing_notice", "remedy_notice", "verification", "appointment",
    ]
}

package enum FlagKind: UInt8, RuleWord {
    case dispute, hardship, deceased, vulnerable, represented, ceaseContact, employerProhibits, timeBarred
    package static let words = [
        "dispute", "hardship", "deceased", "vulnerable", "represented", "cease_contact", "employer_prohibits",
        "time_barred",
    ]
}

package enum ActKind: UInt8, RuleWord {
    case contact, payment, promise, settlement, letter
    package static let words = ["contact", "payment", "promise", "settlement", "letter"]
}

package enum ProductKind: UInt8, RuleWord {
    case consumer, mortgage, auto, card, microcredit, agricultural, commercial, telecom, utility
    package static let words = [
        "consumer", "mortgage", "auto", "card", "microcredit", "agricultural", "commercial", "telecom", "utility",
    ]
}

package enum CreditorKind: UInt8, RuleWord {
    case thirdPartyAgency, firstParty
    package static let words = ["third_party_agency", "first_party"]
}

/// What a consent is for: to be contacted by the channel at all, or at other hours.
package enum ConsentScope: UInt8, RuleWord {
    case contact, hours
    package static let words = ["contact", "hours"]
}

/// From mildest to strictest; the raw value is the severity.
package enum VerdictWord: UInt8, RuleWord, Comparable {
    case allowed, warning, needsApproval, presumedViolation, denied
    package static let words = ["allowed", "warning", "needs_approval", "presumed_violation", "denied"]

    package static func < (a: VerdictWord, b: VerdictWord) -> Bool { a.rawValue < b.rawValue }

    /// Whether the act must wait: `allowed_from` is the first moment at which nothing blocks.
    package var blocks: Bool { self > .warning }
}
