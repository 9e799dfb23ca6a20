import ArgumentParser
import SyncClient

/// What lists of the server's may be narrowed to.
struct BranchOption: ParsableArguments {
    @Option(help: "Only this branch: its name or id.") var branch: String?
}

extension Program {
    /// Asks the server on one connection.
    func administer<T: Sendable>(_ body: @escaping @Sendable (Administration) async throws -> T) async throws -> T {
        let now = clock.now()
        return try await enrolling(try parts()).connect { clients in
            try await body(
                Administration(
                    clients.administration, now: now, localOffsetSeconds: SystemClock.localOffsetSeconds,
                    attachments: clients.attachments))
        }
    }

    /// Asks the server and shows the one thing that it answers.
    func ask(_ body: @escaping @Sendable (Administration) async throws -> JSONValue) async throws {
        printer.show(try await administer(body))
    }

    /// Asks the server and shows a list.
    func askList(
        _ columns: [String], _ options: ListOptions,
        _ body: @escaping @Sendable (Administration) async throws -> [JSONValue]
    ) async throws {
        printer.show(items: try options.apply(try await administer(body)), columns: columns)
    }
}
