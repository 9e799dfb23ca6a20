import FieldModel
import HostLibraries
import SyncCore
import SyncStorage
import Testing

@testable import SyncServer

@Suite struct ServerPartsTests {
    /// RFC 6962, 2.1: the tree's hash by its definition.
    private func root(_ leaves: [[UInt8]]) -> [UInt8] {
        let hash = OpenSSLHash()
        if leaves.isEmpty { return hash.sha256([]) }
        if leaves.count == 1 { return leaves[0] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return ChainHash.node(root(Array(leaves[..<split])), root(Array(leaves[split...])), hash: hash)
    }

    @Test func theEdgeOfATreeGivesItsRootAtEverySize() {
        let hash = OpenSSLHash()
        var edge = TreeEdge()
        var leaves: [[UInt8]] = []
        #expect(edge.root(hash: hash) == root([]))
        for number in 0..<70 {
            let leaf = ChainHash.leaf([UInt8(number)], hash: hash)
            leaves.append(leaf)
            edge.append(leaf, hash: hash)
            #expect(edge.root(hash: hash) == root(leaves))
        }
    }

    @Test func aFailingJobFailsAloneAndTheOthersAreWritten() async throws {
        let harness = try await ServerHarness()
        let writer = harness.core.writer
        let results = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    do {
                        try await writer.perform { transaction in
                            try transaction.setSetting("job.\(number)", "done")
                            if number % 7 == 0 { throw StoreFailure(code: "constraint", message: "no") }
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(results == 34)
        let written = try harness.store.read { reading in
            try (0..<40).filter { try reading.setting("job.\($0)") != nil }
        }
        #expect(written == (0..<40).filter { $0 % 7 != 0 })
    }

    @Test func aSessionStopsSendingPagesUntilTheyAreApplied() {
        let branch = Identifier(high: 1, low: 1)
        var session = ServerSession()
        let hello = Hello(incarnation: 1, wallClock: ServerHarness.start)
        #expect(session.receive(.hello(hello)) == [.greet(hello)])
        let welcome = Welcome(serverTime: ServerHarness.start, verdict: .resume)
        let start = FeedPosition(branch: branch, epoch: 1)
        _ = session.greeted(Greeting(welcome: welcome, mode: .scoped(.branch(branch), cursor: start)))
        var actions = session.receive(.endOfPush(round: 1))
        var pages: UInt64 = 0
        while case .pull? = actions.last {
            pages += 1
            let reached = FeedPosition(branch: branch, epoch: 1, commit: pages)
            let page = Page(encoding: "identity", rawSize: 0, content: [], reaches: reached)
            actions = session.pulled(Pulled(page: page, checkpoint: nil, reached: reached))
        }
        #expect(pages == UInt64(Limits.unacknowledgedPages))
        let applied = Applied(cursor: FeedPosition(branch: branch, epoch: 1, commit: 2), digest: ScopeDigest())
        let next = session.receive(.applied(applied))
        #expect(next.contains { if case .pull = $0 { true } else { false } })
    }

    @Test func aCutStreamIsAbandonedAndAByeIsAnswered() {
        var cut = ServerSession()
        #expect(cut.inputEnded() == [.abandon])
        #expect(cut.inputEnded() == [])
        var ended = ServerSession()
        #expect(ended.receive(.bye(Bye(reason: "done"))) == [.finish(Bye(reason: "done"))])
        #expect(ended.end(Bye(reason: "superseded")) == [])
    }
}
