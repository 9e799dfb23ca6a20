import FieldModel
import Foundation
import SyncCore
import SyncStorage
import Testing

@Suite("Locks between processes")
struct LockTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    @Test("exclude another process, and end with it")
    func anotherProcess() throws {
        let lock = FileLock.exchange(of: folder.path)
        let neighbour = try Neighbour.holding(lock.path)
        #expect(try lock.tryHold() == nil)
        #expect(failureCode { _ = try lock.hold(timeoutMilliseconds: 20) } == "locked")
        neighbour.kill()
        let holding = try lock.hold()
        #expect(try !Neighbour.canHold(lock.path))
        holding.release()
        #expect(try Neighbour.canHold(lock.path))
    }

    @Test("exclude each other within a process, and do not outlive their holder")
    func sameProcess() throws {
        let first = FileLock.data(of: folder.path)
        try first.withHold { () throws in
            #expect(try FileLock.data(of: folder.path).tryHold() == nil)
            #expect(try FileLock.home(of: folder.path).tryHold() != nil)
        }
        _ = try first.tryHold()
        #expect(try first.tryHold() != nil)
    }

    @Test("say why there is none")
    func noFolder() {
        #expect(failureCode { _ = try FileLock.home(of: folder.file("none")).tryHold() } == "not_found")
    }

    @Test("the home's lock is held while the replica is written, and not while it is read")
    func discipline() throws {
        let store = try openReplica(folder)
        let path = FileLock.home(of: folder.path).path
        #expect(try Neighbour.canHold(path))
        try store.write { _ throws in #expect(try !Neighbour.canHold(path)) }
        try store.read { _ throws in #expect(try Neighbour.canHold(path)) }
        #expect(try Neighbour.canHold(path))
    }

    @Test("reading goes on while another process writes, and writing waits for it")
    func waiting() throws {
        let store = try openReplica(folder)
        try store.write { try $0.setSetting("a", "1") }
        let neighbour = try Neighbour.holding(FileLock.home(of: folder.path).path)
        #expect(try store.read { try $0.setting("a") } == "1")
        let writer = Thread { try? store.write { try $0.setSetting("a", "2") } }
        writer.start()
        #expect(try store.read { try $0.setting("a") } == "1")
        neighbour.end()
        try store.write { try $0.setSetting("b", "2") }
        #expect(try store.read { try $0.setting("b") } == "2")
    }

    @Test("several stores of one home see each other's writes and never collide")
    func severalStores() throws {
        let stores = try (0..<4).map { _ in try openReplica(folder) }
        let rounds = 25
        DispatchQueue.concurrentPerform(iterations: stores.count) { index in
            for round in 0..<rounds {
                let count: Int? = try? stores[index].write { transaction in
                    let next = (try transaction.setting("count").flatMap { Int($0) } ?? 0) + 1
                    try transaction.setSetting("count", "\(next)")
                    return next
                }
                #expect(count != nil)
                if round % 10 == 9 { #expect(failureCode { try stores[index].truncateJournals() } == nil) }
            }
        }
        #expect(try stores[0].read { try $0.setting("count") } == "\(stores.count * rounds)")
        #expect(try stores[0].integrityProblems() == [])
    }
}
