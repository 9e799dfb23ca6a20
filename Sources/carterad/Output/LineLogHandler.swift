import Foundation
import Logging

/// Logs on stderr, a line an event: JSON, or for people `time level message key=value`.
///
/// Only keys on the list are printed, so that no record's content gets into a log by way of metadata.
struct LineLogHandler: LogHandler {
    static let allowedKeys: Set<String> = [
        "address", "branch", "code", "count", "device", "duration_ms", "error", "operation", "path", "port", "reason",
        "service", "signal", "state",
    ]

    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]
    let isJSON: Bool

    init(isJSON: Bool) { self.isJSON = isJSON }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata
        if let own = event.metadata { fields.merge(own) { _, new in new } }
        let known = fields.filter { Self.allowedKeys.contains($0.key) }.sorted { $0.key < $1.key }
        let time = Date().formatted(.iso8601)
        guard isJSON else {
            let tail = known.map { " \($0.key)=\($0.value)" }.joined()
            return Console.error("\(time) \(event.level) \(event.message)\(tail)")
        }
        var document = ["time": time, "level": "\(event.level)", "message": "\(event.message)"]
        for (key, value) in known { document[key] = "\(value)" }
        Console.error(Console.json(document))
    }
}
