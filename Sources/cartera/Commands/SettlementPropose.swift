import ArgumentParser
import SyncClient

struct SettlementGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settlement", abstract: "Offers to forgive a part for the rest by a day.",
        subcommands: [SettlementPropose.self, SettlementSign.self, SettlementList.self])
}

struct SettlementPropose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Offer to forgive a percentage of principal, interest and fees.",
        discussion: """
            Within your own limits the offer stands at once; beyond them it is held (81) for somebody whose limits it is \
            within. A change of the balance or of the bucket ends it.

            example:
              cartera settlement propose 4711 --interest 50 --fees 100 --pay-by 2026-12-15
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: "Percent of the principal.") var principal = 0
    @Option(help: "Percent of the interest.") var interest = 0
    @Option(help: "Percent of the fees.") var fees = 0
    @Option(name: .customLong("pay-by"), help: "The day, YYYY-MM-DD, by which the rest is paid.") var payBy: String

    func run() async throws {
        let day = try MomentText.day(payBy)
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.proposeSettlement(
                try scope.account(account), principal: principal, interest: interest, fees: fees, payBy: day)
        }
    }
}
