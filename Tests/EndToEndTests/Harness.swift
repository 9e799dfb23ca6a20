import Foundation
import Testing

/// The built programs, and temporary homes for them. Nothing here knows the project's code: only commands and JSON.
enum Programs {
    /// Set by tools/test; without it these tests are skipped, because there is nothing to run.
    static let folder = ProcessInfo.processInfo.environment["CARTERA_BIN_DIR"]
    static var available: Bool { folder != nil }

    static func path(_ name: String) -> String { "\(folder ?? "")/\(name)" }
}

struct Finished {
    var status: Int32
    var output: String
    var errors: String
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any] ?? [:] }
    var errorCode: String? {
        let object = (try? JSONSerialization.jsonObject(with: Data(errors.utf8))) as? [String: Any]
        return (object?["error"] as? [String: Any])?["code"] as? String
    }
    var items: [[String: Any]] { json["items"] as? [[String: Any]] ?? [] }
}

/// Runs a program to its end; both outputs are read from files, so that no pipe can fill.
func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Finished {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    var handles: [FileHandle] = []
    for name in ["out", "err"] {
        let url = folder.appendingPathComponent(name)
        try Data().write(to: url)
        handles.append(try FileHandle(forWritingTo: url))
    }
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try process.run()
    process.waitUntilExit()
    let read = { (name: String) in try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) }
    return Finished(status: process.terminationStatus, output: try read("out"), errors: try read("err"))
}

/// A server with a branch, two collectors, a branch client and a small portfolio, in a folder of its own.
final class Site: @unchecked Sendable {
    let folder: URL
    private(set) var port = 0
    private var server: Process?
    private let firstInvitation: String

    init(accounts: Int = 12) throws {
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

    func start() throws {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: Programs.path("carterad"))
        process.arguments = [
            "serve", "--data", folder.appendingPathComponent("server").path, "--listen", "127.0.0.1:\(port)",
        ]
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        let log = folder.appendingPathComponent("server.log")
        if !FileManager.default.fileExists(atPath: log.path) {
            try Data().write(to: log)
        }
        let errors = try FileHandle(forWritingTo: log)
        try errors.seekToEnd()
        process.standardError = errors
        try process.run()
        server = process
        var text = ""
        while !text.contains("\n") {
            let data = pipe.fileHandleForReading.availableData
            let said = try String(contentsOf: log, encoding: .utf8)
            try #require(!data.isEmpty, "the server did not start: \(said)")
            text += String(decoding: data, as: UTF8.self)
        }
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("listening on ") })
        port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
    }

    /// SIGKILL: nothing is flushed, nobody says goodbye.
    func kill() {
        guard let server else { return }
        _ = Foundation.kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
        self.server = nil
    }

    /// SIGTERM; returns the exit status.
    func stop() -> Int32 {
        guard let server else { return 0 }
        server.terminate()
        server.waitUntilExit()
        self.server = nil
        return server.terminationStatus
    }

    func enrol(_ who: String, _ invitation: String) throws {
        try good(as: who, "enroll", invitation, "--device", "laptop-\(who)", "--server", "localhost:\(port)")
    }

    func enrol(_ who: String, person: String) throws {
        let reply = try good(as: "admin", "admin", "invite", person)
        try enrol(who, try #require(reply.json["invitation"] as? String))
    }

    func call(as who: String, _ arguments: [String]) throws -> Finished {
        try run(Programs.path("cartera"), ["--home", home(who), "--json"] + arguments)
    }

    func call(as who: String, _ arguments: String...) throws -> Finished { try call(as: who, arguments) }

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
