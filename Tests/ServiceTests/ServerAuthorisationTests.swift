import FieldModel
import GRPCCore
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncServer

@Suite struct ServerAuthorisationTests {
    /// The whole table, written down a second time: who may do what, and how far.
    private static let table: [Role: [ServiceAction: Reach]] = [
        .administrator: Dictionary(
            uniqueKeysWithValues: ServiceAction.allCases.filter { $0 != .requestOverride && $0 != .grantOverride }
                .map { ($0, .organisation) }),
        .supervisor: [
            .exchange: .branch, .listBranches: .branch, .listPersons: .branch, .listDevices: .branch, .assign: .branch,
            .listRecords: .branch, .listOperations: .branch, .resolveConflict: .branch, .status: .branch,
            .losses: .branch, .listDocuments: .branch, .listApprovals: .branch, .decideApproval: .branch,
            .reviewFinding: .branch, .sendAttachment: .branch, .fetchAttachment: .branch, .requestOverride: .branch,
            .explainScore: .branch, .compareScorecards: .branch, .makeReport: .branch,
        ],
        .branch: [
            .exchange: .branch, .listBranches: .branch, .listPersons: .branch, .listRecords: .branch,
            .listOperations: .branch, .listDocuments: .branch, .sendAttachment: .branch, .fetchAttachment: .branch,
        ],
        .collector: [.exchange: .branch, .sendAttachment: .branch, .fetchAttachment: .branch],
        .compliance: reader.merging(
            [
                .activateDocuments: .organisation, .decideApproval: .organisation, .reviewFinding: .organisation,
                .setHold: .organisation, .requestOverride: .organisation, .grantOverride: .organisation,
                .promoteScorecard: .organisation,
            ]
        ) { $1 },
        .auditor: reader,
    ]

    private static let reader: [ServiceAction: Reach] = [
        .exchange: .organisation, .listBranches: .organisation, .listPersons: .organisation,
        .listInvitations: .organisation, .listDevices: .organisation, .listRecords: .organisation,
        .listOperations: .organisation, .status: .organisation, .losses: .organisation,
        .listDocuments: .organisation, .listApprovals: .organisation, .fetchAttachment: .organisation,
        .explainScore: .organisation, .compareScorecards: .organisation, .makeReport: .organisation,
    ]

    @Test func theTableSaysThisAndDeniesTheRest() {
        for role in Role.allCases {
            for action in ServiceAction.allCases {
                let expected = Self.table[role]?[action] ?? .nothing
                #expect(AuthorisationTable.reach(role, action) == expected, "\(role) \(action)")
            }
        }
    }

    @Test func scopeFollowsFromRoleAndBranch() {
        let branch = Identifier(high: 1, low: 1)
        for role in Role.allCases {
            var person = PersonRecord(
                id: Identifier(high: 2, low: 2), name: "P", role: role, branch: branch, createdAt: ServerHarness.start)
            let scope = person.scope
            switch role {
            case .collector: #expect(scope == .collector(branch: branch, person: person.id))
            case .supervisor, .branch: #expect(scope == .branch(branch))
            case .compliance, .auditor, .administrator: #expect(scope == nil)
            }
            person.disabled = true
            #expect(person.scope == nil)
        }
    }

    private func code(_ call: () async throws -> Void) async -> String? {
        do {
            try await call()
            return nil
        } catch let error as RPCError {
            return error.metadata[stringValues: ServiceFailure.codeKey].first { _ in true } ?? "\(error.code)"
        } catch {
            return "\(error)"
        }
    }

    @Test func callsAreDeniedByRoleBranchStateAndCertificate() async throws {
        let harness = try await ServerHarness()
        let branch = try await harness.addBranch()
        _ = try await harness.addBranch("Norte")
        let collector = try await harness.addPerson("Carla", .collector, branch)
        let supervisor = try await harness.addPerson("Sol", .supervisor, branch)
        let denied = await code { try await harness.importAccounts(["A-1"], as: collector.peer) }
        #expect(denied == "not_permitted")
        let request = Cartera_V1_ListRequest.with { $0.branch = "Norte" }
        let elsewhere = await code {
            _ = try await harness.administration(as: supervisor.peer) { try await $0.status(request) }
        }
        #expect(elsewhere == "not_permitted")
        let own = try await harness.administration(as: supervisor.peer) { try await $0.status(.init()) }
        #expect(own.branches.map(\.name) == ["Centro"])
        #expect(Set(own.devices.map(\.personName)) == ["Carla", "Sol"])
        var expired = supervisor.peer
        expired.certificateEnds = harness.core.now
        let late = await code { [expired] in
            _ = try await harness.administration(as: expired) { try await $0.status(.init()) }
        }
        #expect(late == "certificate_expired")
        try await harness.setState(supervisor.id, "revoked")
        let revoked = await code {
            _ = try await harness.administration(as: supervisor.peer) { try await $0.status(.init()) }
        }
        #expect(revoked == "revoked")
        let stranger = PeerIdentity(
            device: harness.core.parts.mint(), generation: 1, certificateEnds: harness.core.now + 1000)
        let unknown = await code {
            _ = try await harness.administration(as: stranger) { try await $0.status(.init()) }
        }
        #expect(unknown == "unknown_device")
    }
}
