package import FieldModel
package import FieldRules
internal import FoundationEssentials
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Scorecards, scores and reports on the server.
extension Administration {
    package func importScorecard(_ card: Scorecard) async throws -> JSONValue {
        let data = DataDocument(
            name: card.name, version: card.version, mediaType: RuleDocument.mediaType,
            content: try WireRuleCodec().encode(card.document))
        let request = try Cartera_V1_ProposedDocument.with {
            $0.kind = RecordKind.scorecard.proto()
            $0.document = try data.proto()
        }
        return document(try await client.importScorecard(request))
    }

    /// What is to be promoted; `rollback` goes back to the plan before and needs nothing else.
    package struct Promotion: Sendable {
        package var model: String
        package var champion = ""
        package var challenger = ""
        package var share = 0
        package var experiment = ""
        package var rollback = false

        package init(model: String) { self.model = model }
    }

    package func promote(_ promotion: Promotion) async throws -> JSONValue {
        let request = Cartera_V1_PromoteScorecardRequest.with {
            $0.model = promotion.model
            $0.champion = promotion.champion
            $0.challenger = promotion.challenger
            $0.share = UInt32(clamping: promotion.share)
            $0.experiment = promotion.experiment
            $0.rollback = promotion.rollback
        }
        return document(try await client.promoteScorecard(request))
    }

    /// `told` hears of each page; what comes back is one item a branch.
    package func runScores(
        asOf day: CalendarDate?, dryRun: Bool, branch: String?, told: @escaping @Sendable (JSONValue) -> Void
    ) async throws -> [JSONValue] {
        let request = Cartera_V1_RunScoresRequest.with {
            $0.asOfDay = day.rataDie
            $0.dryRun = dryRun
            $0.branch = branch ?? ""
        }
        return try await client.runScores(request) { response in
            var items: [JSONValue] = []
            for try await reply in response.messages {
                let item = Self.progress(reply)
                if reply.done { items.append(item) } else { told(item) }
            }
            return items
        }
    }

    private static func progress(_ reply: Cartera_V1_RunScoresReply) -> JSONValue {
        [
            "branch": .string(reply.branch), "accounts": JSONValue(reply.accounts),
            "scored": JSONValue(reply.scored), "changed": JSONValue(reply.changed),
            "batches": JSONValue(reply.batches),
        ]
    }

    /// A JSON document as the server wrote it.
    package func explainScore(_ account: String, asOf day: CalendarDate?) async throws -> String {
        let request = Cartera_V1_ExplainScoreRequest.with {
            $0.account = account
            $0.asOfDay = day.rataDie
        }
        return try await client.explainScore(request).document
    }

    /// What to learn from which days; nil takes what the history has.
    package struct Learning: Sendable {
        package var model: String
        package var version = ""
        package var horizonDays = 0
        package var branch = ""
        package var from: CalendarDate?
        package var to: CalendarDate?
        package var testFrom: CalendarDate?

        package init(model: String) { self.model = model }
    }

    package func trainScorecard(_ learning: Learning) async throws -> (report: String, card: String) {
        let request = Cartera_V1_TrainScorecardRequest.with {
            $0.model = learning.model
            $0.version = learning.version
            $0.horizonDays = UInt32(clamping: learning.horizonDays)
            $0.branch = learning.branch
            $0.fromDay = learning.from.rataDie
            $0.toDay = learning.to.rataDie
            $0.testFromDay = learning.testFrom.rataDie
        }
        let reply = try await client.trainScorecard(request)
        return (reply.document, reply.card)
    }

    package func compareScorecards(_ model: String, horizonDays: Int, branch: String?) async throws -> String {
        let request = Cartera_V1_CompareScorecardsRequest.with {
            $0.model = model
            $0.horizonDays = UInt32(clamping: horizonDays)
            $0.branch = branch ?? ""
        }
        return try await client.compareScorecards(request).document
    }

    package struct MadeReport: Sendable {
        package var json: String
        package var html: String
        package var csv: String
    }

    package func makeReport(
        _ name: String, from: CalendarDate?, to: CalendarDate?, branch: String?, language: String
    ) async throws -> MadeReport {
        let request = Cartera_V1_MakeReportRequest.with {
            $0.name = name
            $0.fromDay = from.rataDie
            $0.toDay = to.rataDie
            $0.branch = branch ?? ""
            $0.language = language
        }
        let reply = try await client.makeReport(request)
        return MadeReport(json: reply.document, html: reply.html, csv: reply.csv)
    }
}
