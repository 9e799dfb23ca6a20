import ArgumentParser
import FieldRules
import SyncClient

struct RulesMeasure: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Whether this machine judges like others, and how fast.",
        discussion: """
            The digest is over the verdicts of random cases and is the same on every machine with the same program and \
            packs, whatever its language and time zone. The time is of one core, with 50 contacts of history and three \
            packs beside those that are always on.

            examples:
              cartera rules measure --cases 1000000
              TZ=Asia/Tokyo LANG=tr_TR.UTF-8 cartera rules measure
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "Random cases to judge.") var cases = 100_000
    @Option(help: "Where the cases begin.") var seed: UInt64 = 1
    @Option(name: .customLong("rules"), help: "The folder of packs and calendars.", completion: .directory) var folder:
        String?

    func validate() throws {
        guard (1...100_000_000).contains(cases) else { throw ValidationError("--cases is 1 to 100000000.") }
    }

    func run() throws {
        let (digest, nanoseconds, versions) = try explainingRules {
            let rules = try RulesFolder(folder).rules()
            let packs = try rules.named(["us-regf", "us-ma", "us-nyc"])
            let work = RuleMeasure.workload(1000, seed: seed)
            let clock = ContinuousClock()
            var best = Duration.seconds(3600)
            for _ in 0..<20 {
                best = min(
                    best,
                    try clock.measure { for (act, facts) in work { _ = try Evaluator.judge(act, facts, packs: packs) } }
                )
            }
            let each = (best.components.seconds * 1_000_000_000 + best.components.attoseconds / 1_000_000_000) / 1000
            return (
                try RuleMeasure.digest(cases: cases, seed: seed, rules), each, rules.packs.count
            )
        }
        Printer(global).show([
            "cases": JSONValue(cases), "digest": .string(digest), "packs": JSONValue(versions),
            "nanoseconds_per_verdict": JSONValue(Int(nanoseconds)),
            "verdicts_per_second": JSONValue(Int(1_000_000_000 / max(nanoseconds, 1))),
        ])
    }
}
