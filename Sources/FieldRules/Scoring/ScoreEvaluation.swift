/// A case's score with its reasons.
package struct ScoreResult: Hashable, Sendable {
    package var milliPoints: Int
    package var probabilityPpm: Int
    package var amount: Int?
    package var reasons: [ScoreReason]

    /// What people see: rounded half away from zero.
    package var points: Int { ScoreResult.wholePoints(milliPoints) }

    package static func wholePoints(_ milliPoints: Int) -> Int {
        (milliPoints + (milliPoints < 0 ? -500 : 500)) / 1000
    }
}

/// A characteristic that cost the case points against its best bin.
package struct ScoreReason: Hashable, Sendable {
    package var characteristic: String
    package var shortfallMilliPoints: Int
}

/// What one characteristic gave.
package struct ScoreLine: Hashable, Sendable {
    package var characteristic: String
    /// `unseen` when training saw nothing like it.
    package var bin: String
    package var milliPoints: Int
    package var bestMilliPoints: Int

    package var shortfallMilliPoints: Int { bestMilliPoints - milliPoints }
}

extension Scorecard.Characteristic {
    /// 0 for what training never saw.
    package func milliPoints(inBin bin: Int?) -> Int { bin.map { bins[$0].milliPoints } ?? 0 }
}

extension Scorecard {
    package static let mostReasons = 4

    /// Bins in the order of the card's characteristics.
    package func bins(of fact: (String) -> ScoreFact) -> [Int?] {
        characteristics.map { $0.layout.bin(of: fact($0.name)) }
    }

    package func milliPoints(inBins bins: [Int?]) -> Int {
        var sum = constantMilliPoints
        for (characteristic, bin) in zip(characteristics, bins) { sum += characteristic.milliPoints(inBin: bin) }
        return sum
    }

    package func evaluate(_ fact: (String) -> ScoreFact) -> ScoreResult { evaluate(inBins: bins(of: fact)) }

    package func evaluate(inBins bins: [Int?]) -> ScoreResult {
        let sum = milliPoints(inBins: bins)
        return ScoreResult(
            milliPoints: sum, probabilityPpm: probability.value(at: sum), amount: amount?.value(at: sum),
            reasons: reasons(inBins: bins))
    }

    /// The largest shortfalls first, ties by name; what cost nothing is no reason.
    package func reasons(inBins bins: [Int?]) -> [ScoreReason] {
        var found: [ScoreReason] = []
        for (characteristic, bin) in zip(characteristics, bins) {
            let shortfall = characteristic.bestMilliPoints - characteristic.milliPoints(inBin: bin)
            guard shortfall > 0 else { continue }
            found.append(ScoreReason(characteristic: characteristic.name, shortfallMilliPoints: shortfall))
        }
        found.sort {
            $0.shortfallMilliPoints == $1.shortfallMilliPoints
                ? $0.characteristic < $1.characteristic : $0.shortfallMilliPoints > $1.shortfallMilliPoints
        }
        return Array(found.prefix(Scorecard.mostReasons))
    }

    package func explain(_ fact: (String) -> ScoreFact) -> [ScoreLine] {
        zip(characteristics, bins(of: fact)).map { characteristic, bin in
            ScoreLine(
                characteristic: characteristic.name, bin: bin.map(characteristic.layout.label) ?? "unseen",
                milliPoints: characteristic.milliPoints(inBin: bin), bestMilliPoints: characteristic.bestMilliPoints)
        }
    }

    package func tenth(of milliPoints: Int) -> Int {
        max(0, (training.deciles.firstIndex { $0.fromMilliPoints > milliPoints } ?? training.deciles.count) - 1)
    }
}

extension DataTable {
    /// The scores of all rows; a column that the card reads must be there.
    package func milliPoints(of card: Scorecard) throws(ScoringFailure) -> [Int] {
        var sums = Array(repeating: card.constantMilliPoints, count: rows)
        for characteristic in card.characteristics {
            let column = try column(characteristic.name)
            if let failure = column.freeTextFailure { throw failure }
            let bins = column.bins(in: characteristic.layout)
            for row in 0..<rows where bins[row] != noBin {
                sums[row] += characteristic.bins[Int(bins[row])].milliPoints
            }
        }
        return sums
    }
}

/// Stands for "in no bin" where bins are kept in 16 bits.
let noBin = UInt16.max

extension DataTable.Column {
    /// The bin of each row.
    func bins(in layout: BinLayout) -> [UInt16] {
        func bin(_ fact: ScoreFact) -> UInt16 { layout.bin(of: fact).map(UInt16.init) ?? noBin }
        switch values {
        case .numbers(let numbers):
            let missing = bin(.missing)
            return numbers.mapping {
                $0 == ScoreNumber.missing ? missing : bin(.number(ScoreNumber(millionths: $0)))
            }
        case .categories(let codes, let words):
            let ofWord = words.enumerated().map { bin($0.offset == 0 ? .missing : .text($0.element)) }
            return codes.map { ofWord[Int($0)] }
        case .freeText: return []
        }
    }
}
