internal import FieldModel

/// Why a row of the lender's file cannot be taken. Never says what the cell says: it is a debtor's.
package struct RowProblem: Hashable, Sendable {
    /// The column's name; empty when it is the row.
    package var column: String
    /// Stable, lower_snake_case; the server uses the same words.
    package var code: String
    /// What stands for `{0}` in the texts.
    package var detail: String
    /// The server's own words, where it is the one who refused.
    package var text: String

    package init(_ column: String, _ code: String, _ detail: String = "", text: String = "") {
        self.column = column
        self.code = code
        self.detail = detail
        self.text = text
    }

    package var message: String { fill(Self.texts[code]?.message ?? text) }
    package var hint: String { fill(Self.texts[code]?.hint ?? "") }

    private func fill(_ template: String) -> String { template.replacing("{0}", with: detail) }

    /// English; programs translate by code.
    package static let texts: [String: (message: String, hint: String)] = [
        "missing": ("The cell is empty.", "Every row needs a value here."),
        "too_long": ("The text is longer than {0} bytes.", "Shorten it."),
        "control_characters": ("The text has control characters or line breaks.", "Remove them."),
        "not_utf8": ("The text is not UTF-8.", "Save the file as CSV in UTF-8."),
        "unknown_currency": (
            "The currency is not known.", "Use the code of ISO 4217 in capitals, such as MXN."
        ),
        "not_a_number": ("This is not a number.", "Write digits with a dot for decimals, without grouping: 1500.50."),
        "amount_too_precise": (
            "The amount has more decimals than the currency: at most {0}.", "Amounts are never rounded in silence."
        ),
        "amount_too_large": ("The amount is more than can be counted.", "Check the decimal point."),
        "negative_amount": ("The amount is negative.", "Amounts are what is owed, zero or more."),
        "out_of_range": ("The number must lie between {0}.", "Check the column."),
        "bad_date": ("This is not a date.", "Write it as YYYY-MM-DD, such as 2026-03-31."),
        "date_in_future": ("The date lies in the future.", "Check day, month and year."),
        "unknown_time_zone": ("The time zone is not known.", "Use an IANA name such as America/Mexico_City."),
        "unknown_place": (
            "No time zone is known for this address.", "Mend the country or the state, or give the column time_zone."
        ),
        "unknown_word": ("The word is not one of those known here: {0}.", "Use one of them, or leave the cell empty."),
        "location_incomplete": ("Latitude and longitude come together.", "Give both or neither."),
        "bad_consent": (
            "A consent is channel:date or channel:date:scope, several separated by semicolons: {0}.",
            "For example sms:2026-01-31;call:2026-02-01:hours."
        ),
        "bad_entry": (
            "An entry is {0}, several separated by semicolons.",
            "Days are YYYY-MM-DD and not in the future; the words are those of the help of the commands."
        ),
        "bad_country": ("A country is two letters.", "Use the code of ISO 3166-1, such as MX."),
        "duplicate_number": ("The file has this account number before, on line {0}.", "Keep one of the rows."),
        "cell_count": ("The row has not as many cells as the header: {0}.", "Check commas and quotes in this row."),
        "row_truncated": (
            "The file ends in the middle of this row: {0} cells.", "The file seems cut off: ask for it again."
        ),
        "bad_quote": (
            "A quote stands where none may.", "A cell with quotes is itself in quotes, and each inside it is doubled."
        ),
        "cell_too_long": ("The cell is longer than \(Limits.cellBytes) bytes.", "Is a quote missing? Else shorten it."),
        "store_refused": (
            "The server's store does not take this row.",
            "Import it alone; if it happens again, tell who runs the server."
        ),
        "unknown_account": ("There is no such account.", "Import it first, or check the number."),
        "ambiguous_account": (
            "Several creditors have this account number.", "Give the creditor in the column creditor."
        ),
        "other_currency": ("The account has another currency.", "Check the column currency."),
        "amount_not_positive": ("The amount is not above zero.", "A return is told by the column reverses."),
        "reference_taken": (
            "The reference stands for a payment of another amount, day or method.",
            "Return that payment with reverses and give the new one another reference."
        ),
        "unknown_payment": (
            "There is no such payment to return or to post.",
            "Check reverses and matches; a payment stands before its return."
        ),
        "already_reversed": ("The payment was returned before.", "Keep one of the returns."),
        "amount_differs": ("A payment is returned whole.", "Give the amount of the payment that is returned."),
        "cells_differ": (
            "The amount is not the sum of its parts past due, due and in advance.", "Check those columns."
        ),
        "row_too_long": ("The row is longer than can be taken.", "Shorten its texts or leave columns out."),
        "too_many_cells": ("The row has more than \(CSVRow.mostCells) cells.", "Leave columns out."),
    ]
}

/// A problem and where it is: what lists and the rejects file say.
package struct RowRejection: Hashable, Sendable {
    package var line: Int
    package var problem: RowProblem

    package init(line: Int, _ problem: RowProblem) {
        self.line = line
        self.problem = problem
    }

    package var json: JSONValue {
        [
            "line": JSONValue(line), "column": .text(problem.column), "code": .string(problem.code),
            "message": .string(problem.message), "hint": .text(problem.hint),
        ]
    }
}
