internal import FieldModel
package import SyncCore
internal import SyncWire

/// One sync of a home: exchanges until one is complete, or a failure with the status that fits.
package struct Synchronising: Sendable {
    package let parts: ClientParts
    package let enrolling: Enrolling
    package let programVersion: String
    /// Waits so many milliseconds.
    package let sleep: @Sendable (Int64) async throws -> Void
    /// Takes the papers of tomorrow's worklist along.
    package var withDocuments = false

    package init(
        _ parts: ClientParts, enrolling: Enrolling, programVersion: String,
        sleep: @escaping @Sendable (Int64) async throws -> Void
    ) {
        self.parts = parts
        self.enrolling = enrolling
        self.programVersion = programVersion
        self.sleep = sleep
    }

    /// Exchanges that one sync makes at most: a rebaseline after a mismatch, a wait or two.
    private static let mostExchanges = 6

    /// How often a session that keeps losing its stream reads every row of the replica again.
    private static let inspectionMilliseconds: Int64 = 3_600_000

    /// Without a frame either way for so long, an exchange is given up.
    static let silenceMilliseconds: Int64 = 30_000

    package func once(timeoutMilliseconds: Int64) async throws -> SyncReport {
        let began = parts.clock.monotonic()
        var total = SyncReport()
        var hasStartedOver = false
        var backoff = Backoff(seed: bigEndianWord(parts.random(8)))
        for _ in 0..<Self.mostExchanges {
            let result: ExchangeResult
            do {
                result = try await erasingCopiesIfRevoked { try await exchange(options()) }
            } catch let failure as ClientFailure where failure.isForWantOfRoom {
                let pause = backoff.next()
                guard parts.clock.monotonic() - began + pause <= timeoutMilliseconds else { throw failure }
                try await sleep(pause)
                continue
            }
            total.add(result.report)
            switch result.ending {
            case .done where result.stillDiffers && !hasStartedOver:
                hasStartedOver = true
                try ExchangeStore(parts).startOver()
            case .done:
                if hasStartedOver, total.digest == "match" { total.digest = "repaired" }
                return total
            case .wait(let milliseconds), .shuttingDown(let milliseconds):
                let pause = Int64(max(milliseconds, 100))
                guard parts.clock.monotonic() - began + pause <= timeoutMilliseconds else {
                    throw ClientFailure(
                        "told_to_wait", "The server asks to come back in \((pause + 999) / 1000) s.",
                        hint: "Try again later; local work is safe.", status: .tryLater)
                }
                try await sleep(pause)
            default: throw ClientFailure.ending(result.ending)
            }
        }
        throw ClientFailure(
            "sync_incomplete", "The exchange did not come to an end.", hint: "Try again later.", status: .tryLater)
    }

    /// The papers of tomorrow's worklist alone, where another process keeps the records in step.
    package func documents() async throws -> ContentReport {
        let (parts, sleep) = (parts, sleep)
        let wanted = try wantedDocuments()
        if try wanted.allSatisfy({ try parts.contents.held($0.place) != nil }) { return ContentReport() }
        return try await enrolling.connect { clients in
            let courier = ContentCourier(parts, clients.attachments) { try await sleep(Self.silenceMilliseconds) }
            return try await courier.fetch(wanted)
        }
    }

    package func options() throws -> ExchangeRunner.Options {
        var options = ExchangeRunner.Options()
        options.programVersion = programVersion
        options.renewalRequest = try enrolling.renewalRequest()
        let enrolling = enrolling
        options.renewed = { try enrolling.keepRenewed($0) }
        let sleep = sleep
        options.silence = { try await sleep(Self.silenceMilliseconds) }
        return options
    }

    private func exchange(_ options: ExchangeRunner.Options) async throws -> ExchangeResult {
        let parts = parts
        return try await enrolling.connect { clients in
            var result = try await ExchangeRunner(parts, options: options).run(clients.exchange)
            // Records first; what becomes of contents changes nothing of what became of them.
            if case .done = result.ending, !result.stillDiffers {
                result.report.contents = await carry(clients.attachments)
            }
            return result
        }
    }

    /// Stays connected until `stopped`; comes back by itself when the stream is cut. `started` gets each runner.
    package func live(
        started: @escaping @Sendable (ExchangeRunner) async -> Void, isStopped: @escaping @Sendable () -> Bool,
        reported: @escaping @Sendable (SyncReport) -> Void,
        carried: @escaping @Sendable (ContentReport) -> Void = { _ in },
        unreachable: @escaping @Sendable (ClientFailure) -> Void
    ) async throws {
        var backoff = Backoff(seed: bigEndianWord(parts.random(8)))
        var inspectedAt: Int64?
        while !isStopped() {
            var options = try options()
            options.isLive = true
            let now = parts.clock.monotonic()
            options.inspects = inspectedAt.map { now - $0 >= Self.inspectionMilliseconds } ?? true
            if options.inspects { inspectedAt = now }
            var asked: Int64 = 0
            options.roundEnded = reported
            do {
                let (parts, live) = (parts, options)
                let result = try await erasingCopiesIfRevoked {
                    try await enrolling.connect { clients in
                        try await withContents(clients.attachments, live, carried: carried) { options in
                            let runner = ExchangeRunner(parts, options: options)
                            await started(runner)
                            return try await runner.run(clients.exchange)
                        }
                    }
                }
                switch result.ending {
                case .done, .cut: backoff.reset()
                case .wait(let milliseconds), .shuttingDown(let milliseconds): asked = Int64(milliseconds)
                default: throw ClientFailure.ending(result.ending)
                }
            } catch let failure as ClientFailure where failure.status == .unreachable || failure.isForWantOfRoom {
                unreachable(failure)
            }
            try await sleep(max(asked, backoff.next()), unless: isStopped)
        }
    }

    /// In short steps, so that an order to stop does not wait for the end of a pause.
    private func sleep(_ milliseconds: Int64, unless isStopped: @Sendable () -> Bool) async throws {
        var left = milliseconds
        while left > 0, !isStopped() {
            try await sleep(min(left, 100))
            left -= 100
        }
    }
}

