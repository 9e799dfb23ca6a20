/// Learns a card from rows of facts: tested on later days than it learned from, and kept small.
package enum HistoryTraining {
    package static let leastInformation = 0.02
    private static let rounds = 4

    /// Characteristics that tell little, that repeat others so that their sign turns, or that are constant go first.
    package static func train(
        _ table: DataTable, _ options: TrainingOptions, dayColumn: String, testFrom: String
    ) throws(ScoringFailure) -> Validation.OutOfTime {
        var options = options
        options.excluded.insert(dayColumn)
        var result = try Validation.outOfTime(table, options, column: dayColumn, from: testFrom)
        for _ in 0..<rounds {
            let kept = result.report.characteristics.filter {
                guard let coefficient = $0.coefficient else { return false }
                return coefficient < 0 && $0.evidence.informationValue >= leastInformation
            }.map(\.name)
            let all = result.report.characteristics.map(\.name)
            guard kept.count < all.count, !kept.isEmpty else { break }
            options.characteristics = kept
            result = try Validation.outOfTime(table, options, column: dayColumn, from: testFrom)
        }
        return result
    }
}
