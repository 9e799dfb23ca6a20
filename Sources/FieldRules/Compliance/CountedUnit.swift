/// Which contacts a cap counts. `not_connected` counts nowhere.
package enum CountedUnit: UInt8, RuleWord {
    /// Whatever was tried: it rang, left a message, was sent, somebody stood at the door.
    case attempt
    /// It rang, left a message (a note at the door too), was delivered or met somebody; nobody at the door is none.
    case reached
    /// Somebody was met or spoken to, the debtor or not.
    case met
    case conversation
    /// A conversation or a delivered message.
    case direct
    /// Spoken contact with somebody, a message left, or anything sent.
    case contactOrSent
    /// The debtor was met or spoken to wherever he was, or somebody else in his home. Where no place is said it was his
    /// home: what is not known counts.
    case household

    package static let words = [
        "attempt", "reached", "met", "conversation", "direct", "contact_or_sent", "household",
    ]

    package func counts(_ fact: ContactFact) -> Bool { counts(fact.channel, fact.result, fact.person, fact.place) }

    /// Whether a contact by `channel` with `result` is one.
    package func counts(
        _ channel: Channel, _ result: ContactResult, _ person: PersonKind, _ place: ContactPlace? = nil
    ) -> Bool {
        if result == .notConnected { return false }
        let met =
            result == .conversation || result == .thirdParty || (result == .delivered && person != .nobody)
        switch self {
        case .attempt: return true
        case .reached:
            if channel == .call { return true }
            return channel.isSpoken ? met || result == .messageLeft : result != .noAnswer
        case .met: return met
        case .conversation: return result == .conversation
        case .direct: return result == .conversation || result == .delivered
        case .contactOrSent: return channel.isSpoken ? met || result == .messageLeft : true
        case .household:
            let isDebtor = person == .debtor && result != .thirdParty
            return met && (isDebtor || (place ?? .home) == .home)
        }
    }

    /// A planned act counts as one that reaches the debtor; what happened by its own result.
    func counts(_ act: Act) -> Bool {
        guard let result = act.result else { return true }
        return counts(act.channel, result, act.person, act.place)
    }
}
