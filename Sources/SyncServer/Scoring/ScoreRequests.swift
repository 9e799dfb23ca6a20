internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Scoring as an administrator asks for it, and why an account has its score.
struct ScoreRequests: Sendable {
    let core: ServerCore
    let caller: Principal

    func run(_ request: Cartera_V1_RunScoresRequest, to response: RPCWriter<Cartera_V1_RunScoresReply>) async throws {
        let (core, caller) = (core, caller)
        let day = try day(request.asOfDay)
        let branches = try await core.readers.read { try caller.branches(request.branch, in: $0) }
        var isReady = false
        for branch in branches {
            guard try await !core.readers.read({ try core.scores.documents($0, branch.id).models.isEmpty }) else {
                continue
            }
            isReady = true
            let run = ScoreRun(core: core, branch: branch, day: day, dryRun: request.dryRun)
            let end = try await run.run { progress in
                try await response.write(Self.reply(branch, request.asOfDay, progress, isDone: false))
            }
            try await response.write(Self.reply(branch, request.asOfDay, end, isDone: true))
        }
        guard isReady else {
            throw ServiceFailure(
                .failedPrecondition, code: "no_models", "No scorecard is active, so there is nothing to score by.",
                hint: "Import one and promote it: `cartera admin score promote`.")
        }
    }

    private func day(_ rataDie: UInt32) throws -> CalendarDate? { try HistoryLearning.day(rataDie) }

    private static func reply(
        _ branch: BranchRecord, _ day: UInt32, _ progress: ScoreRun.Progress, isDone: Bool
    ) -> Cartera_V1_RunScoresReply {
        .with {
            $0.branch = branch.name
            $0.asOfDay = day
            $0.accounts = UInt64(progress.accounts)
            $0.scored = UInt64(progress.scored)
            $0.changed = UInt64(progress.changed)
            $0.batches = UInt64(progress.batches)
            $0.done = isDone
        }
    }

    func explain(_ request: Cartera_V1_ExplainScoreRequest) async throws -> Cartera_V1_DocumentReply {
        let (core, caller) = (core, caller)
        let day = try day(request.asOfDay)
        return try await core.readers.read { reading in
            let id = try Names(reading: reading).account(request.account)
            guard let placement = try reading.placement(id), caller.reaches(placement.branch),
                let branch = try reading.branch(placement.branch)
            else { throw Names.unknown("account") }
            let accounts = try AccountReading(reading, branch, core.parts)
            guard let (history, _) = try accounts.history(id) else { throw Names.unknown("account") }
            let documents = try core.scores.documents(reading, branch.id)
            let explained = ScoreExplanation(
                history: history, documents: documents, stored: try accounts.score(id), hash: core.parts.hash)
            let json = explained.json(history.cutoff(day, now: core.now))
            return .with { $0.document = json.text() }
        }
    }
}

/// How an account comes to its score, and whether the one that is stored comes out again.
struct ScoreExplanation {
    let history: CommittedHistory
    let documents: ScoreDocuments
    let stored: Score?
    let hash: any Hashing

    func json(_ cutoff: FactCutoff) -> ReportJSON {
        let facts = history.facts(cutoff)
        let score = history.score(documents.models, cutoff, hash: hash)
        let words = (score?.all ?? []).map { word in model(word, facts ?? AccountFacts()) }
        return .map([
            ("account", .string("\(history.account)")), ("as_of", .string("\(cutoff.day)")),
            ("known_before", .string(history.zone.rfc3339(cutoff.through))),
            ("facts_version", .whole(AccountFacts.version)), ("facts", facts.map(factsJSON) ?? .null),
            ("models", .list(words)), ("stored", stored.map(storedJSON) ?? .null),
        ])
    }

    private func factsJSON(_ facts: AccountFacts) -> ReportJSON {
        .map(
            FactName.allCases.map { name in
                switch facts[name] {
                case .missing: (name.name, .null)
                case .text(let text): (name.name, .string(text))
                case .number: (name.name, .whole(Int(facts.number(name) ?? 0)))
                }
            })
    }

    private func model(_ word: ModelScore, _ facts: AccountFacts) -> ReportJSON {
        let card = documents.card(word.scorecard, word.scorecardVersion)
        let lines = card?.explain { facts[named: $0] } ?? []
        return .map([
            ("scorecard", .string(word.scorecard)), ("version", .string(word.scorecardVersion)),
            ("points", .whole(ScoreResult.wholePoints(Int(word.milliPoints)))),
            ("milli_points", .whole(Int(word.milliPoints))), ("probability_ppm", .whole(word.probabilityPpm)),
            ("amount_minor", word.amount == 0 ? .null : .whole(Int(word.amount))),
            ("reasons", .list(word.reasons.map { .string($0) })),
            ("experiment", word.experiment.isEmpty ? .null : .string(word.experiment)),
            ("arm", word.arm == 0 ? .null : .whole(word.arm - 1)),
            ("constant_milli_points", card.map { .whole($0.constantMilliPoints) } ?? .null),
            (
                "characteristics",
                .list(
                    lines.map { line in
                        .map([
                            ("characteristic", .string(line.characteristic)), ("bin", .string(line.bin)),
                            ("milli_points", .whole(line.milliPoints)),
                            ("shortfall", .whole(line.shortfallMilliPoints)),
                        ])
                    })
            ),
        ])
    }

    /// The stored facts again by the stored versions, and the history again up to the stored moment.
    private func storedJSON(_ stored: Score) -> ReportJSON {
        let again = stored.asOfAt.map { FactCutoff(through: $0, day: stored.asOfDay ?? history.zone.localDate(at: $0)) }
        let facts = again.flatMap { history.facts($0) }
        let isSame = stored.all.allSatisfy { word in
            guard let card = documents.card(word.scorecard, word.scorecardVersion), let facts else { return false }
            return card.evaluate { facts[named: $0] }.milliPoints == Int(word.milliPoints)
        }
        return .map([
            ("as_of", stored.asOfDay.map { .string("\($0)") } ?? .null),
            ("scorecard", .string(stored.scorecard)), ("version", .string(stored.scorecardVersion)),
            ("milli_points", .whole(Int(stored.milliPoints))), ("facts_version", .whole(stored.factsVersion)),
            ("facts_come_out_again", .flag(facts != nil && facts == AccountFacts(stored))),
            ("score_comes_out_again", .flag(isSame)),
        ])
    }
}
