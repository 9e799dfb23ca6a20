/// Which version of a model's card speaks for it, and which one is tried beside it on some accounts.
///
/// A plan is a document of its own: putting a new revision forward, by one person and another, is what promotion is,
/// and the revisions that were are its history.
package struct ScorePlan: Hashable, Sendable {
    /// The name that the competing cards share.
    package var model: String
    package var revision: Int
    package var champion: String
    package var challenger: String?
    /// Of 10,000 accounts.
    package var share: Int
    /// Names the experiment; the arms of another one are drawn anew.
    package var experiment: String

    package static let arms = 10_000
    /// Its champion comes first in an account's score.
    package static let firstModel = "propensity"

    package init(
        model: String, revision: Int, champion: String, challenger: String? = nil, share: Int = 0,
        experiment: String = ""
    ) {
        self.model = model
        self.revision = revision
        self.champion = champion
        self.challenger = challenger
        self.share = share
        self.experiment = experiment
    }

    package static func documentName(_ model: String) -> String { "plan/\(model)" }

    package var document: RuleNode {
        func entry(_ key: String, _ text: String) -> RuleNode.Entry {
            RuleNode.Entry(key: key, value: .scalar(text, quoted: true, line: 0), line: 0)
        }
        func whole(_ key: String, _ number: Int) -> RuleNode.Entry {
            RuleNode.Entry(key: key, value: .scalar("\(number)", quoted: false, line: 0), line: 0)
        }
        var entries = [entry("plan", model), whole("revision", revision), entry("champion", champion)]
        if let challenger {
            entries += [
                entry("challenger", challenger), whole("share", share), entry("experiment", experiment),
            ]
        }
        return .map(entries, line: 0)
    }

    package init(_ node: RuleNode) throws(RuleFailure) {
        var fields = try FieldReader(node, path: "$")
        model = try fields.text("plan")
        revision = try fields.integer("revision", 1...1_000_000)
        champion = try fields.text("champion")
        challenger = try fields.optionalText("challenger")
        share = try fields.optionalInteger("share", 1...ScorePlan.arms) ?? 0
        experiment = try fields.optionalText("experiment") ?? ""
        try fields.finish()
        guard (challenger == nil) == (share == 0), (challenger == nil) == experiment.isEmpty else {
            throw fields.failure(.missingKey, "challenger, share and experiment go together")
        }
    }
}
