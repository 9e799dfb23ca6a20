/// Why rules could not be read or applied; never a verdict. `allowed` is only said when everything was understood.
package struct RuleFailure: Error, Hashable, Sendable {
    package enum Code: String, Sendable {
        case unknownKey = "unknown_key"
        case unknownWord = "unknown_word"
        case missingKey = "missing_key"
        case badValue = "bad_value"
        case badSyntax = "bad_syntax"
        case overlap = "overlap"
        case unknownPack = "unknown_pack"
        case unknownZone = "unknown_zone"
        case unknownCalendar = "unknown_calendar"
        case offsetMismatch = "offset_mismatch"
        case noJurisdiction = "no_jurisdiction"
        case outsideCalendar = "outside_calendar"
        case outsideZones = "outside_zones"
    }

    package var code: Code
    /// What happened and what to do.
    package var message: String
    package var file: String?
    package var line: Int?
    /// The place in the document: `$[0].act.at`.
    package var path: String?

    package init(_ code: Code, _ message: String, file: String? = nil, line: Int? = nil, path: String? = nil) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.path = path
    }

    /// The same failure with the name of the file it is in.
    package func inFile(_ name: String) -> RuleFailure {
        var copy = self
        copy.file = name
        return copy
    }
}

extension RuleFailure: CustomStringConvertible {
    /// `file:line: path: message`, the way editors jump to.
    package var description: String {
        var place = file ?? ""
        // What came over the wire has no lines.
        if let line, line > 0 { place += "\(place.isEmpty ? "line " : ":")\(line)" }
        return [place, path ?? "", message].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}
