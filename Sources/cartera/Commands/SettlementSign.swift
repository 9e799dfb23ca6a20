import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct SettlementSign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "The debtor has signed an offer: from then on a changed balance does not end it.",
        discussion: "example:\n  cartera settlement sign 3a5b6c7d --evidence 'convenio firmado, folio 33'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The offer's id or ending.") var offer: String
    @Option(help: "What proves it.") var evidence: String
    @Option(help: "When: RFC 3339, HH:MM today, or now.") var at: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let id = try scope.record(offer, .settlementOffer)
            let account = try scope.parts.store.read { try $0.row(kind: .settlementOffer, id: id)?.account }
            let moment = try account.flatMap { try scope.moment(at, $0) }
            return try scope.acting.signSettlement(id, at: moment, evidence: evidence)
        }
    }
}

struct SettlementList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The offers of an account: what they forgive and how the rest is applied.",
        discussion: "example:\n  cartera settlement list 4711")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String

    func run() async throws {
        let columns = [
            "id", "offer_state", "balance", "forgiven", "to_pay", "pay_by", "signed_at", "void_reason", "state",
        ]
        try Program(global).list(columns, list) { context in
            try LetterViews.offers(try Naming.account(account, context.reading, context.parts), context)
        }
    }
}
