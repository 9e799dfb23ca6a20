package import FieldModel
internal import FoundationEssentials
internal import GRPCCore
internal import SwiftProtobuf
package import SyncCore
package import SyncWire

/// What one or several exchanges did with contents. Failures are counted, never thrown: they are not the records'.
package struct ContentReport: Hashable, Sendable {
    package var sent = 0
    package var fetched = 0
    package var failed = 0
    package var waiting = 0
    package var bytesSent: UInt64 = 0
    package var bytesReceived: UInt64 = 0
    /// The code of the last failure.
    package var failure = ""

    package init() {}

    package var isQuiet: Bool { sent + fetched + failed + waiting == 0 }

    package mutating func add(_ other: ContentReport) {
        sent += other.sent
        fetched += other.fetched
        failed += other.failed
        waiting = other.waiting
        bytesSent += other.bytesSent
        bytesReceived += other.bytesReceived
        if !other.failure.isEmpty { failure = other.failure }
    }
}

/// A content that is to be brought here.
package struct WantedContent: Hashable, Sendable {
    package var attachment: RecordID
    package var place: ContentPlace
    package var size: UInt64

    package init(attachment: RecordID, place: ContentPlace, size: UInt64) {
        self.attachment = attachment
        self.place = place
        self.size = size
    }
}

/// Carries contents between home and server, each from where it stands: what is cut goes on at that byte.
package struct ContentCourier: Sendable {
    let parts: ClientParts
    let client: any Cartera_V1_Attachments.ClientProtocol
    /// Waits as long as nothing may move; nil waits for ever.
    let silence: (@Sendable () async throws -> Void)?

    package init(
        _ parts: ClientParts, _ client: any Cartera_V1_Attachments.ClientProtocol,
        silence: (@Sendable () async throws -> Void)? = nil
    ) {
        self.parts = parts
        self.client = client
        self.silence = silence
    }

    /// With its account, so that nothing is left when that goes.
    static func partName(_ account: AccountID, _ attachment: RecordID) -> String {
        "\(hexadecimal(account.bytes)).\(hexadecimal(attachment.bytes))"
    }

    /// A copy that the server may have lost is offered again after so long.
    private static let recheckMilliseconds: Int64 = 86_400_000
    /// A content that nothing names may be one that is being attached.
    static let unnamedMilliseconds: Int64 = 3_600_000

    /// Sends what the server lacks. Throws only for the home's own failures.
    package func send() async throws -> ContentReport {
        var report = ContentReport()
        let now = parts.clock.now()
        let (contents, epoch, isAgain) = try parts.store.read { reading in
            let last = try reading.instant(.contentsOfferedAt)
            let isAgain = last.map { now - $0 >= Self.recheckMilliseconds || now < $0 } ?? true
            return (
                try ContentLedger(reading, parts).toOffer(again: isAgain), try ContentLedger.epoch(reading), isAgain
            )
        }
        do {
            for start in stride(from: 0, to: contents.count, by: Limits.attachmentsPerOffer) {
                let some = Array(contents[start..<min(start + Limits.attachmentsPerOffer, contents.count)])
                try await offer(some, epoch: epoch, &report)
            }
            if isAgain, !contents.isEmpty { try parts.store.write { try $0.set(.contentsOfferedAt, now) } }
        } catch {
            try note(error, &report)
        }
        report.waiting = try parts.store.read { try ContentLedger($0, parts).waiting().count }
        return report
    }

    private func offer(_ contents: [NamedContent], epoch: String, _ report: inout ContentReport) async throws {
        let request = Cartera_V1_OfferRequest.with { $0.attachments = contents.map(\.attachment.data) }
        let reply = try await client.offer(request)
        guard reply.contents.count == contents.count else { throw ClientFailure.peerFault("offered contents") }
        for (named, answer) in zip(contents, reply.contents) {
            switch answer.state {
            case .contentWanted:
                do {
                    try await upload(named, from: answer.offset, &report)
                    try parts.contents.mark(named.content.place, epoch)
                    report.sent += 1
                } catch let error as RPCError where Self.isOfThisContent(error) {
                    try note(error, &report)
                } catch let error as ClientFailure where error.code == "content_damaged" {
                    try note(error, &report)
                }
            // Unknown is what the server will never ask for: its record is not ours to fill, or is gone.
            default: try parts.contents.mark(named.content.place, epoch)
            }
        }
    }

    /// One that the server refuses does not stop the others; a connection that fails does.
    private static func isOfThisContent(_ error: RPCError) -> Bool {
        switch error.code {
        case .invalidArgument, .notFound, .failedPrecondition, .alreadyExists: true
        default: false
        }
    }

    private func note(_ error: any Error, _ report: inout ContentReport) throws {
        report.failed += 1
        switch error {
        case let failure as StoreFailure where failure.code != "not_found": throw failure
        case let failure as ClientFailure: report.failure = failure.code
        case let error as RPCError:
            report.failure = error.toldCode ?? "connection_closed"
        default: report.failure = "connection_closed"
        }
    }

    private func upload(_ named: NamedContent, from offset: UInt64, _ report: inout ContentReport) async throws {
        let place = named.content.place
        let content = try parts.contents.bytes(place, from: 0, count: Int(clamping: named.content.size))
        guard parts.hash.sha256(content) == place.hash else {
            throw ClientFailure(
                "content_damaged", "The copy of an attachment is damaged.", hint: "Attach the file again.",
                status: .inputOutput)
        }
        guard offset <= UInt64(content.count) else { throw ClientFailure.peerFault("offset of a content") }
        let progress = Progress()
        defer { report.bytesSent += progress.bytes }
        let client = client
        try await watched(progress) {
            try await client.upload { writer in
                var isFirst = true
                var start = Int(offset)
                repeat {
                    let end = min(start + Limits.attachmentChunkBytes, content.count)
                    let part = Cartera_V1_UploadPart.with {
                        if isFirst {
                            $0.attachment = named.attachment.data
                            $0.offset = offset
                        }
                        $0.bytes = Data(content[start..<end])
                    }
                    // A stream that is over says why on its other side.
                    do { try await writer.write(part) } catch { return }
                    progress.add(end - start)
                    (isFirst, start) = (false, end)
                } while start < content.count
            } onResponse: { response in
                _ = try response.message
            }
        }
    }
}

