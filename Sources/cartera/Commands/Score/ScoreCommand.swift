import ArgumentParser

struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Scorecards: train, apply, compare, watch. Needs no server.",
        subcommands: [
            ScoreTrain.self, ScoreApply.self, ScoreExplain.self, ScoreCompare.self, ScoreMonitor.self,
            ScoreFairness.self, ScoreDigestCommand.self,
        ])
}
