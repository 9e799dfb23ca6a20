/// What became of a lender's file.
package struct ImportReport: Hashable, Sendable {
    package var created: UInt64 = 0
    package var updated: UInt64 = 0
    package var unchanged: UInt64 = 0
    /// Rows that were not taken.
    package var rejected: UInt64 = 0
    /// Payments that post one of the field, and those that only look like one.
    package var matched: UInt64 = 0
    package var suspected: UInt64 = 0
    /// Why, in the file's order; the first thousand.
    package private(set) var rejections: [RowRejection] = []
    package private(set) var rejectionsOmitted: UInt64 = 0
    package var isDryRun = false

    /// More are only counted and written to the rejects file, so that memory does not grow with the file.
    package static let mostRejections = 1_000

    package var taken: UInt64 { created + updated + unchanged }

    mutating func reject(_ reasons: [RowRejection]) {
        rejected += 1
        for reason in reasons {
            if rejections.count < Self.mostRejections { rejections.append(reason) } else { rejectionsOmitted += 1 }
        }
    }

    /// Rows are rejected here and on the server, and so not in order.
    mutating func sort() { rejections.sort { $0.line < $1.line } }

    /// `text` gives message and hint of a problem in the reader's language; `matches` also tells how many payments post
    /// one of the field.
    package func json(
        matches: Bool = false, _ text: (RowProblem) -> (message: String, hint: String)
    ) -> JSONValue {
        var value: JSONValue = [
            "created": JSONValue(created), "updated": JSONValue(updated), "unchanged": JSONValue(unchanged),
            "rejected": JSONValue(rejected),
            "rejections": .array(
                rejections.map { rejection in
                    let (message, hint) = text(rejection.problem)
                    return [
                        "line": JSONValue(rejection.line), "column": .text(rejection.problem.column),
                        "code": .string(rejection.problem.code), "message": .string(message), "hint": .text(hint),
                    ]
                }),
        ]
        if matches {
            value = value.adding("matched", JSONValue(matched)).adding("suspected", JSONValue(suspected))
        }
        if rejectionsOmitted > 0 { value = value.adding("rejections_omitted", JSONValue(rejectionsOmitted)) }
        return value.adding("dry_run", .bool(isDryRun))
    }

    /// What a script must not take for success: there were rows and none could be taken.
    package var failure: ClientFailure? {
        guard taken == 0, rejected > 0 else { return nil }
        return .badInput(
            "no_row_taken", "None of the file's rows could be taken.",
            hint: "The reasons stand beside each line; --rejects OUT.csv writes the rows with them.")
    }
}
