import Foundation

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
    /// What `--json` tells on stderr when something went wrong; warnings may stand before it.
    var error: [String: String] {
        let last = errors.split(separator: "\n").last.map { Data($0.utf8) } ?? Data()
        let object = (try? JSONSerialization.jsonObject(with: last)) as? [String: Any]
        return object?["error"] as? [String: String] ?? [:]
    }
    var errorCode: String? { error["code"] }
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

/// A program that goes on while the test does, read line by line.
final class Background {
    private let process = Process()
    private let pipe = Pipe()
    private var rest = Data()

    init(_ program: String, _ arguments: [String], errors: URL? = nil) throws {
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        if let errors {
            if !FileManager.default.fileExists(atPath: errors.path) { try Data().write(to: errors) }
            let handle = try FileHandle(forWritingTo: errors)
            try handle.seekToEnd()
            process.standardError = handle
        }
        try process.run()
    }

    deinit { kill() }

    /// Waits for the next line; nil when there will be none.
    func line() -> String? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest.removeSubrange(...end) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            let more = pipe.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            rest.append(more)
        }
    }

    /// Returns the exit status.
    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    func terminate() -> Int32 {
        process.terminate()
        return wait()
    }

    /// SIGKILL: nothing is flushed, nobody says goodbye.
    func kill() {
        guard process.isRunning else { return }
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
