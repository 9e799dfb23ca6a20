internal import Glibc
import SyncClient
import Synchronization

/// A session that stays connected: pushes what other commands of the home write, prints each round, ends at TERM.
struct LiveSync {
    let program: Program
    let synchronising: Synchronising

    private final class Shared: Sendable {
        private struct State {
            var runner: ExchangeRunner?
            var waiting: [LiveSocket.Reply] = []
            var isStopped = false
        }
        private let state = Mutex(State())

        var isStopped: Bool { state.withLock { $0.isStopped } }
        var runner: ExchangeRunner? { state.withLock { $0.runner } }
        func use(_ runner: ExchangeRunner) { state.withLock { $0.runner = runner } }
        func stop() { state.withLock { $0.isStopped = true } }
        func wait(_ reply: LiveSocket.Reply) { state.withLock { $0.waiting.append(reply) } }
        func takeWaiting() -> [LiveSocket.Reply] {
            state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
        }
    }

    func run() async throws {
        let shared = Shared()
        let (listener, requests) = try LiveSocket.listen(program.home)
        let (signals, raise) = AsyncStream.makeStream(of: Void.self)
        Signals.forward([SIGTERM, SIGINT]) { raise.yield() }
        defer { listener.stop() }
        let (program, synchronising) = (program, synchronising)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await request in requests {
                    if case .round(let reply) = request { shared.wait(reply) }
                    await shared.runner?.poke()
                }
            }
            group.addTask {
                for await _ in signals {
                    shared.stop()
                    await shared.runner?.stop()
                }
            }
            group.addTask {
                try await synchronising.live(
                    started: { runner in
                        shared.use(runner)
                        if shared.isStopped { await runner.stop() }
                    },
                    isStopped: { shared.isStopped },
                    reported: { report in Self.print(report, program, shared.takeWaiting()) },
                    carried: { report in Self.print(report, program) },
                    unreachable: { failure in
                        program.printer.note("live_unreachable", [failure.code])
                    })
                throw Ended()
            }
            // `waitForAll` would wait for the listeners as well.
            do { while try await group.next() != nil {} } catch is Ended {}
            raise.finish()
            listener.stop()
            group.cancelAll()
        }
    }

    private struct Ended: Error {}

    /// Contents go after a round's report, and only when there is something to say.
    private static func print(_ report: ContentReport, _ program: Program) {
        let text = program.printer.text("live_contents", ["\(report.sent)", "\(report.waiting)", "\(report.failed)"])
        program.printer.line(["attachments": StatusView.contents(report)], text: text)
    }

    private static func print(_ report: SyncReport, _ program: Program, _ waiting: [LiveSocket.Reply]) {
        let value = StatusView.sync(report)
        for reply in waiting { reply.send(value.text(indent: false)) }
        let text = program.printer.text(
            "live_round", ["\(report.pushed)", "\(report.pulled)", Texts.word(report.digest, program.printer.language)])
        program.printer.line(value, text: text)
    }
}
