internal import FieldModel

/// Reads a holiday calendar's source rules.
package enum CalendarLoader {
    package static func calendar(_ node: RuleNode, file: String) throws(RuleFailure) -> HolidayCalendar {
        do throws(RuleFailure) {
            return try read(node)
        } catch {
            throw error.inFile(file)
        }
    }

    private static func read(_ node: RuleNode) throws(RuleFailure) -> HolidayCalendar {
        var fields = try FieldReader(node, path: "$")
        let name = try fields.text("calendar")
        let title = try fields.text("title")
        _ = try fields.text("source")
        guard try fields.optionalDate("as_of") != nil else {
            throw fields.failure(.missingKey, "the key as_of is missing")
        }
        let first = try fields.integer("first_year", 2000...2040)
        let last = try fields.integer("last_year", first...2040)
        let rules = try fields.list("holidays") { (fields) throws(RuleFailure) in
            try rule(&fields, first...last)
        }
        try fields.finish()
        guard !rules.isEmpty else { throw fields.failure(.missingKey, "a calendar needs holidays") }
        return HolidayCalendar(name: name, title: title, years: first...last, rules: rules)
    }

    private static func rule(
        _ fields: inout FieldReader, _ years: ClosedRange<Int>
    ) throws(RuleFailure) -> HolidayRule {
        let name = try fields.text("name")
        // A move may carry a holiday of the year before or after into the calendar.
        let first = try fields.optionalInteger("from_year", 1900...2040) ?? years.lowerBound - 1
        let last = try fields.optionalInteger("to_year", first...2040) ?? years.upperBound + 1
        var rule = HolidayRule(name: name, source: try source(&fields), years: first...last)
        rule.everyYears = try fields.optionalInteger("every_years", 1...100) ?? 1
        rule.officialTo = try fields.optionalInteger("official_to", 2000...2040)
        for (index, isOnly) in (try fields.weekdays("only_on") ?? []).enumerated() where isOnly {
            rule.onlyOn.append(index + 1)
        }
        if let node = fields.take("moves") {
            var moves = try FieldReader(node, path: "\(fields.path).moves")
            for (index, name) in Weekday.names.enumerated() {
                rule.moves[index] = try moves.optionalInteger(name, -6...6) ?? 0
            }
            try moves.finish()
        }
        return rule
    }

    private static func source(_ fields: inout FieldReader) throws(RuleFailure) -> HolidayRule.Source {
        var found: [HolidayRule.Source] = []
        if let text = try fields.optionalText("fixed") {
            let parts = text.split(separator: "-").compactMap { Int($0) }
            guard parts.count == 2, CalendarDate(year: 2024, month: parts[0], day: parts[1]) != nil else {
                throw fields.failure(.badValue, "fixed must be MM-DD", key: "fixed")
            }
            found.append(.fixed(month: parts[0], day: parts[1]))
        }
        if let node = fields.take("nth") {
            var nth = try FieldReader(node, path: "\(fields.path).nth")
            let n = try nth.integer("n", -5...5)
            guard n != 0, let weekday = Weekday.number(try nth.text("weekday")) else {
                throw nth.failure(.badValue, "nth needs n from 1 to 5 (or -1 for the last) and a weekday")
            }
            found.append(.nth(n, weekday: weekday, month: try nth.integer("month", 1...12)))
            try nth.finish()
        }
        if let offset = try fields.optionalInteger("easter", -100...100) { found.append(.easter(offset)) }
        if let hours = try fields.optionalInteger("june_solstice_utc_offset", -12...14) {
            found.append(.juneSolstice(offsetHours: hours))
        }
        if let texts = try fields.texts("listed") {
            var dates: [CalendarDate] = []
            for text in texts {
                guard let date = CalendarDate(text) else {
                    throw fields.failure(.badValue, "not a date: \(text)", key: "listed")
                }
                dates.append(date)
            }
            found.append(.listed(dates))
        }
        guard found.count == 1 else {
            throw fields.failure(
                .missingKey, "a holiday has one of fixed, nth, easter, june_solstice_utc_offset, listed")
        }
        return found[0]
    }
}
