internal import FieldModel
internal import GRPCCore
internal import SyncCore
internal import SyncWire

/// Runs one stream: reads frames, lets `ServerSession` decide, performs what it says.
struct ExchangeDriver: Sendable {
    let core: ServerCore
    let identity: PeerIdentity
    let mailbox: StreamMailbox

    /// From the stream's begin to its Hello.
    static let helloLimit: Duration = .seconds(15)
    /// From the order to end to cutting the stream, when the device does not take its Bye.
    static let endLimit: Duration = .seconds(3)

    private enum Finished: Sendable {
        case session
        case other
    }

    func run(
        _ messages: RPCAsyncSequence<Cartera_V1_DeviceFrame, any Error>, _ writer: RPCWriter<Cartera_V1_ServerFrame>
    ) async throws {
        let greeted = Flag()
        try await withThrowingTaskGroup(of: Finished.self) { group in
            group.addTask { await read(messages) }
            group.addTask { try await cutAfterEnding() }
            group.addTask { await demandHello(greeted) }
            group.addTask {
                var loop = ExchangeLoop(driver: self, writer: writer, greeted: greeted)
                try await loop.run()
                return .session
            }
            defer { mailbox.close() }
            while let finished = try await group.next() {
                if case .session = finished { break }
            }
            group.cancelAll()
            mailbox.close()
        }
    }

    private func read(_ messages: RPCAsyncSequence<Cartera_V1_DeviceFrame, any Error>) async -> Finished {
        do {
            for try await message in messages {
                guard let frame = try? message.native() else {
                    await mailbox.put(.malformed)
                    continue
                }
                await mailbox.put(.frame(frame))
            }
        } catch {
            // A broken stream ends like a cut one.
        }
        mailbox.finishInput()
        return .other
    }

    private func cutAfterEnding() async throws -> Finished {
        await mailbox.waitForEnding()
        guard mailbox.ending != nil else { return .other }
        do { try await Task.sleep(for: Self.endLimit) } catch { return .other }
        throw ServiceFailure(.aborted, code: "ended", "The server ended this exchange.")
    }

    private func demandHello(_ greeted: Flag) async -> Finished {
        do { try await Task.sleep(for: Self.helloLimit) } catch { return .other }
        if !greeted.isSet { mailbox.end(Bye(reason: "hello_missing")) }
        return .other
    }
}
