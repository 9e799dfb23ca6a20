package import FieldModel
internal import FieldRules

/// Overrides at work: one that was granted lets one act pass one rule, and is used up by it.
extension Draft {
    /// What is left to speak against the act. Words of the law never go away.
    mutating func lifting(_ words: [Bench.Word], _ judged: JudgedAct) -> [Bench.Word] {
        let user = judged.record?.id ?? operation
        return words.filter { word in
            guard word.rule.word.blocks, word.rule.overridable else { return true }
            let found = aggregate.all(Override.self).first { _, override in
                override.rule == word.rule.rule && override.act == judged.word
                    && (override.usedBy == user || override.isOpen(at: context.actedAt))
            }
            guard let found else { return true }
            if found.value.usedBy == nil {
                var used = found.value
                (used.usedBy, used.usedAt) = (user, context.actedAt)
                aggregate.set(used, found.id)
            }
            return false
        }
    }
}

extension Aggregate {
    /// The rules that overrides, granted and not used, let an act pass that is done at `moment`.
    package func overridden(_ judged: JudgedAct, at moment: Instant) -> Set<String> {
        Set(all(Override.self).map(\.value).filter { $0.act == judged.word && $0.isOpen(at: moment) }.map(\.rule))
    }
}

extension Override {
    /// Granted, not used, and still in its time.
    package func isOpen(at moment: Instant) -> Bool {
        grantedAt != nil && usedBy == nil && (until.map { moment <= $0 } ?? true)
    }
}

extension JudgedAct {
    /// As overrides name acts.
    var word: String { act.kind == .contact ? act.channel.description : act.kind.description }
}
