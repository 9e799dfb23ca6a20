import Foundation
import Glibc
import SyncCore
import SyncStorage
import Yams

/// The folder that holds all of a server: its names, its settings, its lock.
struct DataFolder: Sendable {
    let path: String

    var settingsFile: String { path + "/carterad.yaml" }
    var storeFile: String { path + "/store.sqlite" }
    var contentsFolder: String { path + "/attachments" }
    var rootFile: String { path + "/root.pem" }
    /// To be moved off the machine on the first day.
    var rootKeyFile: String { path + "/root.key.pem" }
    var issuingFile: String { path + "/issuing.pem" }
    var issuingKeyFile: String { path + "/issuing.key.pem" }
    var serverChainFile: String { path + "/server.pem" }
    var serverKeyFile: String { path + "/server.key.pem" }
    /// One line per revocation, outside the store: what a restore must not forget.
    var revocationsFile: String { path + "/revocations.log" }
    var lock: FileLock { FileLock.data(of: path) }

    struct Settings: Codable, Sendable {
        var organisation: String
        var timeZone: String
        var hosts: [String]
        var listen: String
        /// Days after which the feed forgets deletions and evictions; not there means the default.
        var feedHorizonDays: Int?
        /// Days that laptops keep the bodies of acknowledged operations: at least as long as a backup may be old.
        var deviceBodyDays: Int?
        /// Exchanges that work at a time; devices beyond it are told how long to wait.
        var exchangesAtWork: Int?

        enum CodingKeys: String, CodingKey {
            case organisation
            case timeZone = "time_zone"
            case hosts
            case listen
            case feedHorizonDays = "feed_horizon_days"
            case deviceBodyDays = "device_body_days"
            case exchangesAtWork = "exchanges_at_work"
        }
    }

    func settings() throws -> Settings {
        let settings = try readSettings()
        try settings.check()
        return settings
    }

    private func readSettings() throws -> Settings {
        guard let text = try? String(contentsOfFile: settingsFile, encoding: .utf8) else {
            throw ProgramFailure(
                .inputOutput, code: "not_found", "There is no Cartera server in \(path).",
                hint: "Make one with `carterad init`, or check --data.")
        }
        do {
            return try YAMLDecoder().decode(Settings.self, from: text)
        } catch {
            throw ProgramFailure(.badInput, code: "settings_invalid", "carterad.yaml cannot be read.")
        }
    }

    func write(_ settings: Settings) throws {
        let encoder = YAMLEncoder()
        encoder.options.allowUnicode = true
        try write(try encoder.encode(settings), to: settingsFile)
    }

    func text(of file: String) throws -> String {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            let name = file.split(separator: "/").last ?? ""
            throw ProgramFailure(.inputOutput, code: "not_found", "\(name) is missing or cannot be read.")
        }
        return text
    }

    /// Creates or replaces a file, readable by its owner only, so that a reader sees the old or the new text.
    func write(_ text: String, to file: String) throws {
        let temporary = file + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.cannotWrite(file) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Self.cannotWrite(file) }
            written += count
        }
        guard fsync(descriptor) == 0, rename(temporary, file) == 0 else { throw Self.cannotWrite(file) }
    }

    private static func cannotWrite(_ file: String) -> ProgramFailure {
        ProgramFailure(.inputOutput, code: "io", "\(file) cannot be written (errno \(errno)).")
    }

    /// Stands in the folder from before the first file until the settings are written.
    private var unfinishedFile: String { path + "/.initialising" }

    /// Makes the folder, or takes an empty one, or one whose making was cut off.
    func create() throws {
        guard mkdir(path, 0o700) == 0 || mayBegin() else {
            let exists = errno == EEXIST || FileManager.default.fileExists(atPath: path)
            throw ProgramFailure(
                .cannotCreate, code: exists ? "exists" : "cannot_create",
                exists ? "\(path) exists and is not empty." : "\(path) cannot be created.",
                hint: exists ? "Choose another folder." : "Check that its parent exists and can be written to.")
        }
        chmod(path, 0o700)
        let mark = open(unfinishedFile, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard mark >= 0 else { throw Self.cannotWrite(unfinishedFile) }
        close(mark)
    }

    private func mayBegin() -> Bool {
        guard errno == EEXIST, let content = try? FileManager.default.contentsOfDirectory(atPath: path)
        else { return false }
        let isUnfinished = FileManager.default.fileExists(atPath: unfinishedFile)
        return content.isEmpty || isUnfinished && !FileManager.default.fileExists(atPath: settingsFile)
    }

    /// Nothing of an earlier attempt stays: its keys and its store do not belong to the new authority.
    func clear() throws {
        let kept = Set([unfinishedFile, path + "/data.lock"])
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where !kept.contains("\(path)/\(name)") {
            try FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }

    /// With its settings the folder is a whole one.
    func finish(_ settings: Settings) throws {
        try write(settings)
        forgetMaking()
    }

    func forgetMaking() { unlink(unfinishedFile) }

    /// The lock of the one process that has the data open.
    func hold() throws -> FileLock.Holding {
        guard let holding = try lock.tryHold() else {
            throw ProgramFailure(
                .tryLater, code: "locked", "Another carterad has \(path) open.", hint: "Stop it first, or wait.")
        }
        return holding
    }
}
