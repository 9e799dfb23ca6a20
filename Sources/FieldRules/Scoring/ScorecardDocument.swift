internal import FieldModel

extension Scorecard {
    /// The card as the text that `ScorecardLoader` reads again.
    package var text: String { YAMLText.write(document) }

    package var document: RuleNode {
        var entries: [RuleNode.Entry] = [
            .whole("format", Scorecard.format), .text("scorecard", name), .text("version", version),
            .map("target", [.text("column", target.column), .text("bad", target.bad)]),
            .map(
                "scale",
                [
                    .whole("base_points", scale.basePoints), .whole("base_odds_bad", scale.baseOddsBad),
                    .whole("base_odds_good", scale.baseOddsGood), .whole("points_to_double", scale.pointsToDouble),
                ]),
            trainingEntry,
            .whole("constant_milli_points", constantMilliPoints),
            .list("characteristics", characteristics.map(\.document)),
            .list("probability_ppm", probability.document),
        ]
        if let amount { entries.append(.list("amount_minor", amount.document)) }
        return .map(entries, line: 0)
    }

    private var trainingEntry: RuleNode.Entry {
        var entries: [RuleNode.Entry] = [.whole("rows", training.rows)]
        if let from = training.from { entries.append(.text("from", from.description)) }
        if let to = training.to { entries.append(.text("to", to.description)) }
        let deciles = training.deciles.map { decile in
            RuleNode.map(
                [
                    .whole("from_milli_points", decile.fromMilliPoints), .whole("good", decile.good),
                    .whole("bad", decile.bad),
                ], line: 0)
        }
        entries.append(.list("deciles", deciles))
        return .map("training", entries)
    }
}

extension Scorecard.Characteristic {
    fileprivate var document: RuleNode {
        var entries: [RuleNode.Entry] = [.text("name", name)]
        switch layout.shape {
        case .ranges(let edges):
            entries.append(.list("edges", edges.map { .scalar($0.description, quoted: false, line: 0) }))
        case .groups(let groups):
            entries.append(
                .list("groups", groups.map { group in .list(group.map { .quoted($0) }, line: 0) }))
            entries.append(
                RuleNode.Entry(key: "other", value: .scalar("\(layout.hasOther)", quoted: false, line: 0), line: 0))
        }
        switch layout.missing {
        case .own: entries.append(.text("missing", "own"))
        case .nothing: entries.append(.text("missing", "nothing"))
        case .bin(let index): entries.append(.whole("missing", index))
        }
        let bins = bins.enumerated().map { index, bin in
            RuleNode.map(
                [
                    .text("bin", layout.label(index)), .whole("milli_points", bin.milliPoints),
                    .whole("good", bin.good), .whole("bad", bin.bad),
                ], line: 0)
        }
        entries.append(.list("bins", bins))
        return .map(entries, line: 0)
    }
}

extension PointsTable {
    fileprivate var document: [RuleNode] {
        knots.map { .list([.whole($0.milliPoints), .whole($0.value)], line: 0) }
    }
}

extension RuleNode {
    fileprivate static func whole(_ value: Int) -> RuleNode { .scalar(String(value), quoted: false, line: 0) }
    fileprivate static func quoted(_ text: String) -> RuleNode { .scalar(text, quoted: true, line: 0) }
}

extension RuleNode.Entry {
    fileprivate static func whole(_ key: String, _ value: Int) -> RuleNode.Entry {
        RuleNode.Entry(key: key, value: .whole(value), line: 0)
    }

    fileprivate static func text(_ key: String, _ text: String) -> RuleNode.Entry {
        RuleNode.Entry(key: key, value: .quoted(text), line: 0)
    }

    fileprivate static func list(_ key: String, _ nodes: [RuleNode]) -> RuleNode.Entry {
        RuleNode.Entry(key: key, value: .list(nodes, line: 0), line: 0)
    }

    fileprivate static func map(_ key: String, _ entries: [RuleNode.Entry]) -> RuleNode.Entry {
        RuleNode.Entry(key: key, value: .map(entries, line: 0), line: 0)
    }
}
