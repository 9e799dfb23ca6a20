internal import FieldModel
internal import Logging
internal import ServiceLifecycle
internal import SyncCore

/// Drops what nobody will finish, and contents that no record has named for long: at start, then every six hours.
package struct ContentKeeper: Service {
    static let pause: Duration = .seconds(6 * 3600)
    static let dayMilliseconds: Int64 = 86_400_000

    private let core: ServerCore

    package init(core: ServerCore) { self.core = core }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await tidy() } catch {
                    core.parts.logger.error(
                        "contents were not tidied", metadata: ["code": "\(ServiceFailure.of(error).code)"])
                }
                do { try await Task.sleep(for: Self.pause) } catch { return }
            }
        }
    }

    /// Returns how many parts and how many contents went.
    @discardableResult
    package func tidy() async throws -> (parts: Int, contents: Int) {
        let now = core.now
        let parts = try await core.contents.files { contents in
            let old = try contents.parts().filter {
                now - $0.changedAt >= Limits.attachmentPartDays * Self.dayMilliseconds
            }
            for part in old { try contents.drop(part: part.name) }
            return old.count
        }
        let old = try await core.contents.files { contents in
            try contents.list(nil).filter {
                now - $0.changedAt >= Limits.attachmentUnnamedDays * Self.dayMilliseconds
            }
        }
        var count = 0
        for (account, held) in Dictionary(grouping: old, by: \.place.account).sorted(by: { $0.key < $1.key }) {
            let named = try await names(under: account)
            for content in held where !named.contains(content.place.hash) {
                try await core.contents.files { try $0.remove(content.place) }
                count += 1
            }
        }
        return (parts, count)
    }

    private func names(under account: AccountID) async throws -> Set<[UInt8]> {
        let records = core.parts.records
        return try await core.readers.read { reading in
            var hashes: Set<[UInt8]> = []
            for row in try reading.rows(account: account) where row.kind == UInt16(RecordKind.attachment.rawValue) {
                guard case .attachment(let attachment)? = try? records.decode(kind: .attachment, bytes: row.bytes)
                else { continue }
                hashes.insert(attachment.contentHash)
            }
            return hashes
        }
    }
}
