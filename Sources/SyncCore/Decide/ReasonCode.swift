/// Why an operation was refused or is held: stable words of receipts, of the manual and of scripts.
package enum ReasonCode: String, Hashable, Sendable, CaseIterable {
    // Held.

    /// Another operation that it depends on has not arrived or is held itself.
    case dependsOn = "depends_on"
    /// Its kind, or what it asks for, belongs to a newer version of the program.
    case unsupported

    /// A rule asks that somebody with the authority says yes.
    case approval

    // Refused: what stands around the operation.

    /// An operation that it depends on was refused or withdrawn.
    case dependsOnRefused = "depends_on_refused"
    /// The role, or the person, may not do this.
    case notPermitted = "not_permitted"
    /// There is no such account.
    case unknownAccount = "unknown_account"
    /// The account was not on the device when the person acted.
    case outsideScope = "outside_scope"
    /// The record that it speaks of does not exist under the account.
    case unknownRecord = "unknown_record"
    /// The operation that it speaks of is not known.
    case unknownOperation = "unknown_operation"
    /// A record of that id exists and says something else.
    case idTaken = "id_taken"
    /// The record is of another kind than the operation is for.
    case wrongKind = "wrong_kind"

    /// A rule forbids it; the outcome names the rule.
    case deniedByRule = "denied_by_rule"

    /// No active pack says what may be forgiven, or the account's cells are not known.
    case noSettlementAuthority = "no_settlement_authority"
    /// The letter's template is not active, or not on this day or by this method.
    case unknownTemplate = "unknown_template"
    /// The letter may not be sent at this hour of this day.
    case outsideSendWindow = "outside_send_window"
    /// The letter's text is not what its template makes of its values, or a value is not the account's.
    case letterAltered = "letter_altered"

    // Refused: malformed, so that nothing can be made of it.

    /// The header does not belong to the intent, or names too many or impossible operations.
    case malformed
    /// An edit that changes nothing, names a field twice or one that cannot be edited.
    case badEdit = "bad_edit"
    /// A text that is required is empty.
    case textEmpty = "text_empty"
    /// A text is longer than its limit.
    case textTooLong = "text_too_long"
    /// A text has control characters.
    case textControlCharacters = "text_control_characters"
    /// A word is not in its vocabulary.
    case unknownWord = "unknown_word"
    /// A moment is missing.
    case momentMissing = "moment_missing"
    /// A moment or a day lies outside the years that records can hold.
    case momentOutOfRange = "moment_out_of_range"
    /// A place lies outside the Earth.
    case locationOutOfRange = "location_out_of_range"
    /// Weekdays or minutes of the day are not such.
    case badRange = "bad_range"
    /// A replacement inside a replacement.
    case nestedReplacement = "nested_replacement"

    // Refused: attachments.

    /// A file without a byte.
    case attachmentEmpty = "attachment_empty"
    /// A file of more bytes than one attachment may have.
    case attachmentTooLarge = "attachment_too_large"
    /// The account has as many attachments, or as many bytes of them, as are kept.
    case tooManyAttachments = "too_many_attachments"
    /// A file's name with a folder in it.
    case badFileName = "bad_file_name"

    // Refused: money and promises.

    /// An amount is zero or negative.
    case amountNotPositive = "amount_not_positive"
    /// An amount, or a sum of amounts, is more than can be counted.
    case amountTooLarge = "amount_too_large"
    /// The currency is not the account's.
    case otherCurrency = "other_currency"
    /// It is so already, and nothing was changed.
    case alreadySo = "already_so"
    /// The offer was signed, has run out, or ended with the balance that it was made on.
    case offerVoid = "offer_void"
    /// The rule may not be overridden: it is the law.
    case notOverridable = "not_overridable"
    /// Whoever asks for an override does not grant it.
    case secondPerson = "second_person"
    /// The payment has been reversed before.
    case alreadyReversed = "already_reversed"
    /// The lender's reference stands for another payment of this account.
    case referenceTaken = "reference_taken"
    /// There is no such payment to post or to return.
    case unknownPayment = "unknown_payment"
    /// A payment is returned whole.
    case amountDiffers = "amount_differs"
    /// The lender has recalled the account.
    case accountClosed = "account_closed"
    /// A promise without instalments.
    case instalmentsMissing = "instalments_missing"
    /// An instalment is less than the packs ask for.
    case belowLeastAmount = "below_least_amount"
    /// More instalments than a promise may have.
    case tooManyInstalments = "too_many_instalments"
    /// Instalments do not follow one another by day.
    case instalmentsOutOfOrder = "instalments_out_of_order"
    /// A due day lies before the day on which the promise was made.
    case dueDatePast = "due_date_past"
    /// A due day lies beyond the branch's horizon.
    case dueDateBeyondHorizon = "due_date_beyond_horizon"
    /// As many promises are open as the branch allows.
    case tooManyOpenPromises = "too_many_open_promises"
    /// A state that cannot be reached from the one that the promise is in.
    case illegalEdge = "illegal_edge"
    /// A day to judge as of that has not come yet.
    case dayInFuture = "day_in_future"

    // Refused: the state of the record or of the operation.

    /// The visit was withdrawn.
    case recordWithdrawn = "record_withdrawn"
    /// As many revisions as are kept.
    case tooManyRevisions = "too_many_revisions"
    /// The complaint has an answer.
    case alreadyAnswered = "already_answered"
    /// The account has as many open conflicts, or the conflict as many values, as are kept: resolve them first.
    case tooManyConflicts = "too_many_conflicts"
    /// An operation of this kind cannot be taken back.
    case notWithdrawable = "not_withdrawable"
    /// The operation is not held, so there is nothing to decide.
    case notHeld = "not_held"
    /// The operation would be held again.
    case stillHeld = "still_held"
    /// What the held operation said was erased: it can only be refused.
    case bodyMissing = "body_missing"
    /// The held operation is of a newer program: the server is upgraded first, or it is refused.
    case bodyNewer = "body_newer"
    /// What the held operation says cannot be read: it can only be refused.
    case bodyUnreadable = "body_unreadable"
    /// A held operation was denied without another reason.
    case denied
}

/// Which expectation a fact broke that was kept all the same.
package enum FindingCode: String, Hashable, Sendable, CaseIterable {
    /// More was paid than was owed.
    case paymentAboveOwed = "payment_above_owed"
    /// The device claims a time that has not come.
    case paymentInFuture = "payment_in_future"
    case visitInFuture = "visit_in_future"
    case contactInFuture = "contact_in_future"
    case visitEndsBeforeStart = "visit_ends_before_start"
    /// The device's clock jumped between two contacts, so that the time is only bounded by them.
    case clockSuspect = "clock_suspect"
    /// The account was not on the device when the person acted.
    case outsideScope = "outside_scope"
    /// A rule about hours, places, persons or states speaks against it.
    case ruleBroken = "rule_broken"
    /// More contacts than a rule allows.
    case overCap = "over_cap"
    /// A contact that a rule limits and for which nobody had asked.
    case unplanned
    /// Its author spent more than he was granted, or after it had ended.
    case overAllowance = "over_allowance"
    /// A rule could not be judged: a newer pack, a calendar that ends, no zone.
    case notJudged = "not_judged"
    /// A payment of the lender looks like one of the field and nothing names it: it counts once.
    case suspectedDuplicate = "suspected_duplicate"
    /// A payment of the lender posts one of the field with another amount.
    case paymentDiffers = "payment_differs"
    /// A duty was not met in time.
    case dutyMissed = "duty_missed"
    /// Claimed for more than a day before the device's previous contact, at which it was not there yet.
    case recordedLate = "recorded_late"
}
