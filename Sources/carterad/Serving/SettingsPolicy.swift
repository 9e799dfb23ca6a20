import FieldModel
import SyncServer

extension DataFolder.Settings {
    /// What the operator has set, over the defaults.
    var policy: ServerPolicy {
        var policy = ServerPolicy()
        if let feedHorizonDays { policy.feedHorizonDays = feedHorizonDays }
        if let deviceBodyDays { policy.bodyDays = deviceBodyDays }
        if let exchangesAtWork { policy.exchangesAtWork = exchangesAtWork }
        return policy
    }

    /// Throws for a number that no server should run with, and names it.
    func check() throws {
        let bounds: [(name: String, value: Int?, allowed: ClosedRange<Int>)] = [
            ("feed_horizon_days", feedHorizonDays, 1...Limits.mostFeedHorizonDays),
            // A restored server must learn again what was spent of allowances that have not ended.
            ("device_body_days", deviceBodyDays, (Limits.allowanceDays + 1)...Limits.mostFeedHorizonDays),
            ("exchanges_at_work", exchangesAtWork, 1...Limits.openExchanges),
        ]
        for (name, value, allowed) in bounds {
            guard let value, !allowed.contains(value) else { continue }
            throw ProgramFailure(
                .badInput, code: "settings_invalid", "\(name) in carterad.yaml is \(value).",
                hint: "It is \(allowed.lowerBound) to \(allowed.upperBound).")
        }
    }
}
