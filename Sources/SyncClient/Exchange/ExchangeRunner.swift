internal import FieldModel
internal import GRPCCore
internal import SwiftProtobuf
package import SyncCore
package import SyncWire

/// How one exchange ended and what it did.
package struct ExchangeResult: Sendable {
    package var ending: ClientSession.Ending
    package var report: SyncReport
    /// Whether repair was tried and the digests still differ.
    package var stillDiffers: Bool
}

/// Runs one exchange over a stream: reads the server's frames, lets `ClientSession` decide, performs what it says.
package actor ExchangeRunner {
    package struct Options: Sendable {
        package var isLive = false
        /// Whether every row is read first: what a disk has damaged is found before it is compared.
        package var inspects = true
        /// A certificate request when the device's is due for renewal.
        package var renewalRequest: [UInt8] = []
        package var programVersion = ""
        /// Called with a renewed certificate chain before anything else of the Welcome is kept.
        package var renewed: @Sendable (String) throws -> Void = { _ in }
        /// Called at each end of a round: a live session reports as it goes.
        package var roundEnded: @Sendable (SyncReport) -> Void = { _ in }
        /// Waits as long as the server may say and take nothing while something is expected of it; nil waits for ever.
        package var silence: (@Sendable () async throws -> Void)?
        package init() {}
    }

    private enum Outgoing: Sendable {
        case frame(DeviceFrame)
        case push(ClientSession.PushStart, round: UInt32)
    }

    private let store: ExchangeStore
    private let options: Options
    private var session: ClientSession
    private var report = SyncReport()
    private var repair: RepairSearch?
    private var lastRound = SyncReport()
    private var began: Int64 = 0
    private var hasRepaired = false
    /// Behind the fence, or not compared since: what differs at the checkpoint is no damage.
    private var isRebaselining = false
    private var differs = false
    private var reported: [AccountID] = []
    private var failure: (any Error)?
    /// Frames that went either way.
    private var progress: UInt64 = 0
    /// The rows of the page that was just received, and the page before it on its way to the disk.
    private var unpacked: [FeedRow] = []
    private var writing: Task<Void, any Error>?
    private var batchOperations = Limits.operationsPerBatch
    private var batchBytes = Limits.pushBatchBytes
    private var roundOperations = Limits.operationsPerExchange
    private let outgoing: AsyncStream<Outgoing>
    private let feed: AsyncStream<Outgoing>.Continuation

    package init(_ parts: ClientParts, options: Options = Options()) {
        store = ExchangeStore(parts)
        self.options = options
        session = ClientSession(live: options.isLive)
        (outgoing, feed) = AsyncStream.makeStream(of: Outgoing.self)
    }

    /// Throws what the transport or the store threw; whatever was taken in is on disk by then.
    package func run(_ client: any Cartera_V1_Exchange.ClientProtocol) async throws -> ExchangeResult {
        began = store.parts.clock.monotonic()
        if try store.mustTruncate() { try store.truncateAfterErasing() }
        try AllowanceReturns.giveBackWhatEnded(store.parts)
        if options.inspects { try store.ownDamage() }
        let hello = try store.hello(
            live: options.isLive, renewalRequest: options.renewalRequest, programVersion: options.programVersion)
        send(.hello(hello))
        try perform(session.start(wasRestricted: store.isRestricted))
        let outgoing = outgoing
        do {
            try await watched {
                try await client.exchange { writer in
                    await self.write(outgoing, to: writer)
                } onResponse: { response in
                    defer { self.feed.finish() }
                    for try await message in response.messages {
                        if try await self.take(message) { break }
                    }
                }
                try await self.written()
            }
        } catch {
            _ = await writing?.result
            if let failure { throw failure }
            if session.ending == nil { throw error }
        }
        if let failure { throw failure }
        try perform(session.streamClosed())
        if session.isConfirmed {
            try store.markReported(reported)
            // What a scan has shown to be outside the scope goes now, and is reported next time.
            if try store.mustTruncate() { try store.truncateAfterErasing() }
            try store.pruneBodies()
        }
        report.roundTrips = session.roundTrips
        report.durationMilliseconds = store.parts.clock.monotonic() - began
        return ExchangeResult(ending: session.ending ?? .cut, report: report, stillDiffers: differs)
    }

    /// Gives a stream up on which nothing moves: a server may hang while its machine still answers pings.
    private func watched(_ exchange: @escaping @Sendable () async throws -> Void) async throws {
        guard let silence = options.silence else { return try await exchange() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await exchange() }
            group.addTask {
                var before = await self.progress
                while true {
                    try await silence()
                    if await self.hasStalled(since: before) { throw ClientFailure.serverStalled }
                    before = await self.progress
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func hasStalled(since before: UInt64) -> Bool { progress == before && !session.isIdle }

    /// Something was written on this home: say it.
    package func poke() { performOrFail { try perform(session.poked()) } }

    /// Ends a live session with a Bye.
    package func stop() { performOrFail { try perform(session.stop()) } }

    package var isIdle: Bool { session.isIdle }
}

extension ExchangeRunner {
    private func performOrFail(_ body: () throws -> Void) {
        do { try body() } catch { fail(error) }
    }

    private func fail(_ error: any Error) {
        failure = failure ?? error
        feed.finish()
    }

    private func write(_ items: AsyncStream<Outgoing>, to writer: RPCWriter<Cartera_V1_DeviceFrame>) async {
        do {
            for await item in items {
                switch item {
                case .frame(let frame): try await writer.write(count(frame))
                case .push(let start, let round): try await push(start, round, to: writer)
                }
            }
        } catch  where error is StoreFailure || error is ClientFailure {
            failure = failure ?? error
        } catch {
            // The stream is over, in the words of whichever layer noticed first; the reading side says why.
        }
    }

    private func push(
        _ start: ClientSession.PushStart, _ round: UInt32, to writer: RPCWriter<Cartera_V1_DeviceFrame>
    ) async throws {
        var cursor = try store.pushCursor(start)
        var left = roundOperations
        while left > 0 {
            let batch = try store.batch(cursor, operations: min(batchOperations, left), bytes: batchBytes)
            guard cursor.moveOn(past: batch.last) else { break }
            if batch.isEmpty { continue }
            report.pushed += batch.count
            left -= batch.count
            try await writer.write(count(.push(batch.map(\.sealed))))
            // The server asked for another beginning meanwhile.
            if session.round != round { return }
        }
        try await writer.write(count(.endOfPush(round: round)))
    }

    private func count(_ frame: DeviceFrame) throws -> Cartera_V1_DeviceFrame {
        let message = frame.proto()
        let bytes: [UInt8] = try message.serializedBytes()
        report.bytesSent += bytes.count + Self.framingBytes
        progress += 1
        return message
    }

    /// gRPC's prefix of a message.
    private static let framingBytes = 5

    private func send(_ frame: DeviceFrame) { feed.yield(.frame(frame)) }

    /// Returns true when the exchange is over. A page is unpacked while the one before it is being written; everything
    /// else waits until what came before it is on disk.
    private func take(_ message: Cartera_V1_ServerFrame) async throws -> Bool {
        if let failure { throw failure }
        let bytes: [UInt8] = try message.serializedBytes()
        report.bytesReceived += bytes.count + Self.framingBytes
        defer { progress += 1 }
        do {
            let frame = try message.native()
            if case .page(let page) = frame { unpacked = try store.pages.rows(of: page) }
            try await written()
            try perform(session.received(frame))
        } catch {
            failure = failure ?? error
            throw error
        }
        if let failure { throw failure }
        if case .peerFault? = session.ending { return true }
        return false
    }

    /// Waits until the page under way is on disk.
    private func written() async throws {
        let task = writing
        writing = nil
        try await task?.value
    }

    private func write(_ rows: [FeedRow], reaching position: FeedPosition) {
        let store = store
        writing = Task.detached {
            do {
                let (applied, mustTruncate) = try store.apply(rows, reaching: position)
                if mustTruncate { try store.truncateAfterErasing() }
                await self.wrote(rows, applied)
            } catch {
                // The server may be waiting for this page's answer: the exchange ends now, not with its next frame.
                await self.fail(error)
                throw error
            }
        }
    }

    private func wrote(_ rows: [FeedRow], _ applied: Applied) {
        let evicted = rows.count { $0.state == .eviction }
        report.pulled += rows.count - evicted
        report.evicted += evicted
        report.cursor = applied.cursor
        send(.applied(applied))
    }

    private func perform(_ actions: [ClientSession.Action]) throws {
        for action in actions { try perform(action) }
    }

    private func perform(_ action: ClientSession.Action) throws {
        switch action {
        case .keepWelcome(let welcome): try keep(welcome)
        case .startOver: try store.startOver()
        case .rechain(let incarnation): try store.rechain(incarnation)
        case .push(let start, let round): feed.yield(.push(start, round: round))
        case .keepReceipts(let receipts):
            if try store.keep(receipts, &report) { try store.truncateAfterErasing() }
        case .applyPage(let page):
            write(unpacked, reaching: page.reaches)
            unpacked = []
        case .reach(let checkpoint): try reach(checkpoint)
        case .beginRepair(let branch):
            // What left the scope goes with its account: after that little is left to be looked for.
            let first = isRebaselining ? UInt16(RecordKind.account.rawValue) : nil
            repair = RepairSearch(branch: branch, mine: try store.repairTable(branch), kind: first)
            hasRepaired = !isRebaselining
            try askRepair()
        case .takeRepair(let reply): try takeRepair(reply)
        case .send(let frame): send(frame)
        case .end: feed.finish()
        }
    }

    private func keep(_ welcome: Welcome) throws {
        if !welcome.renewedCertificate.isEmpty { try options.renewed(welcome.renewedCertificate) }
        if welcome.batchOperations > 0 { batchOperations = min(batchOperations, welcome.batchOperations) }
        if welcome.batchBytes > 0 { batchBytes = min(batchBytes, welcome.batchBytes) }
        if welcome.roundOperations > 0 { roundOperations = min(roundOperations, welcome.roundOperations) }
        isRebaselining = try store.keep(welcome)
    }

    private func reach(_ checkpoint: Checkpoint) throws {
        let erased = try store.erasedUnreported()
        let reached = try store.reach(checkpoint, erased: erased, repaired: hasRepaired)
        reported = erased
        if checkpoint.at.branch != nil {
            report.cursor = checkpoint.at
            report.digest = reached.equal ? (hasRepaired ? "repaired" : "match") : "mismatch"
            differs = !reached.equal
        }
        try perform(
            session.reached(checkpoint, reached.applied, equal: reached.equal, hasMore: reached.hasMore))
        if repair == nil { endRound() }
    }

    private func endRound() {
        report.roundTrips = session.roundTrips
        report.durationMilliseconds = store.parts.clock.monotonic() - began
        options.roundEnded(report.since(lastRound))
        lastRound = report
    }

    private func askRepair() throws {
        if var request = repair?.next() {
            request.encodings = store.pages.names
            try perform(session.repairAsked(request))
        } else if let search = repair, search.kind != nil {
            repair = RepairSearch(branch: search.branch, mine: try store.repairTable(search.branch))
            try askRepair()
        } else {
            repair = nil
            try perform(session.repairEnded())
        }
    }

    private func takeRepair(_ reply: RepairReply) throws {
        var reply = reply
        if let packed = reply.packed { reply.rows += try store.pages.rows(of: packed) }
        let isFirst = report.repairedRows == 0
        let rows = try store.take(reply, counted: isRebaselining ? nil : isFirst)
        if !isRebaselining { report.repairedRows += rows }
        if try store.mustTruncate() { try store.truncateAfterErasing() }
        repair?.take(reply)
        try askRepair()
    }
}
