internal import FieldModel
package import GRPCCore
internal import SyncCore
package import SyncWire

/// `cartera.v1.Administration`: each call is authorised by the table, then done by one of the files beside this one.
package struct AdministrationService: Cartera_V1_Administration.SimpleServiceProtocol {
    let core: ServerCore
    let peer: PeerSource
    let revocations: any RevocationNoting

    package init(core: ServerCore, peer: @escaping PeerSource, revocations: any RevocationNoting) {
        self.core = core
        self.peer = peer
        self.revocations = revocations
    }

    private func caller(_ context: ServerContext, _ action: ServiceAction) async throws -> Principal {
        try await core.authorise(peer(context), for: action)
    }

    package func addBranch(
        request: Cartera_V1_AddBranchRequest, context: ServerContext
    ) async throws -> Cartera_V1_BranchEntry {
        try await Branches(core: core, caller: try await caller(context, .addBranch)).add(request)
    }

    package func listBranches(
        request: Cartera_V1_ListRequest, response: RPCWriter<Cartera_V1_BranchEntry>, context: ServerContext
    ) async throws {
        let caller = try await caller(context, .listBranches)
        try await response.write(contentsOf: try await Branches(core: core, caller: caller).list(request))
    }

    package func addPerson(
        request: Cartera_V1_AddPersonRequest, context: ServerContext
    ) async throws -> Cartera_V1_PersonEntry {
        try await Persons(core: core, caller: try await caller(context, .addPerson)).add(request)
    }

    package func listPersons(
        request: Cartera_V1_ListRequest, response: RPCWriter<Cartera_V1_PersonEntry>, context: ServerContext
    ) async throws {
        let caller = try await caller(context, .listPersons)
        try await response.write(contentsOf: try await Persons(core: core, caller: caller).list(request))
    }

    package func disablePerson(
        request: Cartera_V1_NameRequest, context: ServerContext
    ) async throws -> Cartera_V1_PersonEntry {
        let persons = Persons(core: core, caller: try await caller(context, .disablePerson))
        return try await persons.disable(request, revocations: revocations)
    }

    package func setPerson(
        request: Cartera_V1_SetPersonRequest, context: ServerContext
    ) async throws -> Cartera_V1_PersonEntry {
        try await Persons(core: core, caller: try await caller(context, .setPerson)).set(request)
    }

    package func invite(
        request: Cartera_V1_NameRequest, context: ServerContext
    ) async throws -> Cartera_V1_InvitationReply {
        try await InvitationDesk(core: core, caller: try await caller(context, .invite)).invite(request)
    }

    package func listInvitations(
        request: Cartera_V1_ListRequest, response: RPCWriter<Cartera_V1_InvitationEntry>, context: ServerContext
    ) async throws {
        let caller = try await caller(context, .listInvitations)
        try await response.write(contentsOf: try await InvitationDesk(core: core, caller: caller).list(request))
    }

    package func revokeInvitation(
        request: Cartera_V1_NameRequest, context: ServerContext
    ) async throws -> Cartera_V1_InvitationEntry {
        try await InvitationDesk(core: core, caller: try await caller(context, .revokeInvitation)).revoke(request)
    }

    package func listDevices(
        request: Cartera_V1_ListRequest, response: RPCWriter<Cartera_V1_DeviceEntry>, context: ServerContext
    ) async throws {
        let caller = try await caller(context, .listDevices)
        try await response.write(contentsOf: try await Devices(core: core, caller: caller).list(request))
    }

    package func setDeviceState(
        request: Cartera_V1_SetDeviceStateRequest, context: ServerContext
    ) async throws -> Cartera_V1_DeviceEntry {
        let caller = try await caller(context, .setDeviceState)
        return try await Devices(core: core, caller: caller).setState(request, revocations: revocations)
    }

    package func importAccounts(
        request: RPCAsyncSequence<Cartera_V1_ImportBatch, any Error>, response: RPCWriter<Cartera_V1_ImportResult>,
        context: ServerContext
    ) async throws {
        var run = AccountImport(core: core, caller: try await caller(context, .importAccounts))
        for try await batch in request { try await response.write(try await run.take(batch)) }
    }

    package func importPayments(
        request: RPCAsyncSequence<Cartera_V1_PaymentBatch, any Error>, response: RPCWriter<Cartera_V1_ImportResult>,
        context: ServerContext
    ) async throws {
        var run = PaymentImport(core: core, caller: try await caller(context, .importPayments))
        for try await batch in request { try await response.write(try await run.take(batch)) }
    }

    package func setHold(
        request: Cartera_V1_SetHoldRequest, context: ServerContext
    ) async throws -> Cartera_V1_Receipt {
        try await Holds(core: core, caller: try await caller(context, .setHold)).set(request)
    }

    package func requestOverride(
        request: Cartera_V1_OverrideRequest, context: ServerContext
    ) async throws -> Cartera_V1_Receipt {
        try await Overrides(core: core, caller: try await caller(context, .requestOverride)).ask(request)
    }

    package func grantOverride(
        request: Cartera_V1_NameRequest, context: ServerContext
    ) async throws -> Cartera_V1_Receipt {
        try await Overrides(core: core, caller: try await caller(context, .grantOverride)).grant(request)
    }

    package func assign(
        request: Cartera_V1_AssignRequest, context: ServerContext
    ) async throws -> Cartera_V1_AssignReply {
        try await Assignment(core: core, caller: try await caller(context, .assign)).assign(request)
    }

    package func listRecords(
        request: Cartera_V1_ListRecordsRequest, response: RPCWriter<Cartera_V1_RecordBatch>, context: ServerContext
    ) async throws {
        try await Listing(core: core, caller: try await caller(context, .listRecords)).records(request, to: response)
    }

    package func listOperations(
        request: Cartera_V1_ListOperationsRequest, response: RPCWriter<Cartera_V1_OperationEntry>,
        context: ServerContext
    ) async throws {
        let listing = Listing(core: core, caller: try await caller(context, .listOperations))
        if request.oldestFirst { return try await listing.history(request, to: response) }
        try await response.write(contentsOf: try await listing.operations(request))
    }

    package func resolveConflict(
        request: Cartera_V1_ResolveConflictRequest, context: ServerContext
    ) async throws -> Cartera_V1_Receipt {
        let caller = try await caller(context, .resolveConflict)
        return try await ConflictResolution(core: core, caller: caller).resolve(request)
    }

    package func status(
        request: Cartera_V1_ListRequest, context: ServerContext
    ) async throws -> Cartera_V1_StatusReply {
        try await StatusReport(core: core, caller: try await caller(context, .status)).make(request)
    }

    package func losses(
        request: Cartera_V1_ListRequest, context: ServerContext
    ) async throws -> Cartera_V1_LossReply {
        try await LossReport(core: core, caller: try await caller(context, .losses)).make(request)
    }

    package func activateDocuments(
        request: Cartera_V1_ActivateRequest, response: RPCWriter<Cartera_V1_DocumentEntry>, context: ServerContext
    ) async throws {
        let caller = try await caller(context, .activateDocuments)
        try await response.write(contentsOf: try await Documents(core: core, caller: caller).activate(request))
    }

    package func listDocuments(
        request: Cartera_V1_ListRequest, response: RPCWriter<Cartera_V1_DocumentEntry>, context: ServerContext
    ) async throws {
        let caller = try await caller(context, .listDocuments)
        try await response.write(contentsOf: try await Documents(core: core, caller: caller).list(request))
    }

    package func listApprovals(
        request: Cartera_V1_ListRequest, response: RPCWriter<Cartera_V1_ApprovalEntry>, context: ServerContext
    ) async throws {
        let caller = try await caller(context, .listApprovals)
        try await response.write(contentsOf: try await Approvals(core: core, caller: caller).list(request))
    }

    package func decideApproval(
        request: Cartera_V1_DecideApprovalRequest, context: ServerContext
    ) async throws -> Cartera_V1_ApprovalEntry {
        try await Approvals(core: core, caller: try await caller(context, .decideApproval)).decide(request)
    }

    package func reviewFinding(
        request: Cartera_V1_ReviewFindingRequest, context: ServerContext
    ) async throws -> Cartera_V1_Receipt {
        try await FindingReview(core: core, caller: try await caller(context, .reviewFinding)).review(request)
    }

    package func importScorecard(
        request: Cartera_V1_ProposedDocument, context: ServerContext
    ) async throws -> Cartera_V1_DocumentEntry {
        try await ScorecardDesk(core: core, caller: try await caller(context, .importScorecard)).take(request)
    }

    package func promoteScorecard(
        request: Cartera_V1_PromoteScorecardRequest, context: ServerContext
    ) async throws -> Cartera_V1_DocumentEntry {
        try await ScorecardDesk(core: core, caller: try await caller(context, .promoteScorecard)).promote(request)
    }

    package func runScores(
        request: Cartera_V1_RunScoresRequest, response: RPCWriter<Cartera_V1_RunScoresReply>, context: ServerContext
    ) async throws {
        let caller = try await caller(context, .runScores)
        try await ScoreRequests(core: core, caller: caller).run(request, to: response)
    }

    package func explainScore(
        request: Cartera_V1_ExplainScoreRequest, context: ServerContext
    ) async throws -> Cartera_V1_DocumentReply {
        try await ScoreRequests(core: core, caller: try await caller(context, .explainScore)).explain(request)
    }

    package func trainScorecard(
        request: Cartera_V1_TrainScorecardRequest, context: ServerContext
    ) async throws -> Cartera_V1_DocumentReply {
        try await HistoryLearning(core: core, caller: try await caller(context, .trainScorecard)).train(request)
    }

    package func compareScorecards(
        request: Cartera_V1_CompareScorecardsRequest, context: ServerContext
    ) async throws -> Cartera_V1_DocumentReply {
        try await HistoryLearning(core: core, caller: try await caller(context, .compareScorecards)).compare(request)
    }

    package func makeReport(
        request: Cartera_V1_MakeReportRequest, context: ServerContext
    ) async throws -> Cartera_V1_DocumentReply {
        try await ReportDesk(core: core, caller: try await caller(context, .makeReport)).make(request)
    }
}
