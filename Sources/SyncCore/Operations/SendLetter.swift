package import FieldModel

/// A letter with its canonical text.
package struct SendLetter: Sendable, Hashable, Codable {
    package var letter: RecordID
    package var template: String
    package var templateVersion: String
    package var recipient: String
    package var address: String
    package var method: String
    package var purpose: String
    package var text: String
    package var values: [Attribute]
    package var packs: [String]

    package init(
        letter: RecordID, template: String, templateVersion: String = "", recipient: String = "", address: String = "",
        method: String = "", purpose: String = "", text: String = "", values: [Attribute] = [], packs: [String] = []
    ) {
        self.letter = letter
        self.template = template
        self.templateVersion = templateVersion
        self.recipient = recipient
        self.address = address
        self.method = method
        self.purpose = purpose
        self.text = text
        self.values = values
        self.packs = packs
    }
}

extension SendLetter: Decidable {
    /// Its rules come with a later version; until then it waits.
    func decide(_ draft: inout Draft) { draft.hold(.unsupported) }
}
