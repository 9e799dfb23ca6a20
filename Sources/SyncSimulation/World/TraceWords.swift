internal import FieldModel
internal import SyncCore

// What a trace says of operations: enough to follow it by eye.

func words(_ event: ServerEvent, by name: String) -> String {
    let outcome = event.outcome
    let reason = outcome.reason.isEmpty ? "" : " \(outcome.reason)"
    let act = event.intent.map(describe) ?? "what was erased"
    return "  server: \(name) #\(event.header.sequence) \(event.header.id.ending) \(act) is "
        + "\(outcome.state)\(reason) (commit \(event.commit))"
}

func describe(_ intent: Intent) -> String {
    let text = "\(intent)"
    let name = text.prefix { $0 != "(" }
    switch intent {
    case .setAccountFields(let edited): return "\(name) \(edited.edits.map { "\($0.field)=\($0.value)" })"
    case .updateContactPoint(let edited):
        return "\(name) \(edited.point.ending) \(edited.edits.map { "\($0.field)=\($0.value)" })"
    case .resolveConflict(let made): return "\(name) \(made.conflict.ending)=\(made.value) of \(made.valuesSeen)"
    case .recordPayment(let made): return "\(name) \(made.payment.ending) of \(made.amount)"
    case .importPayment(let made):
        let posts = made.matches.isEmpty ? "" : ", posts \(made.matches)"
        let returns = made.reverses.isEmpty ? "" : ", returns \(made.reverses)"
        return "\(name) \(made.payment.ending) of \(made.amount) as \(made.externalReference)\(posts)\(returns)"
    case .reversePayment(let made): return "\(name) \(made.payment.ending)"
    case .withdrawOperation(let made): return "\(name) \(made.operation.ending)"
    case .replaceOperation(let made): return "\(name) \(made.operation.ending) by \(describe(made.intent))"
    case .makePromise(let made):
        return "\(name) \(made.promise.ending) \(made.instalments.map { "\($0.dueDay):\($0.amount)" })"
    case .planContact(let made):
        return "\(name) \(made.plan.ending) by \(made.channel) at \(made.at?.rfc3339(offsetSeconds: 0) ?? "once")"
    case .logContact(let made):
        let plan = made.planned.map { " as planned by \($0.ending)" } ?? ""
        return "\(name) \(made.contact.ending) by \(made.channel): \(made.result)\(plan)"
    case .grantAllowance(let made):
        return "\(name) \(made.allowance.ending): \(made.units) of \(made.rule) to \(made.holder.ending)"
    case .returnAllowance(let made): return "\(name) \(made.allowance.ending), \(made.unspent) unspent"
    case .decideOperation(let made): return "\(name) \(made.operation.ending) \(made.granted)"
    default: return String(name)
    }
}

func words(_ position: FeedPosition) -> String { "\(position.commit)\(position.lastKey.isEmpty ? "" : "+")" }

func words(_ verdict: WelcomeVerdict) -> String { "\(verdict)" }
