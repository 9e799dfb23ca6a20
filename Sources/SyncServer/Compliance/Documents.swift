internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Rule packs, calendars, templates and the zone table of the organisation: one person puts them forward, another makes them
/// active by putting the same forward or by granting it. Active ones are records of every branch and travel in its feed.
struct Documents: Sendable {
    /// What is shared by all branches: rules, and scorecards with their plans.
    static let kinds = RuleShelf.documentKinds + [.scorecard]

    let core: ServerCore
    let caller: Principal

    func activate(_ request: Cartera_V1_ActivateRequest) async throws -> [Cartera_V1_DocumentEntry] {
        let actor = caller.person.id
        let wanted = try request.documents.map { try Self.checked($0, core.parts.hash) }
        guard !wanted.isEmpty else {
            throw ServiceFailure.invalid("nothing_to_do", "No pack and no template is named.")
        }
        return try await core.admit { admission in
            try Self.checkTogether(wanted, admission)
            return try wanted.map { document in
                let state = try Self.take(document, actor, &admission)
                var entry = Self.entry(
                    document, state, try admission.transaction.person(actor)?.name ?? "", admission.now)
                entry.devicesTooOld = UInt32(clamping: try Self.devicesTooOld(for: document, admission.transaction))
                return entry
            }
        }
    }

    func list(_ request: Cartera_V1_ListRequest) async throws -> [Cartera_V1_DocumentEntry] {
        let (core, caller) = (core, caller)
        let parts = core.parts
        return try await core.readers.read { reading in
            guard let branch = try caller.branches(request.branch, in: reading).first else { return [] }
            let today = Zones.zone(branch.timeZone).localDate(at: core.now)
            var documents: [SharedDocument] = []
            for kind in Self.kinds {
                let rows = try reading.rows(kind: kind, branch: branch.id, after: nil, limit: RuleShelf.mostDocuments)
                documents += rows.compactMap { row in
                    (try? parts.records.decode(kind: kind, bytes: row.bytes)).flatMap { SharedDocument(id: row.id, $0) }
                }
            }
            let rules = documents.compactMap { RuleDocument($0.content, WireRuleCodec()) }
            let scores = try core.scores.documents(reading, branch.id)
            var entries = documents.map { document in
                let rule = RuleDocument(document.content, WireRuleCodec())
                let state =
                    rule.map { $0.standing(among: rules, on: today).rawValue } ?? scores.state(of: document.data)
                return Self.entry(document, state, "", nil)
            }
            for proposal in try Proposal.all(reading, parts) {
                let by = try reading.person(proposal.receipt.author)?.name ?? ""
                entries.append(Self.entry(proposal.document, "proposed", by, proposal.receipt.at))
            }
            return entries
        }
    }

    static func entry(
        _ document: SharedDocument, _ state: String, _ by: String, _ at: Instant?
    ) -> Cartera_V1_DocumentEntry {
        .with {
            $0.id = document.id.data
            $0.kind = document.content.kind.proto()
            $0.name = document.data.name
            $0.version = document.data.version
            $0.validFromDay = document.data.validFromDay.rataDie
            $0.validToDay = document.data.validToDay.rataDie
            $0.state = state
            $0.by = by
            $0.at = at.milliseconds
        }
    }
}

extension Documents {
    /// Active when it is so already or when another person has put the same forward; else it is put forward.
    static func take(
        _ document: SharedDocument, _ actor: PersonID, _ admission: inout Admission
    ) throws -> String {
        let branches = try admission.transaction.branches().sorted { $0.id < $1.id }
        guard let first = branches.first else {
            throw ServiceFailure(.failedPrecondition, code: "no_branch", "There is no branch yet.", hint: "Add one.")
        }
        let row = try admission.transaction.row(kind: document.content.kind, id: document.id)
        let active = try row.map { try admission.parts.records.decode(kind: document.content.kind, bytes: $0.bytes) }
        if active == document.content { return "active" }
        if let active, SharedDocument(id: document.id, active)?.data.content != document.data.content {
            throw ServiceFailure(
                .failedPrecondition, code: "version_taken",
                "Version \(document.data.version) of \(document.data.name) is active and says something else.",
                hint: "Give the changed pack a new version.")
        }
        let same = try Proposal.all(admission.transaction, admission.parts).filter { $0.document == document }
        if let other = same.first(where: { $0.receipt.author != actor }) {
            try activate(other, by: actor, in: &admission)
            return "active"
        }
        if same.isEmpty {
            _ = try admission.propose(document.content, id: document.id, branch: first, author: actor)
            try admission.log("document_proposed", by: actor, on: document.id, detail: document.title)
        }
        return "proposed"
    }

    /// Laptops that would hold for approval what the pack's new rules are about; one that never told its version may be
    /// such.
    private static func devicesTooOld(for document: SharedDocument, _ reading: any ServerReading) throws -> Int {
        guard let rules = RuleDocument(document.content, WireRuleCodec()), let needed = rules.oldestProgram else {
            return 0
        }
        return try reading.devices().count { device in
            guard device.state == .active, try reading.person(of: device)?.scope != nil else { return false }
            return ProgramVersion(device.programVersion).map { $0 < needed } ?? true
        }
    }

