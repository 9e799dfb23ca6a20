internal import FieldModel
internal import SyncCore
internal import SyncWire

/// Contents in a sync: after the records, on the same connection, and without a word in what becomes of them.
extension Synchronising {
    /// Sends what waits, takes along what is wanted, erases what waited for that. Never throws.
    func carry(_ client: any Cartera_V1_Attachments.ClientProtocol) async -> ContentReport {
        var report = ContentReport()
        do {
            if try hasNothingToCarry() { return report }
            let sleep = sleep
            let courier = ContentCourier(parts, client) { try await sleep(Self.silenceMilliseconds) }
            report = try await courier.send()
            if withDocuments, report.failure != "connection_closed" {
                let waiting = report.waiting
                report.add(try await courier.fetch(wantedDocuments()))
                report.waiting = waiting
            }
            try courier.tidy()
            let store = ExchangeStore(parts)
            if try store.mustTruncate() { try store.truncateAfterErasing() }
        } catch let failure as StoreFailure {
            (report.failed, report.failure) = (report.failed + 1, "replica_\(failure.code)")
        } catch {
            (report.failed, report.failure) = (report.failed + 1, "internal")
        }
        return report
    }

    private func hasNothingToCarry() throws -> Bool {
        try !withDocuments && parts.contents.list(nil).isEmpty && parts.contents.parts().isEmpty
    }

    func wantedDocuments() throws -> [WantedContent] {
        try parts.store.read { reading in
            try AttachmentViews.wantedTomorrow(ViewContext(reading, parts: parts, localOffsetSeconds: 0))
        }
    }

    /// A live exchange with contents carried beside it, after each of its rounds.
    func withContents(
        _ client: any Cartera_V1_Attachments.ClientProtocol, _ options: ExchangeRunner.Options,
        carried: @escaping @Sendable (ContentReport) -> Void,
        exchange: @escaping @Sendable (ExchangeRunner.Options) async throws -> ExchangeResult
    ) async throws -> ExchangeResult {
        let (rounds, ended) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        var options = options
        let reported = options.roundEnded
        options.roundEnded = { report in
            reported(report)
            ended.yield()
        }
        let noting = options
        return try await withThrowingTaskGroup(of: ExchangeResult?.self) { group in
            group.addTask { try await exchange(noting) }
            group.addTask {
                for await _ in rounds {
                    let report = await carry(client)
                    if !report.isQuiet { carried(report) }
                }
                return nil
            }
            defer {
                ended.finish()
                group.cancelAll()
            }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    /// A device that may hold nothing any more drops the copies that the server has; unsent work stays for it.
    func erasingCopiesIfRevoked(_ body: () async throws -> ExchangeResult) async throws -> ExchangeResult {
        do {
            let result = try await body()
            if case .revoked = result.ending { parts.eraseCopies() }
            return result
        } catch let failure as ClientFailure where failure.status == .revoked && Self.isFinal(failure.code) {
            parts.eraseCopies()
            throw failure
        }
    }

    private static func isFinal(_ code: String) -> Bool { ["revoked", "device_revoked", "lease_ended"].contains(code) }
}

extension ClientParts {
    /// Drops the copies that the server has when the lease has ended, without a server that says so: a laptop that is lost
    /// or kept is silent. Unsent ones stay for the server. What a clock far ahead erases can be fetched again.
    package func eraseCopiesAfterLease() {
        let hasEnded = try? store.read { reading in
            guard let lease = try reading.instant(.leaseExpiresAt) else { return false }
            return try clock.now() + (reading.knownClockOffset(clock) ?? 0) >= lease
        }
        if hasEnded == true { eraseCopies() }
    }

    /// What fails here is done by the next command or at the next contact: nothing depends on it.
    func eraseCopies() {
        let waiting = try? store.read { reading in
            Set(try ContentLedger(reading, self).waiting().map(\.content.place))
        }
        guard let waiting, let held = try? contents.list(nil) else { return }
        for content in held where !waiting.contains(content.place) { try? contents.remove(content.place) }
        // What was begun and never finished is a copy as well.
        for part in (try? contents.parts()) ?? [] { try? contents.drop(part: part.name) }
    }
}
