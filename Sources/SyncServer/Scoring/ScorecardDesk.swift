internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Scorecards come in, and are promoted: a card changes nothing by being here, a plan that two persons want does.
struct ScorecardDesk: Sendable {
    let core: ServerCore
    let caller: Principal

    func take(_ request: Cartera_V1_ProposedDocument) async throws -> Cartera_V1_DocumentEntry {
        let card = try Self.card(request)
        let document = try Self.shared(
            card.document, name: card.name, version: card.version, hash: core.parts.hash)
        let actor = caller.person.id
        return try await core.admit { admission in
            let row = try admission.transaction.row(kind: .scorecard, id: document.id)
            if let row, try admission.parts.records.decode(kind: .scorecard, bytes: row.bytes) != document.content {
                throw ServiceFailure(
                    .failedPrecondition, code: "version_taken",
                    "Version \(card.version) of \(card.name) is here and says something else.",
                    hint: "Give the changed card a new version.")
            }
            if row == nil {
                for branch in try admission.transaction.branches().sorted(by: { $0.id < $1.id }) {
                    try admission.write(document.content, id: document.id, branch: branch, author: actor)
                }
                try admission.log("scorecard_imported", by: actor, on: document.id, detail: document.title)
            }
            let name = try admission.transaction.person(actor)?.name ?? ""
            return Documents.entry(document, row == nil ? "imported" : "unchanged", name, admission.now)
        }
    }

    func promote(_ request: Cartera_V1_PromoteScorecardRequest) async throws -> Cartera_V1_DocumentEntry {
        let (core, actor) = (core, caller.person.id)
        return try await core.admit { admission in
            guard let branch = try admission.transaction.branches().min(by: { $0.id < $1.id }) else {
                throw ServiceFailure(
                    .failedPrecondition, code: "no_branch", "There is no branch yet.", hint: "Add one.")
            }
            let known = ScoreDocuments(
                try admission.transaction.rows(
                    kind: .scorecard, branch: branch.id, after: nil, limit: RuleShelf.mostDocuments),
                admission.parts.records)
            let plan = try Self.plan(request, known)
            try Self.check(plan, known)
            let document = try Self.shared(
                plan.document, name: ScorePlan.documentName(plan.model), version: "\(plan.revision)",
                hash: core.parts.hash)
            let state = try Documents.take(document, actor, &admission)
            return Documents.entry(
                document, state, try admission.transaction.person(actor)?.name ?? "", admission.now)
        }
    }
}

extension ScorecardDesk {
    private static func card(_ request: Cartera_V1_ProposedDocument) throws -> Scorecard {
        guard let node = try? WireRuleCodec().decode([UInt8](request.document.content)) else {
            throw ServiceFailure.invalid("bad_document", "This is no scorecard.")
        }
        let card: Scorecard
        do throws(RuleFailure) {
            card = try ScorecardLoader.card(node, file: request.document.name)
        } catch {
            throw ServiceFailure.invalid(error.code.rawValue, error.description, hint: "Mend the file and try again.")
        }
        try refuseProtected(card)
        let unknown = CompiledCard.unknownFacts(of: card)
        guard unknown.isEmpty else {
            throw ServiceFailure.invalid(
                "unknown_fact", "The server has no fact called \(unknown.joined(separator: ", ")).",
                hint: "Cards for the server read facts such as days_past_due; `cartera admin score explain` lists them."
            )
        }
        return card
    }

    /// At import and again at promotion: a list that has grown since counts too.
    private static func refuseProtected(_ card: Scorecard) throws {
        guard let first = ProtectedAttributes.characteristics(of: card).first else { return }
        throw ServiceFailure.invalid(
            "protected_attribute", "The card reads \(first.name), which says something of \(first.attribute).",
            hint: "Nobody is scored by that here. Leave the characteristic out and train again.")
    }

    static func shared(
        _ node: RuleNode, name: String, version: String, hash: any Hashing
    ) throws -> SharedDocument {
        let data = DataDocument(
            name: name, version: version, mediaType: RuleDocument.mediaType, content: try WireRuleCodec().encode(node))
        let text = "cartera-document-1 \(RecordKind.scorecard.rawValue) \(name) \(version)"
        let id = Identifier.derived(time48: 0, hash: hash.sha256(Array(text.utf8)))
        guard let document = SharedDocument(id: id, .scorecard(data)) else {
            throw ServiceFailure.invalid("bad_document", "This is no scorecard.")
        }
        return document
    }

    private static func plan(
        _ request: Cartera_V1_PromoteScorecardRequest, _ known: ScoreDocuments
    ) throws -> ScorePlan {
        let history = known.plans[request.model] ?? []
        let revision = (history.last?.revision ?? 0) + 1
        if request.rollback {
            guard history.count > 1 else {
                throw ServiceFailure(
                    .failedPrecondition, code: "nothing_to_do", "There is no earlier plan to go back to.",
                    hint: "See `cartera admin rules list`.")
            }
            var plan = history[history.count - 2]
            plan.revision = revision
            return plan
        }
        guard let champion = request.champion.isEmpty ? history.last?.champion : request.champion else {
            throw ServiceFailure.invalid(
                "no_champion", "Nothing speaks for \(request.model) yet.", hint: "Name a version.")
        }
        let share = Int(request.share)
        guard !request.challenger.isEmpty else {
            return ScorePlan(model: request.model, revision: revision, champion: champion)
        }
        guard (1...ScorePlan.arms).contains(share) else {
            throw ServiceFailure.invalid(
                "bad_argument", "The challenger's share is 1 to \(ScorePlan.arms) of \(ScorePlan.arms) accounts.")
        }
        let experiment =
            request.experiment.isEmpty
            ? "\(request.model)-\(champion)-\(request.challenger)" : request.experiment
        return ScorePlan(
            model: request.model, revision: revision, champion: champion, challenger: request.challenger,
            share: share, experiment: experiment)
    }

    private static func check(_ plan: ScorePlan, _ known: ScoreDocuments) throws {
        for version in [plan.champion, plan.challenger].compactMap({ $0 }) {
            guard let card = known.card(plan.model, version) else {
                throw ServiceFailure.notFound(
                    "unknown_scorecard", "There is no version \(version) of \(plan.model).",
                    hint: "Import it with `cartera admin import scorecard FILE.yaml`.")
            }
            try refuseProtected(card)
        }
    }
}
