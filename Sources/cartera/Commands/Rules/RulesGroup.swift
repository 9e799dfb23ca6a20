import ArgumentParser

struct RulesGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Rule packs: what they say and whether they say it right. Needs no server.",
        subcommands: [
            RulesCheck.self, RulesDigest.self, RulesMeasure.self, RulesList.self, RulesShow.self, RulesExplain.self,
            RulesHandbook.self,
        ])
}
