import FieldModel
import Foundation
import HostLibraries
import SyncCore
import SyncStorage
import Testing

/// Contents as files: whole and verified, or not there.
@Suite("A folder of contents")
struct ContentFolderTests {
    private let folder: TestFolder
    private let account = Identifier(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0001)
    private let other = Identifier(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0002)
    private let now = Instant(milliseconds: 1_790_000_000_123)

    init() throws { folder = try TestFolder() }

    private func contents(shared: Bool = false) -> ContentFolder {
        let now = now
        return ContentFolder(path: folder.file("contents"), hash: OpenSSLHash(), isShared: shared, now: { now })
    }

    private func place(_ bytes: [UInt8], _ account: AccountID? = nil) -> ContentPlace {
        ContentPlace(account: account ?? self.account, hash: OpenSSLHash().sha256(bytes))
    }

    private func keep(_ bytes: [UInt8], in contents: ContentFolder, _ account: AccountID? = nil) throws -> ContentEnd {
        try contents.append(bytes, to: "p", at: 0)
        return try contents.finish(part: "p", as: place(bytes, account))
    }

    private func files() throws -> [String] {
        (FileManager.default.enumerator(atPath: folder.file("contents"))?.compactMap { $0 as? String } ?? [])
            .filter { !$0.hasSuffix("contents.lock") }
            .filter { path in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: folder.file("contents/\(path)"), isDirectory: &isFolder)
                return !isFolder.boolValue
            }.sorted()
    }

    @Test("keeps what came in parts, and gives it from any byte")
    func parts() throws {
        let contents = contents()
        let bytes = [UInt8](0..<200)
        #expect(try contents.part("p") == nil && contents.list(nil).isEmpty && contents.held(place(bytes)) == nil)
        try contents.append(Array(bytes[0..<50]), to: "p", at: 0)
        #expect(try contents.part("p") == ContentPart(name: "p", size: 50, changedAt: now))
        try contents.append(Array(bytes[50...]), to: "p", at: 50)
        #expect(try contents.finish(part: "p", as: place(bytes)) == .kept)
        #expect(try contents.part("p") == nil)
        let held = try contents.held(place(bytes))
        #expect(held == HeldContent(place: place(bytes), size: 200, changedAt: now, mark: ""))
        #expect(try contents.bytes(place(bytes), from: 190, count: 64) == Array(bytes[190...]))
        #expect(try contents.bytes(place(bytes), from: 300, count: 64).isEmpty)
        #expect(throws: StoreFailure.self) { try contents.bytes(place([1]), from: 0, count: 1) }
        try contents.mark(place(bytes), "7")
        #expect(try contents.list(account).map(\.mark) == ["7"] && contents.list(other).isEmpty)
    }

    @Test("takes no bytes out of order, and leaves nothing of a content that is another")
    func wrong() throws {
        let contents = contents()
        try contents.append([1, 2, 3], to: "p", at: 0)
        for offset in [0, 2, 4] as [UInt64] {
            let failure = #expect(throws: StoreFailure.self) { try contents.append([4], to: "p", at: offset) }
            #expect(failure?.code == "constraint")
        }
        #expect(try contents.part("p")?.size == 3)
        #expect(try contents.finish(part: "p", as: place([1, 2, 4])) == .mismatch)
        #expect(try contents.finish(part: "p", as: place([1, 2, 3])) == .mismatch)
        #expect(try files().isEmpty)
    }

    @Test("leaves no file of an account that goes, unfinished ones included")
    func removed() throws {
        let contents = contents()
        #expect(try keep([1], in: contents) == .kept)
        #expect(try keep([2], in: contents) == .kept)
        #expect(try keep([2], in: contents, other) == .kept)
        try contents.mark(place([1]), "1")
        let digits = account.description.filter { $0 != "-" }
        try contents.append([9], to: "\(digits).0123", at: 0)
        try contents.removeAll(of: account)
        try contents.removeAll(of: account)
        #expect(try contents.list(nil).map(\.place) == [place([2], other)] && contents.parts().isEmpty)
        #expect(try files().count == 1)
        try contents.remove(place([2], other))
        #expect(try files().isEmpty)
    }

    @Test("keeps once what several accounts have, as long as one has it")
    func shared() throws {
        let contents = contents(shared: true)
        #expect(try keep([5, 6], in: contents) == .kept)
        #expect(try keep([5, 6], in: contents, other) == .kept)
        let numbers = try files().map {
            try FileManager.default.attributesOfItem(atPath: folder.file("contents/\($0)"))[.systemFileNumber] as? Int
        }
        #expect(numbers.count == 3 && Set(numbers).count == 1)
        try contents.remove(place([5, 6]))
        #expect(try contents.held(place([5, 6])) == nil && contents.held(place([5, 6], other)) != nil)
        try contents.remove(place([5, 6], other))
        #expect(try files().isEmpty)
    }

    @Test("says which bytes are not what their name says, and takes a sound copy in their place")
    func damaged() throws {
        let contents = contents(shared: true)
        #expect(try keep([5, 6], in: contents) == .kept)
        #expect(try contents.damaged().isEmpty)
        let path = folder.file("contents/accounts/") + account.description.filter { $0 != "-" }
        let name = try FileManager.default.contentsOfDirectory(atPath: path)[0]
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(path)/\(name)"))
        try handle.write(contentsOf: Data([7]))
        try handle.close()
        #expect(try contents.damaged() == [place([5, 6])])
        #expect(try keep([5, 6], in: contents) == .kept)
        #expect(try contents.damaged().isEmpty && contents.bytes(place([5, 6]), from: 0, count: 9) == [5, 6])
    }
}
