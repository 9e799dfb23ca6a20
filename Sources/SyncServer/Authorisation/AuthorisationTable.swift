package import SyncCore

/// What a caller may be allowed to do.
package enum ServiceAction: String, Hashable, Sendable, CaseIterable {
    case exchange
    case addBranch, listBranches
    case addPerson, listPersons, disablePerson, setPerson
    case invite, listInvitations, revokeInvitation
    case listDevices, setDeviceState
    case importAccounts, importPayments, assign
    case listRecords, listOperations
    case resolveConflict
    case status, losses
    case activateDocuments, listDocuments
    case listApprovals, decideApproval, reviewFinding
    case sendAttachment, fetchAttachment
    case importScorecard, promoteScorecard, runScores, trainScorecard, explainScore, compareScorecards, makeReport
    case setHold, requestOverride, grantOverride
}

/// How far a permission reaches.
package enum Reach: String, Hashable, Sendable {
    case nothing
    /// The caller's own branch.
    case branch
    case organisation
}

/// Who may do what: role by action, everything else denied. The only place where this is said.
package enum AuthorisationTable {
    package static func reach(_ role: Role, _ action: ServiceAction) -> Reach {
        switch role {
        // Who runs the system does not let acts pass that rules deny.
        case .administrator:
            return action == .requestOverride || action == .grantOverride ? .nothing : .organisation
        case .supervisor: return supervisor.contains(action) ? .branch : .nothing
        case .branch: return branchClient.contains(action) ? .branch : .nothing
        case .compliance: return reader.union(complianceOnly).contains(action) ? .organisation : .nothing
        case .auditor: return reader.contains(action) ? .organisation : .nothing
        case .collector: return collector.contains(action) ? .branch : .nothing
        }
    }

    /// Of the accounts that are assigned to him.
    private static let collector: Set<ServiceAction> = [.exchange, .sendAttachment, .fetchAttachment]

    private static let supervisor: Set<ServiceAction> = [
        .exchange, .sendAttachment, .fetchAttachment, .listBranches, .listPersons, .listDevices, .assign, .listRecords,
        .listOperations, .resolveConflict,
        .status, .losses, .listDocuments, .listApprovals, .decideApproval, .reviewFinding, .requestOverride,
        .explainScore, .compareScorecards, .makeReport,
    ]

    private static let branchClient: Set<ServiceAction> = [
        .exchange, .sendAttachment, .fetchAttachment, .listBranches, .listPersons, .listRecords, .listOperations,
        .listDocuments,
    ]

    /// Reads everything, changes nothing.
    private static let reader: Set<ServiceAction> = [
        .exchange, .listBranches, .listPersons, .listInvitations, .listDevices, .listRecords, .listOperations, .status,
        .losses, .listDocuments, .listApprovals, .fetchAttachment, .explainScore, .compareScorecards, .makeReport,
    ]

    /// Reviews packs as a second person, says yes to what rules hold, closes findings, holds accounts for the law, and
    /// is the second person of an override and of a scorecard's promotion.
    private static let complianceOnly: Set<ServiceAction> = [
        .activateDocuments, .decideApproval, .reviewFinding, .setHold, .requestOverride, .grantOverride,
        .promoteScorecard,
    ]
}
