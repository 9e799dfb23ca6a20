internal import FieldModel

/// A channel may be used only while the debtor's consent to it is in force.
///
/// Example: in Colombia a text without an entry for `sms` is denied; consent to other hours opens no channel.
struct ConsentRule: RuleBody {
    static let kind = "consent"

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {}

    func speak(_ moment: Moment) -> Speech? {
        moment.consent(moment.act.channel) ? nil : Speech(.noConsent(moment.act.channel))
    }

    func nextBoundary(_ moment: Moment) -> Instant? { moment.nextConsentChange(moment.act.channel) }
}
