internal import FieldModel
internal import SyncCore

/// Contacts, plans and grants, as the server said that it took them.
extension Auditor {
    struct ContactMade {
        var channel: String
        /// When it was, where it was written down at once.
        var at: Instant
        var isTimely: Bool
        /// Whether it is one that caps count.
        var counts: Bool
        var planned: RecordID?
        /// Whether it was judged by the caps.
        var isJudged: Bool
        var device: DeviceID
        var isWithdrawn = false
    }

    struct Plan {
        var operation: OperationID
        var channel: String
        /// Nil where the server cannot know it for sure.
        var day: Int?
        var isCarriedOut = false
    }

    struct Grant {
        var account: AccountID
        var rule: String
        var holder: PersonID
        var units: Int
        var until: Instant
        var isClosed = false
        /// What its holder has planned, and done otherwise than as planned: it may have taken as many units, not more.
        var taken = 0
    }

    mutating func takeContact(_ intent: Intent, _ event: ServerEvent) {
        let account = event.header.account
        switch intent {
        case .planContact(let intent):
            let at = max(intent.at ?? event.header.wallClock, event.header.wallClock)
            plans[intent.plan] = Plan(
                operation: event.header.id, channel: intent.channel,
                day: minted(event.header)?.time(of: at).map(CapRespected.day))
            takeUnit(account, event.header.author, intent.channel)
        case .logContact(let intent):
            let claimed = intent.at ?? event.header.wallClock
            let minted = minted(event.header)
            let day = minted?.time(of: claimed).map(CapRespected.day)
            let isTimely = minted != nil && claimed == event.header.wallClock
            let counts = ["no_answer", "conversation", "delivered"].contains(intent.result) && intent.direction.isEmpty
            contactsMade[account, default: [:]][intent.contact] = ContactMade(
                channel: intent.channel, at: minted?.actedAt ?? event.header.wallClock, isTimely: isTimely,
                counts: counts, planned: intent.planned,
                isJudged: counts && ["call", "sms"].contains(intent.channel)
                    && event.outcome.packs.contains(World.capVersion), device: event.header.device)
            let plan = intent.planned.flatMap { plans[$0] }
            let isAsPlanned =
                plan.map { $0.day != nil && $0.day == day && $0.channel == intent.channel && !$0.isCarriedOut } ?? false
            if !isAsPlanned { takeUnit(account, event.header.author, intent.channel) }
            if let planned = intent.planned { plans[planned]?.isCarriedOut = true }
        case .grantAllowance(let intent): takeGrant(intent, event)
        case .returnAllowance(let intent): grants[intent.allowance]?.isClosed = true
        default: break
        }
    }

    private mutating func takeUnit(_ account: AccountID, _ holder: PersonID, _ channel: String) {
        for (id, grant) in grants where grant.account == account && grant.holder == holder {
            if Auditor.rules[channel] == grant.rule { grants[id]?.taken += 1 }
        }
    }

    private static let rules = ["call": "cap/calls", "sms": "cap/texts"]

    /// Units of a cap that are out and what is known to have been done are no more than the cap, when units are given.
    private mutating func takeGrant(_ grant: GrantAllowance, _ event: ServerEvent) {
        let account = event.header.account
        let before = grants[grant.allowance]
        let isMore = grant.units > before?.units ?? 0
        grants[grant.allowance] = Grant(
            account: account, rule: grant.rule, holder: grant.holder, units: max(grant.units, before?.units ?? 0),
            until: max(grant.validUntil ?? .init(milliseconds: 0), before?.until ?? .init(milliseconds: 0)),
            isClosed: before?.isClosed ?? false, taken: before?.taken ?? 0)
        guard isMore, let now = grant.validUntil.map({ $0 + -Int64(Limits.allowanceDays) * 86_400_000 }) else { return }
        let today = CapRespected.day(of: now)
        let most: Int
        let known: Int
        let scope: Set<AccountID>
        switch grant.rule {
        case "cap/calls":
            scope = [account]
            (most, known) = (2, made("call", scope) { $0 > today - 7 && $0 <= today })
        case "cap/texts":
            scope = Set(persons.filter { $0.value == persons[account] }.keys)
            // The first day of 1970 was a Thursday.
            (most, known) = (3, made("sms", scope) { ($0 + 3) / 7 == (today + 3) / 7 })
        default: return
        }
        let out = grants.values.filter { other in
            scope.contains(other.account) && other.rule == grant.rule && !other.isClosed && other.until > now
        }.reduce(0) { $0 + max(0, $1.units - $1.taken) }
        guard known + out > most else { return }
        report(.capRespected, "\(out) units of \(grant.rule) are out with \(known) contacts made, the cap is \(most)")
    }

    /// Whether the server knows when it was, by a clock that may be wrong: of two copies, or of one that jumped between
    /// the contacts around the act, it does not.
    func isKnown(_ contact: ContactMade) -> Bool {
        guard contact.isTimely, !everSetBack.contains(contact.device) else { return false }
        guard let jumps = jumps[contact.device] else { return true }
        let contacts = contacts[contact.device] ?? []
        let before = contacts.last { $0 < contact.at }
        let after = contacts.first { $0 >= contact.at }
        return !jumps.contains { jump in
            (before.map { jump > $0 } ?? true) && (after.map { jump <= $0 } ?? true)
        }
    }

    private func minted(_ header: OperationHeader) -> Minted? {
        minted[header.device]?.first { $0.header.id == header.id }
    }

    private func made(_ channel: String, _ scope: Set<AccountID>, in window: (Int) -> Bool) -> Int {
        scope.reduce(0) { sum, account in
            sum
                + (contactsMade[account] ?? [:]).values.count { contact in
                    contact.channel == channel && contact.counts && !contact.isWithdrawn && isKnown(contact)
                        && window(CapRespected.day(of: contact.at))
                }
        }
    }
}

extension Auditor.Minted {
    /// When the moment that was named really is; nil where laptop and server may understand it otherwise.
    func time(of named: Instant) -> Instant? {
        guard knewTheTime else { return nil }
        if named == header.wallClock { return actedAt }
        let ahead = header.wallClock - actedAt
        return ahead.magnitude > UInt64(Limits.clockSkewMilliseconds) ? named + -ahead : named
    }
}
