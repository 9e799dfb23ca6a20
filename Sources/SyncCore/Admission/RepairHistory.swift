package import FieldModel

/// How often rows of a device's replica had to be sent again because they differed: one disk that does it twice wants
/// looking at.
package struct RepairHistory: Hashable, Sendable {
    package var times: UInt64 = 0
    package var rows: UInt64 = 0
    package var lastAt = Instant(milliseconds: 0)

    static func key(_ device: DeviceID) -> String { "repair.\(device)" }

    private var text: String { "\(times) \(rows) \(lastAt.milliseconds)" }

    private init?(text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, let times = UInt64(words[0]), let rows = UInt64(words[1]), let lastAt = Int64(words[2])
        else { return nil }
        (self.times, self.rows, self.lastAt) = (times, rows, Instant(milliseconds: lastAt))
    }

    /// Nil when its replica never differed.
    package init?(of device: DeviceID, in reading: any ServerReading) throws {
        guard let text = try reading.setting(Self.key(device)), let history = Self(text: text) else { return nil }
        self = history
    }

    private init() {}

    /// `isFirst` of an exchange; later replies of the same repair only add rows.
    package static func note(
        rows: Int, isFirst: Bool, of device: DeviceID, at now: Instant, in transaction: any ServerTransaction
    ) throws {
        var history = try RepairHistory(of: device, in: transaction) ?? RepairHistory()
        if isFirst { history.times += 1 }
        history.rows += UInt64(clamping: rows)
        history.lastAt = now
        try transaction.setSetting(key(device), history.text)
    }
}
