internal import FieldModel
internal import SyncCore

/// `cap-respected` in a world with everything else that befalls it: what was granted stays within the caps, and what went
/// beyond has a finding.
///
/// Contacts that were planned on a laptop that was what it seemed, and made on the day that they were planned for, never
/// exceed a cap, whoever was away, and however wrong his clock was. A laptop with a copy, one that was set back, one whose
/// clock jumped or whose disk was damaged spends what nobody could know of; what it did is found instead.
enum CapKept {
    static func violation(_ world: World) -> String? {
        guard world.additions.hasAllowances else { return nil }
        return exceeded(world) ?? unfound(world)
    }

    private static func exceeded(_ world: World) -> String? {
        let undone = world.takenBack
        var persons: [String: CapRespected] = [:]
        for contact in world.granted where counts(contact, undone, world) {
            guard let person = world.auditor.persons[contact.made.account] else { continue }
            persons[person, default: CapRespected()].note(contact.made)
        }
        for (person, contacts) in persons.sorted(by: { $0.key < $1.key }) {
            if let violation = contacts.violation() { return "granted to \(person): \(violation)" }
        }
        return nil
    }

    private static func counts(_ contact: GrantedContact, _ undone: Set<OperationID>, _ world: World) -> Bool {
        let auditor = world.auditor
        guard !auditor.everSetBack.contains(contact.device), auditor.jumps[contact.device] == nil,
            !undone.contains(contact.operation), !undone.contains(contact.plan),
            world.server.knows(contact.made.account)
        else { return false }
        if auditor.isEffective(auditor.outcomes[contact.operation]) { return true }
        // What lost its body before a restore is lost for good, and listed.
        let device = world.devices[contact.laptop]
        return device.byName[contact.operation].map { !device.outbox[$0].sealed.body.isEmpty } ?? false
    }

    /// Whoever contacts without a plan of his own, or beyond what he was granted, is found out.
    private static func unfound(_ world: World) -> String? {
        for account in world.server.accounts {
            let aggregate = world.server.aggregate(of: account)
            let findings = aggregate.all(Finding.self).map(\.value)
            for (id, contact) in world.auditor.contactsMade[account] ?? [:] where contact.isJudged {
                let plan = contact.planned.flatMap { world.auditor.plans[$0] }
                let isGranted = plan.map { world.auditor.isEffective(world.auditor.outcomes[$0.operation]) } ?? false
                if isGranted { continue }
                let codes = [FindingCode.unplanned, .overAllowance].map(\.rawValue)
                if findings.contains(where: { $0.record == id && codes.contains($0.code) }) { continue }
                return "contact \(id.ending) of account \(account.ending) was granted by nothing, and has no finding"
            }
            if let violation = overCap(account, findings, world) { return violation }
        }
        return nil
    }

    /// Calls beyond the second of seven days, counted a second time, by when they really were.
    private static func overCap(_ account: AccountID, _ findings: [Finding], _ world: World) -> String? {
        let calls = (world.auditor.contactsMade[account] ?? [:]).filter { _, contact in
            contact.channel == "call" && !contact.isWithdrawn && contact.counts && world.auditor.isKnown(contact)
        }.sorted { ($0.value.at, $0.key) < ($1.value.at, $1.key) }
        for (position, (id, call)) in calls.enumerated() where call.isJudged {
            let day = CapRespected.day(of: call.at)
            let before = calls[..<position].count { CapRespected.day(of: $0.value.at) > day - 7 }
            guard before >= 2 else { continue }
            let isFound = findings.contains { $0.record == id && $0.rule == "cap/calls" && $0.status != "superseded" }
            if isFound { continue }
            let others = findings.filter { $0.record == id }.map { "\($0.code) \($0.rule) \($0.status)" }
            return "call \(id.ending) is number \(before + 1) of seven days, and has no finding but \(others)"
        }
        return nil
    }
}

extension World {
    /// What somebody has taken back, or means to.
    fileprivate var takenBack: Set<OperationID> {
        var targets: Set<OperationID> = []
        func note(_ intent: Intent) {
            switch intent {
            case .withdrawOperation(let withdrawal): targets.insert(withdrawal.operation)
            case .replaceOperation(let replacement): targets.insert(replacement.operation)
            default: break
            }
        }
        for device in devices { device.intents.values.forEach(note) }
        auditor.intents.values.forEach(note)
        return targets
    }
}
