package import FieldModel

/// The server's daily judgement of an account's promises.
package struct JudgePromises: Sendable, Hashable, Codable {
    package var asOfDay: CalendarDate

    package init(asOfDay: CalendarDate) {
        self.asOfDay = asOfDay
    }
}

extension JudgePromises: Decidable {
    func decide(_ draft: inout Draft) {
        draft.require(asOfDay <= draft.context.today, .dayInFuture)
        guard draft.isSound else { return }
        draft.judgePromises(asOf: asOfDay)
    }
}
