internal import Dispatch
internal import FieldModel
internal import GRPCCore
internal import SyncCore
internal import Synchronization

/// What one caller may do with one attachment's content, as the server's own tables say now.
struct ContentPermit: Sendable {
    var attachment: Attachment
    var place: ContentPlace
    /// Its author may send it whoever has the account by now: unsent work outlives an assignment.
    var maySend: Bool
    var mayFetch: Bool
}

/// The contents of one server: who may touch which, and the files, on a thread of their own beside the records'.
final class ContentDesk: Sendable {
    private let queue = DispatchQueue(label: "cartera.contents")
    private let contents: any ContentStore
    private let uploads = Mutex<(next: UInt64, current: [DeviceID: UInt64])>((0, [:]))

    init(contents: any ContentStore) { self.contents = contents }

    func files<T: Sendable>(_ body: @escaping @Sendable (any ContentStore) throws -> T) async throws -> T {
        let contents = contents
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body(contents) }) }
        }
    }

    /// One upload a device: a later one takes over from one whose end the server has not noticed.
    func beginUpload(_ device: DeviceID) -> UInt64 {
        uploads.withLock { uploads in
            uploads.next += 1
            uploads.current[device] = uploads.next
            return uploads.next
        }
    }

    func demandCurrent(_ upload: UInt64, of device: DeviceID) throws {
        guard uploads.withLock({ $0.current[device] == upload }) else {
            throw ServiceFailure(.aborted, code: "superseded", "Another upload of this device took over.")
        }
    }

    func endUpload(_ upload: UInt64, of device: DeviceID) {
        uploads.withLock { if $0.current[device] == upload { $0.current[device] = nil } }
    }
}

extension ServerCore {
    /// Nil where there is no such attachment, or none that the caller may know of: the answer is the same.
    func permit(_ caller: Principal, _ id: RecordID, in reading: any ServerReading) throws -> ContentPermit? {
        guard let row = try reading.row(kind: .attachment, id: id), row.state == .live, let account = row.account,
            case .attachment(let attachment)? = try? parts.records.decode(kind: .attachment, bytes: row.bytes),
            let placement = try reading.placement(account)
        else { return nil }
        let isSeen =
            caller.reaches(placement.branch)
            && (caller.person.role != .collector || placement.audience == .collector(caller.person.id))
        let sends = AuthorisationTable.reach(caller.person.role, .sendAttachment) != .nothing
        let permit = ContentPermit(
            attachment: attachment, place: ContentPlace(account: account, hash: attachment.contentHash),
            maySend: sends && (isSeen || attachment.author == caller.person.id), mayFetch: isSeen)
        return permit.maySend || permit.mayFetch ? permit : nil
    }

    func permit(_ caller: Principal, _ bytes: [UInt8]) async throws -> ContentPermit {
        guard let id = Identifier(bytes: bytes) else {
            throw ServiceFailure.invalid("malformed", "An attachment's id has 16 bytes.")
        }
        guard let permit = try await readers.read({ try self.permit(caller, id, in: $0) }) else {
            throw ServiceFailure.notFound("unknown_attachment", "There is no such attachment.")
        }
        return permit
    }
}