extension ContentCourier {
    /// Brings one content here; true when it was not here before. What came before a cut is kept.
    @discardableResult
    package func fetch(_ wanted: WantedContent, _ report: inout ContentReport) async throws -> Bool {
        if try parts.contents.held(wanted.place) != nil { return false }
        let name = Self.partName(wanted.place.account, wanted.attachment)
        var offset = try parts.contents.part(name)?.size ?? 0
        if offset > wanted.size {
            try parts.contents.drop(part: name)
            offset = 0
        }
        let progress = Progress()
        defer { report.bytesReceived += progress.bytes }
        try await download(wanted, to: name, from: offset, progress)
        guard try parts.contents.finish(part: name, as: wanted.place) == .kept else {
            throw ClientFailure(
                "content_mismatch", "The file that came is not the one that the record names; nothing was kept.",
                hint: "Try again; if it stays so, tell the administrator.", status: .inputOutput)
        }
        // The account may have left meanwhile.
        let (isHere, epoch) = try parts.store.read { reading in
            (try ContentLedger(reading, parts).isNamed(wanted.place), try ContentLedger.epoch(reading))
        }
        guard isHere else {
            try parts.contents.remove(wanted.place)
            throw ClientFailure.badInput("unknown_account", "The account has left this laptop.")
        }
        try parts.contents.mark(wanted.place, epoch)
        report.fetched += 1
        return true
    }

    private func download(
        _ wanted: WantedContent, to name: String, from offset: UInt64, _ progress: Progress
    ) async throws {
        let request = Cartera_V1_DownloadRequest.with {
            $0.attachment = wanted.attachment.data
            $0.offset = offset
        }
        let (contents, client) = (parts.contents, client)
        try await watched(progress) {
            try await client.download(request) { response in
                var size = offset
                for try await part in response.messages {
                    let bytes = [UInt8](part.bytes)
                    guard size + UInt64(bytes.count) <= wanted.size else {
                        try contents.drop(part: name)
                        throw ClientFailure.peerFault("a content too long")
                    }
                    try contents.append(bytes, to: name, at: size)
                    size += UInt64(bytes.count)
                    progress.add(bytes.count)
                }
            }
        }
    }

    /// Fetches what is wanted and not here, within the bytes of one sync. Failures are counted.
    package func fetch(_ wanted: [WantedContent]) async throws -> ContentReport {
        var report = ContentReport()
        var left = Limits.attachmentBytesPerSync
        for content in wanted where try parts.contents.held(content.place) == nil {
            guard content.size <= left else {
                report.failed += 1
                report.failure = "documents_too_many"
                continue
            }
            left -= content.size
            do { try await fetch(content, &report) } catch let error as RPCError where Self.isOfThisContent(error) {
                try note(error, &report)
            } catch {
                try note(error, &report)
                break
            }
        }
        return report
    }

    /// Gives a call up on which nothing moves.
    private func watched(_ progress: Progress, _ call: @escaping @Sendable () async throws -> Void) async throws {
        guard let silence else { return try await call() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await call() }
            group.addTask {
                var before = progress.bytes
                while true {
                    try await silence()
                    if progress.bytes == before { throw ClientFailure.serverStalled }
                    before = progress.bytes
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Drops copies that nothing needs any more.
    package func tidy() throws {
        let limit = parts.clock.now() + -Self.unnamedMilliseconds
        let unneeded = try parts.store.read { try ContentLedger($0, parts).unneeded(before: limit) }
        for content in unneeded { try parts.contents.remove(content.place) }
        let old = parts.clock.now() + -(Limits.attachmentPartDays * Self.recheckMilliseconds)
        for part in try parts.contents.parts() where part.changedAt < old { try parts.contents.drop(part: part.name) }
    }
}
