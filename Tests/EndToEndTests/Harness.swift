import Foundation
import Testing

/// A server with a branch, two collectors, a branch client and a small portfolio, in a folder of its own.
final class Site: @unchecked Sendable {
    let folder: URL
    private(set) var port = 0
    private var server: Background?
    let firstInvitation: String

    /// Bare: only the server runs, and nobody is enrolled.
    init(accounts: Int = 12, isBare: Bool = false) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("cartera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let made = try run(
            Programs.path("carterad"),
            [
                "init", "--data", folder.appendingPathComponent("server").path, "--organisation", "Prueba",
                "--time-zone", "America/Mexico_City", "--host", "localhost:7443", "--json",
            ])
        try #require(made.status == 0, "\(made.errors)")
        firstInvitation = try #require(made.json["invitation"] as? String)
        try start()
        if isBare { return }
        try enrol("admin", firstInvitation)
        try good(as: "admin", "admin", "branch", "add", "Centro", "--time-zone", "America/Mexico_City")
        for (name, role) in [("Ana", "collector"), ("Luis", "collector"), ("Oficina", "branch")] {
            try good(as: "admin", "admin", "person", "add", name, "--role", role, "--branch", "Centro")
        }
        let portfolio = folder.appendingPathComponent("portfolio.csv").path
        let tool = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../tools/sample-portfolio"
        ).standardized.path
        let sample = try run(
            "/usr/bin/env",
            [
                "python3", tool, "--accounts", "\(accounts)", "--seed", "5", "--branch", "Centro", "--collector", "Ana",
                "--out", portfolio,
            ])
        try #require(sample.status == 0, "\(sample.errors)")
        let imported = try good(as: "admin", "admin", "import", "accounts", portfolio, "--branch", "Centro")
        try #require(imported.json["created"] as? Int == accounts)
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }

    func home(_ who: String) -> String { folder.appendingPathComponent(who).path }
    var data: String { folder.appendingPathComponent("server").path }
    var address: String { "localhost:\(port)" }

    func start() throws {
        let log = folder.appendingPathComponent("server.log")
        let process = try Background(
            Programs.path("carterad"), ["serve", "--data", data, "--listen", "127.0.0.1:\(port)"], errors: log)
        server = process
        while let line = process.line() {
            guard line.hasPrefix("listening on ") else { continue }
            port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
            return
        }
        Issue.record("the server did not start: \(try String(contentsOf: log, encoding: .utf8))")
    }

    /// SIGKILL.
    func kill() {
        server?.kill()
        server = nil
    }

    /// SIGTERM; returns the exit status.
    func stop() -> Int32 {
        defer { server = nil }
        return server?.terminate() ?? 0
    }

    /// Changes the server's file while nobody serves, as time or an accident would.
    func alter(_ statement: String) throws {
        let program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        let done = try run("/usr/bin/env", ["python3", "-c", program, "\(data)/store.sqlite", statement])
        try #require(done.status == 0, "\(done.errors)")
    }

    func enrol(_ who: String, _ invitation: String) throws {
        try good(as: who, "enroll", invitation, "--device", "laptop-\(who)", "--server", address)
    }

    func enrol(_ who: String, person: String) throws { try enrol(who, try invite(person)) }

    func invite(_ person: String) throws -> String {
        try #require(try good(as: "admin", "admin", "invite", person).json["invitation"] as? String)
    }

    func call(as who: String, _ arguments: [String]) throws -> Finished {
        try run(Programs.path("cartera"), ["--home", home(who), "--json"] + arguments)
    }

    func call(as who: String, _ arguments: String...) throws -> Finished { try call(as: who, arguments) }

    /// The command must fail so, with a message and what to do, and with nothing on stdout.
    @discardableResult
    func refused(
        as who: String, _ status: Int32, _ code: String, _ arguments: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Finished {
        let finished = try call(as: who, arguments)
        Self.expect(finished, status, code, sourceLocation: sourceLocation)
        return finished
    }

    static func expect(
        _ finished: Finished, _ status: Int32, _ code: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(finished.status == status, "\(code): \(finished.errors)", sourceLocation: sourceLocation)
        #expect(finished.errorCode == code, "\(finished.errors)", sourceLocation: sourceLocation)
        #expect(finished.error["message"]?.isEmpty == false, "\(code)", sourceLocation: sourceLocation)
        #expect(finished.error["hint"]?.isEmpty == false, "\(code)", sourceLocation: sourceLocation)
        #expect(finished.output.isEmpty, "\(code)", sourceLocation: sourceLocation)
    }

    @discardableResult
    func good(as who: String, _ arguments: String...) throws -> Finished {
        let finished = try call(as: who, arguments)
        try #require(finished.status == 0, "\(arguments): \(finished.status) \(finished.errors) \(finished.output)")
        return finished
    }

    /// The same command, killed by the kernel at its n-th call of `call`; true when it lived to its end.
    func killed(as who: String, at number: Int, of call: String, _ arguments: String...) throws -> Bool {
        let finished = try run(
            "/usr/bin/env",
            [
                "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)",
                "-e", "inject=\(call):signal=KILL:when=\(number)", Programs.path("cartera"), "--home", home(who),
                "--json",
            ] + arguments)
        return finished.status == 0
    }

    func accounts(_ who: String) throws -> [String] {
        try good(as: who, "account", "list").items.compactMap { $0["id"] as? String }
    }

    /// Syncs everybody until nothing is left and demands that all digests match.
    func settle(_ who: String...) throws {
        for _ in 0..<2 { for person in who { try good(as: person, "sync") } }
        for person in who {
            let last = try good(as: person, "sync")
            #expect(last.json["digest"] as? String == "match", "\(person)")
            let status = try good(as: person, "status")
            #expect(status.json["pending"] as? Int == 0, "\(person)")
        }
    }
}
