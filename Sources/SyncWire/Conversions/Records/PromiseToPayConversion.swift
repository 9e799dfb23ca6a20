package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension PromiseToPay {
    package func proto() throws -> Cartera_V1_PromiseToPay {
        try .with {
            $0.instalments = instalments.map { $0.proto() }
            $0.state = state.proto()
            $0.paid = paid
            $0.author = author.givenData
            $0.madeAt = madeAt.milliseconds
            $0.graceDays = UInt32(clamping: graceDays)
            $0.thresholdPercent = UInt32(clamping: thresholdPercent)
            $0.revision = UInt32(clamping: revision)
            $0.events = events.map { $0.proto() }
            $0.reason = reason
            $0.judgedDay = judgedDay.rataDie
            $0.earlier = earlier.map { $0.proto() }
            $0.movedDeadlines = movedDeadlines.map { $0.proto() }
            $0.unconfirmed = unconfirmed
            if let balance { $0.balance = balance.proto() }
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_PromiseToPay {
    package func native() throws -> PromiseToPay {
        PromiseToPay(
            instalments: try instalments.map { try $0.native() }, state: try state.native("PromiseToPay.state"),
            paid: paid, author: try author.givenIdentifier("PromiseToPay.author"),
            madeAt: Instant(milliseconds: madeAt), graceDays: Int(graceDays), thresholdPercent: Int(thresholdPercent),
            revision: Int(revision), events: try events.map { try $0.native() }, reason: reason,
            judgedDay: try judgedDay.optionalDay("PromiseToPay.judged_day"),
            earlier: try earlier.map { try $0.native() }, movedDeadlines: try movedDeadlines.map { try $0.native() },
            unconfirmed: unconfirmed, balance: hasBalance ? try balance.native() : nil,
            unknownFields: [UInt8](unknownFields.data))
    }
}

extension Instalment {
    package func proto() -> Cartera_V1_Instalment {
        .with {
            $0.dueDay = dueDay.rataDie
            $0.amount = amount
        }
    }
}

extension Cartera_V1_Instalment {
    package func native() throws -> Instalment {
        Instalment(dueDay: try dueDay.day("Instalment.due_day"), amount: try amount.amount("Instalment.amount"))
    }
}

extension PromiseTerms {
    package func proto() -> Cartera_V1_PromiseTerms {
        .with {
            $0.instalments = instalments.map { $0.proto() }
            $0.operation = operation.givenData
        }
    }
}

extension Cartera_V1_PromiseTerms {
    package func native() throws -> PromiseTerms {
        PromiseTerms(
            instalments: try instalments.map { try $0.native() },
            operation: try operation.givenIdentifier("PromiseTerms.operation"))
    }
}

extension PromiseEvent {
    package func proto() -> Cartera_V1_PromiseEvent {
        .with {
            $0.state = state.proto()
            $0.at = at.milliseconds
            $0.operation = operation.givenData
            $0.reopened = reopened
        }
    }
}

extension Cartera_V1_PromiseEvent {
    package func native() throws -> PromiseEvent {
        PromiseEvent(
            state: try state.native("PromiseEvent.state"), at: Instant(milliseconds: at),
            operation: try operation.givenIdentifier("PromiseEvent.operation"), reopened: reopened)
    }
}

extension MovedDeadline {
    package func proto() -> Cartera_V1_MovedDeadline {
        .with {
            $0.dueDay = dueDay.rataDie
            $0.deadlineDay = deadlineDay.rataDie
        }
    }
}

extension Cartera_V1_MovedDeadline {
    package func native() throws -> MovedDeadline {
        MovedDeadline(
            dueDay: try dueDay.day("MovedDeadline.due_day"),
            deadlineDay: try deadlineDay.day("MovedDeadline.deadline_day"))
    }
}

extension LenderBalance {
    package func proto() -> Cartera_V1_LenderBalance {
        .with {
            $0.amount = amount
            $0.asOfDay = asOfDay.rataDie
            $0.asOfAt = asOfAt?.milliseconds ?? 0
        }
    }
}

extension Cartera_V1_LenderBalance {
    package func native() throws -> LenderBalance {
        LenderBalance(
            amount: try amount.amount("LenderBalance.amount"), asOfDay: try asOfDay.day("LenderBalance.as_of_day"),
            asOfAt: asOfAt == 0 ? nil : Instant(milliseconds: asOfAt))
    }
}
