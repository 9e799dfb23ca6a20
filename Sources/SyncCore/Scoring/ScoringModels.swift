package import FieldModel
package import FieldRules

/// The models that are in force, ready to score accounts.
package struct ScoringModels: Sendable {
    package struct Model: Sendable {
        package var plan: ScorePlan
        package var champion: CompiledCard
        package var challenger: CompiledCard?

        package init(plan: ScorePlan, champion: CompiledCard, challenger: CompiledCard? = nil) {
            self.plan = plan
            self.champion = champion
            self.challenger = challenger
        }
    }

    package let models: [Model]

    /// `ScorePlan.firstModel` first, then by name.
    package init(_ models: [Model]) {
        self.models = models.sorted { a, b in
            let (aFirst, bFirst) = (a.plan.model == ScorePlan.firstModel, b.plan.model == ScorePlan.firstModel)
            return aFirst != bFirst ? aFirst : a.plan.model < b.plan.model
        }
    }

    package var isEmpty: Bool { models.isEmpty }

    /// Nil without models. `unit` is whom experiments are drawn by; `balance` bounds what a model says in money.
    package func score(
        _ facts: AccountFacts, _ cutoff: FactCutoff, unit: Identifier, balance: Int64, hash: any Hashing
    ) -> Score? {
        var words: [ModelScore] = []
        words.reserveCapacity(models.count)
        for model in models {
            var card = model.champion
            var arm: Int?
            if let challenger = model.challenger {
                let drawn = Experiment.arm(model.plan.experiment, unit: unit, hash: hash)
                if drawn < model.plan.share { card = challenger }
                arm = drawn
            }
            words.append(ScoringModels.word(card, facts, balance, experiment: model.plan.experiment, arm: arm))
        }
        guard let first = words.first else { return nil }
        return Score(
            scorecard: first.scorecard, scorecardVersion: first.scorecardVersion, milliPoints: first.milliPoints,
            probabilityPpm: first.probabilityPpm, reasons: first.reasons, asOfDay: cutoff.day, amount: first.amount,
            experiment: first.experiment, arm: first.arm, models: Array(words.dropFirst()),
            factsVersion: AccountFacts.version, factNumbers: facts.numbers, factTexts: facts.texts,
            asOfAt: cutoff.through)
    }

    /// The probability is of the good outcome; a card tables that of the bad one.
    private static func word(
        _ card: CompiledCard, _ facts: AccountFacts, _ balance: Int64, experiment: String, arm: Int?
    ) -> ModelScore {
        let result = card.score(facts)
        return ModelScore(
            scorecard: card.card.name, scorecardVersion: card.card.version, milliPoints: Int64(result.milliPoints),
            probabilityPpm: 1_000_000 - result.probabilityPpm, reasons: result.reasons,
            amount: result.amount.map { min(Int64($0), balance) } ?? 0, experiment: arm == nil ? "" : experiment,
            arm: arm.map { $0 + 1 } ?? 0)
    }
}

/// Where an account falls in an experiment: always the same place, on every machine.
package enum Experiment {
    /// The first 8 bytes of SHA-256(experiment ‖ unit), big-endian, mod 10,000.
    package static func arm(_ experiment: String, unit: Identifier, hash: any Hashing) -> Int {
        let digest = hash.sha256(Array(experiment.utf8) + unit.bytes)
        var word: UInt64 = 0
        for byte in digest.prefix(8) { word = word << 8 | UInt64(byte) }
        return Int(word % UInt64(ScorePlan.arms))
    }

    /// One person's accounts are drawn together: by his document where the lender gives one, else by the account.
    package static func unit(_ account: AccountID, document: String, hash: any Hashing) -> Identifier {
        guard !document.isEmpty else { return account }
        return .derived(time48: 0, hash: hash.sha256(Array("cartera-person-1".utf8) + Array(document.utf8)))
    }
}

extension AccountFacts {
    /// The facts that a score was made of; nil when it carries none that this program can read.
    package init?(_ score: Score) {
        var numbers = score.factNumbers
        while numbers.count < FactName.numbers { numbers.append(AccountFacts.missing) }
        self.init(version: score.factsVersion, numbers: numbers, texts: score.factTexts)
    }
}
