internal import FieldModel

/// The zone table as the two documents that a branch activates and its feed carries: offsets, and places.
///
/// Two, because a record that is put forward must fit into one operation.
package enum ZoneDocuments {
    package static let offsetsName = "iana"
    package static let placesName = "places"

    /// What this program was built with, to be activated.
    package static var seed: [RuleDocument] {
        let histories = PlaceTable.lines(ZoneTable.generatedText)
        let rows = stride(from: 0, to: histories.count, by: 2).map { "\(histories[$0])=\(histories[$0 + 1])" }
        return [
            document(
                offsetsName, ZoneTable.generatedVersion,
                [
                    ("first_year", number(ZoneTable.generatedYears.lowerBound)),
                    ("end_year", number(ZoneTable.generatedYears.upperBound)), ("histories", list(rows)),
                ]),
            document(
                placesName, PlaceData.version,
                [
                    ("countries", list(PlaceTable.lines(PlaceData.countries))),
                    ("states", list(PlaceTable.lines(PlaceData.states))),
                    ("postal_codes", list(PlaceTable.lines(PlaceData.postalCodes))),
                ]),
        ]
    }

    /// The newest of each name. A document that cannot be read, nil where it is none at all, is not passed over: nothing
    /// is known of any zone then.
    package static func table(_ documents: [RuleDocument?]) -> ZoneTable {
        let zones = documents.compactMap { $0 }.filter { $0.kind == .zones }
        guard !documents.contains(where: { $0 == nil }) else { return .unreadable(zones.map(\.version).max() ?? "") }
        guard let offsets = newest(offsetsName, zones), let places = newest(placesName, zones) else {
            return zones.isEmpty ? .standard : .unreadable(zones.map(\.version).max() ?? "")
        }
        guard let content = offsets.content, let table = try? self.offsets(content), let content = places.content,
            let places = try? self.places(content)
        else { return .unreadable(offsets.version) }
        return table.with(places)
    }

    /// Refuses a document that is neither.
    package static func check(_ node: RuleNode, file: String) throws(RuleFailure) {
        do throws(RuleFailure) {
            var fields = try FieldReader(node, path: "$")
            switch try fields.text("zones") {
            case offsetsName: _ = try offsets(node)
            case placesName: _ = try places(node)
            default: throw fields.failure(.badValue, "zones is \(offsetsName) or \(placesName)", key: "zones")
            }
        } catch {
            throw error.inFile(file)
        }
    }

    private static func newest(_ name: String, _ documents: [RuleDocument]) -> RuleDocument? {
        documents.filter { $0.name == name }.max { $0.isOlder(than: $1) }
    }

    private static func offsets(_ node: RuleNode) throws(RuleFailure) -> ZoneTable {
        var fields = try FieldReader(node, path: "$")
        _ = try fields.text("zones")
        let version = try fields.text("version")
        let first = try fields.integer("first_year", 1970...2100)
        let end = try fields.integer("end_year", (first + 1)...2200)
        let rows = try fields.texts("histories") ?? []
        try fields.finish()
        var lines: [String] = []
        for row in rows {
            let halves = row.split(separator: "=")
            guard halves.count == 2 else {
                throw fields.failure(.badValue, "a history is NAMES=OFFSETS", key: "histories")
            }
            lines += halves.map(String.init)
        }
        guard !lines.isEmpty,
            let table = ZoneTable(
                parsing: lines.joined(separator: "\n"), version: version, years: first..<end, places: .none)
        else { throw fields.failure(.badValue, "the histories of the zones cannot be read", key: "histories") }
        guard table.zone("UTC") != nil else { throw fields.failure(.missingKey, "the zone UTC is missing") }
        return table
    }

    private static func places(_ node: RuleNode) throws(RuleFailure) -> PlaceTable {
        var fields = try FieldReader(node, path: "$")
        _ = try fields.text("zones")
        _ = try fields.text("version")
        let countries = try fields.texts("countries") ?? []
        let states = try fields.texts("states") ?? []
        let postalCodes = try fields.texts("postal_codes") ?? []
        try fields.finish()
        guard !states.isEmpty, !countries.isEmpty,
            let table = PlaceTable(states: states, postalCodes: postalCodes, countries: countries)
        else { throw fields.failure(.badValue, "the places cannot be read", key: "states") }
        return table
    }

    private static func document(
        _ name: String, _ version: String, _ entries: [(String, RuleNode)]
    ) -> RuleDocument {
        let all = [("zones", text(name)), ("version", text(version))] + entries
        return RuleDocument(
            kind: .zones, name: name, version: version, days: ValidDays(),
            content: .map(all.map { RuleNode.Entry(key: $0.0, value: $0.1, line: 0) }, line: 0))
    }

    private static func text(_ value: String) -> RuleNode { .scalar(value, quoted: true, line: 0) }
    private static func number(_ value: Int) -> RuleNode { .scalar("\(value)", quoted: false, line: 0) }
    private static func list(_ values: [String]) -> RuleNode { .list(values.map(text), line: 0) }
}
