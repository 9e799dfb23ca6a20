import ArgumentParser
import FieldModel
import FieldRules
import SyncClient

struct AdminScoreGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Scores of all accounts, and the scorecards that they come from.",
        subcommands: [
            AdminScoreRun.self, AdminScoreTrain.self, AdminScorePromote.self, AdminScoreCompare.self,
            AdminScoreExplain.self,
        ])
}

struct AdminImportScorecard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scorecard", abstract: "Keep a scorecard on the server; it counts once it is promoted.",
        discussion: """
            A card that reads a protected attribute, or something that is none of the server's facts, is refused.

            example:
              cartera admin import scorecard Rules/Scorecards/propensity.yaml
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The card.", completion: .file(extensions: ["yaml"])) var file: String

    func run() async throws {
        let card = try explainingScoring { try ScoreFiles.card(file) }
        try await Program(global).ask { try await $0.importScorecard(card) }
    }
}

struct AdminScoreRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Score every account; only what changes is written.",
        discussion: """
            The server does this every night by itself, and for single accounts when something comes in. A run that was
            cut off goes on where it was.

            examples:
              cartera admin score run --dry-run
              cartera admin score run --as-of 2026-11-30
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var scope: BranchOption
    @Option(help: "By what was known when that day ended, YYYY-MM-DD (default: now).") var asOf: String?
    @Flag(help: "Say what would change and write nothing.") var dryRun = false

    func run() async throws {
        let program = Program(global)
        let (day, dryRun, branch) = (try asOf.map(MomentText.day), dryRun, scope.branch)
        let items = try await program.administer {
            try await $0.runScores(asOf: day, dryRun: dryRun, branch: branch) { _ in }
        }
        program.printer.show(items: items, columns: ["branch", "accounts", "scored", "changed", "batches"])
    }
}

struct AdminScoreTrain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Learn a scorecard from the server's own history.",
        discussion: """
            Facts are those of the day before, outcomes those of a horizon that has closed; the last quarter of the days
            is tested on and not learned from. Models: propensity, promise_kept, recovery.

            examples:
              cartera admin score train propensity --out card.yaml
              cartera admin score train promise_kept --test-from 2026-09-01 --json
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var scope: BranchOption
    @Argument(help: "What the card is to foretell.") var model: String
    @Option(help: "Write the card here.", completion: .file()) var out: String?
    @Option(help: "The card's version (default: today).") var cardVersion: String?
    @Option(help: "Days in which it must come true (default: the model's).") var horizon: Int?
    @Option(help: "The first day of facts, YYYY-MM-DD.") var from: String?
    @Option(help: "The last day of facts, YYYY-MM-DD.") var to: String?
    @Option(help: "The first day of facts that is tested on, YYYY-MM-DD.") var testFrom: String?

    func validate() throws {
        guard horizon.map({ (1...366).contains($0) }) ?? true else { throw ValidationError("--horizon is 1 to 366.") }
    }

    func run() async throws {
        let program = Program(global)
        var learning = Administration.Learning(model: model)
        learning.version = cardVersion ?? ""
        learning.horizonDays = horizon ?? 0
        learning.branch = scope.branch ?? ""
        learning.from = try from.map(MomentText.day)
        learning.to = try to.map(MomentText.day)
        learning.testFrom = try testFrom.map(MomentText.day)
        let wanted = learning
        let (report, card) = try await program.administer { try await $0.trainScorecard(wanted) }
        if let out { try ScoreFiles.write([(card, out)]) }
        program.printer.out(report)
    }
}

struct AdminScorePromote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: "Let a card speak for its model, or try another beside it.",
        discussion: """
            Nothing changes until a second person (an administrator or somebody of compliance) runs the same command or
            grants it. --rollback goes back to what counted before the last promotion.

            examples:
              cartera admin score promote propensity --champion 1
              cartera admin score promote propensity --challenger 2 --share 1000
              cartera admin score promote propensity --rollback
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The name of the cards that compete.") var model: String
    @Option(help: "The version that is to speak for it (default: the one that does).") var champion: String?
    @Option(help: "The version to try beside it.") var challenger: String?
    @Option(help: "How many of 10,000 accounts the challenger gets.") var share = 1000
    @Option(help: "The experiment's name: another name draws the accounts anew.") var experiment: String?
    @Flag(help: "Go back to what counted before the last promotion.") var rollback = false

    func validate() throws {
        guard !rollback || (champion == nil && challenger == nil) else {
            throw ValidationError("--rollback stands alone.")
        }
        guard rollback || champion != nil || challenger != nil else {
            throw ValidationError("Name --champion or --challenger, or give --rollback.")
        }
        guard (1...ScorePlan.arms).contains(share) else { throw ValidationError("--share is 1 to 10000.") }
    }

    func run() async throws {
        let program = Program(global)
        var promotion = Administration.Promotion(model: model)
        promotion.champion = champion ?? ""
        promotion.challenger = challenger ?? ""
        promotion.share = challenger == nil ? 0 : share
        promotion.experiment = experiment ?? ""
        promotion.rollback = rollback
        let wanted = promotion
        let item = try await program.administer { try await $0.promote(wanted) }
        program.printer.show(item)
        if item["state"] == "proposed" { program.printer.note("second_person") }
    }
}

struct AdminScoreCompare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "How champion and challenger have done, as JSON.",
        discussion: "example:\n  cartera admin score compare propensity")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var scope: BranchOption
    @Argument(help: "The model.") var model: String
    @Option(help: "Days in which it must come true (default: the model's).") var horizon = 0

    func run() async throws {
        let program = Program(global)
        let (model, horizon, branch) = (model, horizon, scope.branch)
        let report = try await program.administer {
            try await $0.compareScorecards(model, horizonDays: horizon, branch: branch)
        }
        program.printer.out(report)
    }
}

struct AdminScoreExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "How an account comes to its score, now or on a past day, as JSON.",
        discussion: """
            Shows the facts, the points of every characteristic, and whether the stored score comes out again.

            examples:
              cartera admin score explain 4915-0008
              cartera admin score explain 4915-0008 --as-of 2026-10-31
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Number, id or ending.") var account: String
    @Option(help: "By what was known when that day ended, YYYY-MM-DD.") var asOf: String?

    func run() async throws {
        let program = Program(global)
        let (account, day) = (account, try asOf.map(MomentText.day))
        program.printer.out(try await program.administer { try await $0.explainScore(account, asOf: day) })
    }
}
