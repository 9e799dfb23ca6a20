package import FieldModel

/// A verdict that was asked for, kept as evidence.
package struct CheckMade: Sendable, Hashable, Codable {
    package var channel: String
    package var person: String
    package var place: String
    package var purpose: String
    package var at: Instant?
    package var verdict: String
    package var rule: String
    package var packs: [String]

    package init(
        channel: String, person: String = "", place: String = "", purpose: String = "", at: Instant? = nil,
        verdict: String = "", rule: String = "", packs: [String] = []
    ) {
        self.channel = channel
        self.person = person
        self.place = place
        self.purpose = purpose
        self.at = at
        self.verdict = verdict
        self.rule = rule
        self.packs = packs
    }
}

extension CheckMade: Decidable {
    /// Its rules come with a later version; until then it waits.
    func decide(_ draft: inout Draft) { draft.hold(.unsupported) }
}