    /// Writes the document in every branch and ends what waited for it.
    static func activate(_ proposal: Proposal, by actor: PersonID, in admission: inout Admission) throws {
        let document = proposal.document
        try ZoneSeed.sow(by: actor, but: document, in: &admission)
        for branch in try admission.transaction.branches().sorted(by: { $0.id < $1.id }) {
            try admission.write(document.content, id: document.id, branch: branch, author: actor)
        }
        for waiting in try Proposal.all(admission.transaction, admission.parts) where waiting.document == document {
            try waiting.end(Outcome(state: .applied), admission.transaction)
        }
        try admission.log("document_activated", by: actor, on: document.id, detail: document.title)
    }

    static func deny(
        _ proposal: Proposal, by actor: PersonID, reason: String, in admission: inout Admission
    ) throws {
        try proposal.end(
            Outcome(state: .refused, reason: reason.isEmpty ? ReasonCode.denied.rawValue : reason),
            admission.transaction)
        try admission.log("document_denied", by: actor, on: proposal.document.id, detail: proposal.document.title)
    }

    /// Everything that is active elsewhere, for a branch that is new.
    static func copy(to branch: BranchRecord, author: PersonID, in admission: inout Admission) throws {
        let others = try admission.transaction.branches().filter { $0.id != branch.id }.sorted { $0.id < $1.id }
        guard let model = others.first else { return }
        for kind in Self.kinds {
            let rows = try admission.transaction.rows(
                kind: kind, branch: model.id, after: nil, limit: RuleShelf.mostDocuments)
            for row in rows {
                let content = try admission.parts.records.decode(kind: kind, bytes: row.bytes)
                try admission.write(content, id: row.id, branch: branch, author: author)
            }
        }
    }
}

extension RecordKind {
    fileprivate var ruleForm: RuleDocument.Kind? {
        switch self {
        case .rulePack: .pack
        case .calendar: .calendar
        case .letterTemplate: .template
        case .zoneTable: .zones
        default: nil
        }
    }
}

extension Documents {
    /// A document that is what it says it is.
    private static func checked(
        _ proposed: Cartera_V1_ProposedDocument, _ hash: any Hashing
    ) throws -> SharedDocument {
        let data = try? proposed.document.native()
        let kind = RecordKind(rawValue: proposed.kind.rawValue)
        guard var data, let kind, let form = kind.ruleForm, let node = try? WireRuleCodec().decode(data.content)
        else { throw ServiceFailure.invalid("bad_document", "This is no rule pack, calendar or template.") }
        // One spelling of one content: what two persons put forward is compared byte for byte.
        data.content = try WireRuleCodec().encode(node)
        data.mediaType = RuleDocument.mediaType
        data.unknownFields = []
        guard let named = RuleDocument.name(of: node, form),
            (data.name, data.version) == named
        else { throw ServiceFailure.invalid("bad_document", "The document's name or version is not its own.") }
        guard let document = shared(data, kind, form, hash) else {
            throw ServiceFailure.invalid("bad_document", "This is no rule pack, calendar or template.")
        }
        return document
    }

    /// The record of a document: of one name and version there is one.
    static func shared(
        _ data: DataDocument, _ kind: RecordKind, _ form: RuleDocument.Kind, _ hash: any Hashing
    ) -> SharedDocument? {
        let text = "cartera-document-1 \(kind.rawValue) \(data.name) \(data.version)"
        let id = Identifier.derived(time48: 0, hash: hash.sha256(Array(text.utf8)))
        let content: RecordContent =
            switch form {
            case .pack: .rulePack(data)
            case .calendar: .calendar(data)
            case .template: .letterTemplate(data)
            case .zones: .zoneTable(data)
            }
        return SharedDocument(id: id, content)
    }

    /// Each pack can be read with the calendars that there will be, and the packs that are always on are among them.
    private static func checkTogether(_ wanted: [SharedDocument], _ admission: Admission) throws {
        var documents = wanted.compactMap { RuleDocument($0.content, WireRuleCodec()) }
        if let branch = try admission.transaction.branches().min(by: { $0.id < $1.id }) {
            for kind in RuleShelf.documentKinds {
                let rows = try admission.transaction.rows(
                    kind: kind, branch: branch.id, after: nil, limit: RuleShelf.mostDocuments)
                documents += rows.compactMap { row in
                    (try? admission.parts.records.decode(kind: kind, bytes: row.bytes))
                        .flatMap { RuleDocument($0, WireRuleCodec()) }
                }
            }
        }
        do throws(RuleFailure) {
            try RuleDocument.check(documents)
        } catch {
            throw ServiceFailure.invalid(error.code.rawValue, error.description, hint: "Mend the file and try again.")
        }
    }
}
