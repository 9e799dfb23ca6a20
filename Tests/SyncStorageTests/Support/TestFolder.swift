import Foundation

/// A folder of its own for one test, gone with it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "cartera-storage-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Names of the files in which `text` occurs.
    func filesContaining(_ text: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted().filter { name in
            try Data(contentsOf: URL(fileURLWithPath: file(name))).range(of: Data(text.utf8)) != nil
        }
    }

    /// The files as they lie on the disk now: what a machine that stops here finds when it starts again.
    func copy() throws -> TestFolder {
        let folder = try TestFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where !name.hasSuffix("-shm") {
            try FileManager.default.copyItem(atPath: file(name), toPath: folder.file(name))
        }
        return folder
    }
}

/// A process beside this one that runs a shell script until its standard input is closed.
final class Neighbour {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(_ script: String, _ arguments: String...) throws {
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "sh"] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Holds the lock file's lock when this returns.
    static func holding(_ path: String) throws -> Neighbour {
        let neighbour = try Neighbour("exec flock --close \"$1\" sh -c 'echo held; exec cat'", path)
        _ = neighbour.output.fileHandleForReading.readData(ofLength: 5)
        return neighbour
    }

    /// Whether another process could have the lock now.
    static func canHold(_ path: String) throws -> Bool {
        try Neighbour("exec flock --nonblock \"$1\" true", path).end() == 0
    }

    @discardableResult
    func end() -> Int32 {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// What it started ends with its input.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        end()
    }
}

/// SplitMix64: the same bytes on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
