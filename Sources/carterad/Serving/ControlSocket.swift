import Dispatch
import Foundation
import Glibc
import Logging
import ServiceLifecycle
import SyncCore
import SyncServer
import SyncStorage
import Synchronization

/// What `invite`, `backup`, `verify`, `compact`, `score-digest` and `rules-digest` ask of a server that runs: one line of
/// JSON each way, over a socket in the data folder that only its owner can open.
struct ControlRequest: Codable, Sendable {
    var command: String
    /// A role for `invite`, a file for `backup`, days for `compact`, how many accounts and the seed for
    /// `score-digest`, the cases and the seed or the text of scenarios for `rules-digest`.
    var argument = ""
}

struct ControlReply: Codable, Sendable {
    var lines: [String] = []
    var status = ProgramFailure.Status.inputOutput.rawValue
    var code = ""
    var message = ""
    var hint = ""
}

/// Answers control requests while the server runs, one after the other, on a thread of its own.
struct ControlSocket: Service {
    static let mostBytes = 1 << 20

    let server: OpenServer
    let logger: Logger

    func run() async throws {
        let listener = try UnixSocket.listen(in: server.folder.path)
        let isOver = Mutex(false)
        let queue = DispatchQueue(label: "cartera.control")
        let (requests, arriving) = AsyncStream.makeStream(of: UnixSocket.self)
        queue.async { [isOver = Ended(isOver: { isOver.withLock { $0 } })] in
            while !isOver.isOver() {
                if let peer = listener.accept(waitMilliseconds: 200) { arriving.yield(peer) }
            }
            listener.close()
            arriving.finish()
        }
        await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                for await peer in requests { await answer(peer) }
            } onCancel: {
                isOver.withLock { $0 = true }
            }
        } onGracefulShutdown: {
            isOver.withLock { $0 = true }
        }
        UnixSocket.remove(in: server.folder.path)
    }

    private func answer(_ peer: UnixSocket) async {
        defer { peer.close() }
        guard let line = peer.readLine(most: Self.mostBytes, waitMilliseconds: 2_000),
            let request = try? JSONDecoder().decode(ControlRequest.self, from: Data(line))
        else { return }
        var reply = ControlReply()
        do {
            reply.lines = try await ControlAct(server: server).perform(request)
        } catch {
            let failure = ProgramFailure.of(error)
            reply.status = failure?.status.rawValue ?? reply.status
            reply.code = failure?.code ?? "internal"
            reply.message = failure?.message ?? "The server could not do this."
            reply.hint = failure?.hint ?? ""
        }
        guard let bytes = try? JSONEncoder().encode(reply) else { return }
        peer.write(Array(bytes) + [UInt8(ascii: "\n")])
    }
}

private struct Ended: Sendable {
    var isOver: @Sendable () -> Bool
}

/// Does what a control request asks, in the server or in the command itself when nobody serves.
struct ControlAct: Sendable {
    let server: OpenServer

    /// Asks the server that runs; takes the lock and does it here when there is none.
    static func ask(_ request: ControlRequest, of folder: DataFolder, logger: Logger) async throws -> [String] {
        _ = try folder.settings()
        guard let holding = try folder.lock.tryHold() else {
            return try askRunning(request, folder)
        }
        defer { holding.release() }
        let server = try OpenServer.open(folder, logger: logger)
        let lines = try await ControlAct(server: server).perform(request)
        try server.store.close()
        return lines
    }

    private static func askRunning(_ request: ControlRequest, _ folder: DataFolder) throws -> [String] {
        let busy = ProgramFailure(
            .tryLater, code: "locked", "Another carterad has \(folder.path) open and does not answer.",
            hint: "Try again in a moment.")
        guard let socket = UnixSocket.connect(in: folder.path) else { throw busy }
        defer { socket.close() }
        socket.write(Array(try JSONEncoder().encode(request)) + [UInt8(ascii: "\n")])
        guard let line = socket.readLine(most: ControlSocket.mostBytes, waitMilliseconds: 600_000),
            let reply = try? JSONDecoder().decode(ControlReply.self, from: Data(line))
        else { throw busy }
        guard reply.code.isEmpty else {
            let status = ProgramFailure.Status(rawValue: reply.status) ?? .inputOutput
            throw ProgramFailure(status, code: reply.code, reply.message, hint: reply.hint)
        }
        return reply.lines
    }

    func perform(_ request: ControlRequest) async throws -> [String] {
        switch request.command {
        case "invite":
            return [
                try await Invitations(core: server.core).makeForNewPerson(
                    name: "Administrator", role: .administrator)
            ]
        case "backup":
            try await offPool { try Backup(server: server).write(to: request.argument) }
            return []
        case "compact": return try await CompactedBranch.run(server.core, horizon: request.argument)
        case "score-digest": return try await ScoreDigestCommand.lines(server, request.argument)
        case "rules-digest": return try await RulesDigestCommand.lines(server, request.argument)
        case "verify":
            return try await offPool {
                let contents = BackedUpContents(folder: OpenServer.contents(of: server.folder))
                return try server.store.verify() + contents.problems()
            }
        default: throw ProgramFailure(.badInput, code: "unknown_command", "The server does not know this request.")
        }
    }

    /// Long and blocking: on a thread of its own.
    private func offPool<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "cartera.control.work").async {
                continuation.resume(with: Result { try body() })
            }
        }
    }
}
