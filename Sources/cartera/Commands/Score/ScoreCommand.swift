import ArgumentParser

struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Scorecards: train, apply, explain. Needs no server.",
        subcommands: [ScoreTrain.self, ScoreApply.self, ScoreExplain.self])
}
