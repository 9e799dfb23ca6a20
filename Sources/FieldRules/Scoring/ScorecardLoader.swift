/// Reads a scorecard. Everything is checked here, so that no card can make a sum overflow or a bin be missing.
package enum ScorecardLoader {
    package static func card(_ node: RuleNode, file: String) throws(RuleFailure) -> Scorecard {
        do throws(RuleFailure) {
            return try read(node)
        } catch {
            throw error.inFile(file)
        }
    }

    private static func read(_ node: RuleNode) throws(RuleFailure) -> Scorecard {
        var fields = try FieldReader(node, path: "$")
        let format = try fields.integer("format", 0...Int.max)
        guard format == Scorecard.format else {
            let message = "this program reads scorecards of format \(Scorecard.format), not \(format); update it"
            throw fields.failure(.badValue, message, key: "format")
        }
        let target = try part(&fields, "target") { (fields) throws(RuleFailure) in
            Scorecard.Target(column: try fields.text("column"), bad: try fields.text("bad"))
        }
        let scale = try part(&fields, "scale", scale)
        let training = try part(&fields, "training", training)
        let characteristics = try fields.list("characteristics", characteristic)
        guard Set(characteristics.map(\.name)).count == characteristics.count else {
            throw fields.failure(.overlap, "a characteristic stands twice", key: "characteristics")
        }
        guard characteristics.count <= ScoringLimits.mostColumns else {
            throw fields.failure(
                .badValue, "more than \(ScoringLimits.mostColumns) characteristics", key: "characteristics")
        }
        guard let probability = try table(&fields, "probability_ppm", 0...1_000_000) else {
            throw fields.missing("probability_ppm")
        }
        var card = Scorecard(
            name: try fields.text("scorecard"), version: try fields.text("version"), target: target,
            constantMilliPoints: try milliPoints(&fields, "constant_milli_points"), characteristics: characteristics,
            probability: probability)
        card.scale = scale
        card.training = training
        card.amount = try table(&fields, "amount_minor", 0...Int(Int32.max) * 1_000_000)
        try fields.finish()
        return card
    }

    private static func part<Part>(
        _ fields: inout FieldReader, _ key: String, _ read: (inout FieldReader) throws(RuleFailure) -> Part
    ) throws(RuleFailure) -> Part {
        var inner = try FieldReader(try fields.require(key), path: "\(fields.path).\(key)")
        let part = try read(&inner)
        try inner.finish()
        return part
    }

    private static func scale(_ fields: inout FieldReader) throws(RuleFailure) -> Scorecard.Scale {
        var scale = Scorecard.Scale()
        scale.basePoints = try fields.integer("base_points", -100_000...100_000)
        scale.baseOddsBad = try fields.integer("base_odds_bad", 1...1_000_000)
        scale.baseOddsGood = try fields.integer("base_odds_good", 1...1_000_000)
        scale.pointsToDouble = try fields.integer("points_to_double", 1...10_000)
        return scale
    }

    private static func training(_ fields: inout FieldReader) throws(RuleFailure) -> Scorecard.Training {
        var training = Scorecard.Training(rows: try fields.integer("rows", 0...Int.max))
        training.from = try fields.optionalDate("from")
        training.to = try fields.optionalDate("to")
        training.deciles = try fields.list("deciles") { (fields) throws(RuleFailure) in
            Scorecard.Decile(
                fromMilliPoints: try fields.integer("from_milli_points", Int.min...Int.max),
                good: try fields.integer("good", 0...Int.max), bad: try fields.integer("bad", 0...Int.max))
        }
        guard
            zip(training.deciles, training.deciles.dropFirst()).allSatisfy({ $0.fromMilliPoints < $1.fromMilliPoints })
        else { throw fields.failure(.overlap, "the points of the deciles must rise", key: "deciles") }
        return training
    }

    private static func characteristic(
        _ fields: inout FieldReader
    ) throws(RuleFailure) -> Scorecard.Characteristic {
        let name = try fields.text("name")
        let layout = try layout(&fields)
        var index = 0
        let bins = try fields.list("bins") { (fields) throws(RuleFailure) in
            let label = try fields.text("bin")
            guard index < layout.count, layout.label(index) == label else {
                let meant = index < layout.count ? "this is the bin \(layout.label(index))" : "there is no such bin"
                throw fields.failure(.badValue, "by its edges or groups \(meant), not \(label)", key: "bin")
            }
            index += 1
            return Scorecard.Bin(
                milliPoints: try milliPoints(&fields, "milli_points"),
                good: try fields.integer("good", 0...Int.max / 2), bad: try fields.integer("bad", 0...Int.max / 2))
        }
        guard let characteristic = Scorecard.Characteristic(name: name, layout: layout, bins: bins) else {
            throw fields.failure(.missingKey, "the bin \(layout.label(bins.count)) is missing", key: "bins")
        }
        return characteristic
    }

    private static func layout(_ fields: inout FieldReader) throws(RuleFailure) -> BinLayout {
        let shape = try BinFields.shape(&fields)
        guard let shape else { throw fields.failure(.missingKey, "edges or groups are needed") }
        let hasOther = try fields.flag("other")
        let node = try fields.require("missing")
        let missing: BinLayout.Missing
        switch node {
        case .scalar("own", _, _): missing = .own
        case .scalar("nothing", _, _): missing = .nothing
        case .scalar(let text, quoted: false, _):
            guard let index = Int(text) else { fallthrough }
            missing = .bin(index)
        default: throw fields.failure(.badValue, "missing is own, nothing or a bin's number from 0", key: "missing")
        }
        guard let layout = BinLayout(shape, hasOther: hasOther, missing: missing) else {
            throw fields.failure(.badValue, "too many bins, `other` beside edges, or a missing bin that is not there")
        }
        return layout
    }

    private static func milliPoints(_ fields: inout FieldReader, _ key: String) throws(RuleFailure) -> Int {
        try fields.integer(key, -ScoringLimits.mostMilliPoints...ScoringLimits.mostMilliPoints)
    }

    private static func table(
        _ fields: inout FieldReader, _ key: String, _ range: ClosedRange<Int>
    ) throws(RuleFailure) -> PointsTable? {
        guard let nodes = try fields.optionalList(key) else { return nil }
        let points = ScoringLimits.mostMilliPoints * (ScoringLimits.mostColumns + 1)
        var knots: [PointsTable.Knot] = []
        for node in nodes {
            guard case .list(let pair, _) = node, pair.count == 2,
                case .scalar(let left, quoted: false, _) = pair[0], let at = Int(left), (-points...points).contains(at),
                case .scalar(let right, quoted: false, _) = pair[1], let value = Int(right), range.contains(value)
            else {
                throw fields.failure(
                    .badValue, "a pair of milli-points and a value is needed", line: node.line, key: key)
            }
            knots.append(PointsTable.Knot(milliPoints: at, value: value))
        }
        guard let table = PointsTable(knots) else {
            let message = "1 to \(ScoringLimits.mostKnots) pairs are needed; points must rise, values go one way"
            throw fields.failure(.overlap, message, key: key)
        }
        return table
    }
}
