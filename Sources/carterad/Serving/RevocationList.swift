import FieldModel
import Foundation
import SyncCore

/// The lines of `revocations.log`: time and device, a line each.
struct RevocationList {
    private(set) var lines: [String] = []
    private(set) var devices: [DeviceID] = []

    /// Adds a file's lines that are not there yet.
    mutating func add(_ path: String) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ProgramFailure(
                .badInput, code: "file_not_found", "The list of revocations \(path) cannot be read.",
                hint: "Check its name and permissions.")
        }
        for line in text.split(whereSeparator: \.isNewline).map(String.init) where !lines.contains(line) {
            let words = line.split(separator: " ")
            guard words.count == 2, let device = Identifier(String(words[1])) else {
                throw ProgramFailure(
                    .badInput, code: "revocations_malformed", "The list of revocations has a line that is not one.",
                    hint: "Each line is a time and a device's id, as in revocations.log.")
            }
            lines.append(line)
            if !devices.contains(device) { devices.append(device) }
        }
    }

    var text: String { lines.map { $0 + "\n" }.joined() }
}