extension ClientFailure {
    /// Why an exchange that did not complete ended.
    package static func ending(_ ending: ClientSession.Ending) -> ClientFailure {
        switch ending {
        case .done, .cut:
            ClientFailure(
                "connection_closed", "The connection was cut.", hint: "What was acknowledged is kept; sync again.",
                status: .unreachable)
        case .wait, .shuttingDown:
            ClientFailure("told_to_wait", "The server asks to come back later.", status: .tryLater)
        case .upgrade(let oldSide, _, _):
            oldSide == "server"
                ? ClientFailure(
                    "server_too_old", "The server is older than this program.",
                    hint: "Ask the administrator to upgrade it.",
                    status: .protocolMismatch)
                : ClientFailure(
                    "client_too_old", "This program is older than the server.", hint: "Install the newer cartera.",
                    status: .protocolMismatch)
        case .quarantined(let reason):
            ClientFailure(
                "device_quarantined",
                "This device is in quarantine\(because(reason)): what it pushes waits for a decision.",
                hint: "Ask the administrator to decide.", status: .notPermitted)
        case .revoked(let reason):
            ClientFailure(
                "device_revoked", "This device has been revoked\(because(reason)).", hint: "Ask the administrator.",
                status: .revoked)
        case .superseded:
            ClientFailure(
                "superseded", "Another exchange of this device took over.", hint: "Is another sync running?",
                status: .tryLater)
        case .refused(let code, _):
            ClientFailure("exchange_\(code)", "The server ended the exchange: \(code).", status: .protocolMismatch)
        case .peerFault(let what): peerFault(what)
        }
    }

    private static func because(_ reason: String) -> String { reason.isEmpty ? "" : " (\(reason))" }
}
