internal import FieldModel
internal import SyncCore

/// `same-verdict`: the same facts and the same rule pack give the same verdict on every machine.
///
/// What a laptop was told on the spot is held against what the server says at admission, wherever both must have known
/// the same: nobody else has touched the account or the rules since the cursor that the operation has seen, the server
/// took the author's own work as the laptop expected, and the laptop's clock was right. What the laptop still shows of its
/// own and the server has not, or not yet, put into effect is a fact that one side alone judges by: a flag that an older
/// server keeps for its upgrade, an edit that it has refused and the laptop does not know it.
enum SameVerdict {
    static func violation(_ event: ServerEvent, _ auditor: Auditor) -> String? {
        let header = event.header
        guard auditor.outcomes[header.id] == nil, isJudged(event.outcome), !auditor.everSetBack.contains(header.device),
            auditor.jumps[header.device] == nil,
            let act = auditor.minted[header.device]?.last(where: { $0.header.id == header.id }), act.isSure,
            isJudged(act.told), event.epoch == header.seen.epoch,
            !auditor.isTouched(header.account, since: header.seen, by: header.device),
            !auditor.isTouched(.nil_, since: header.seen, by: header.device),
            act.restsOn.allSatisfy({ auditor.isAsTold($0, on: header.device) }),
            !isOfSeveralAccounts(event, auditor)
        else { return nil }
        let (there, here) = (act.told, event.outcome)
        if there.verdicts == here.verdicts, there.packs == here.packs, isKept(there) == isKept(here) { return nil }
        return "operation \(header.id.ending): the laptop said \(words(there)), the server says \(words(here))"
    }

    /// A plan is judged by the person's other accounts too, which others touch.
    private static func isOfSeveralAccounts(_ event: ServerEvent, _ auditor: Auditor) -> Bool {
        guard case .planContact? = event.intent, let person = auditor.persons[event.header.account] else {
            return false
        }
        return auditor.persons.values.count { $0 == person } > 1
    }

    /// What waits for others has not been judged, what was taken back is not judged at all.
    private static func isJudged(_ outcome: FieldModel.Outcome) -> Bool {
        switch outcome.state {
        case .applied, .merged, .conflicted: true
        case .held: outcome.reason == ReasonCode.approval.rawValue
        case .refused: outcome.reason == ReasonCode.deniedByRule.rawValue
        case .withdrawn: false
        }
    }

    private static func isKept(_ outcome: FieldModel.Outcome) -> Bool {
        outcome.state != .refused && outcome.state != .held
    }

    private static func words(_ outcome: FieldModel.Outcome) -> String {
        "\(outcome.state) by \(outcome.packs) with \(outcome.verdicts.map { "\($0.rule) \($0.verdict)" })"
    }
}

/// Who touched what when.
extension Auditor {
    /// Notes the commit, and whether it surprised the laptop that it came from.
    mutating func touch(_ event: ServerEvent) {
        guard event.commit > 0 else { return }
        let header = event.header
        let told = minted[header.device]?.last { $0.header.id == header.id }?.told.state
        let toucher = told == event.outcome.state ? header.device : .nil_
        touches[header.account, default: [:]][toucher] = Touch(
            branch: event.branch, epoch: event.epoch, commit: event.commit)
    }

    /// Whether the server has put into effect what the laptop believed to have effect.
    fileprivate func isAsTold(_ operation: OperationID, on device: DeviceID) -> Bool {
        let told = minted[device]?.last { $0.header.id == operation }?.told.state
        return !isEffective(told) || isEffective(outcomes[operation])
    }

    func isTouched(_ account: AccountID, since seen: FeedPosition, by device: DeviceID) -> Bool {
        (touches[account] ?? [:]).contains { toucher, last in
            toucher != device
                && (last.branch != seen.branch || last.epoch != seen.epoch || last.commit > seen.commit)
        }
    }
}
