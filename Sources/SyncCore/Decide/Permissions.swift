/// Which roles may do which operations at all; what depends on the record is checked where the record is.
package enum Permissions {
    package static func allow(_ intent: Intent, _ actor: Actor) -> Bool {
        if actor.isSystem { return true }
        if intent.isOfSystem { return false }
        if case .grantAllowance = intent { return false }
        switch actor.role {
        case .auditor, .administrator: return false
        case .supervisor, .compliance: return true
        case .collector, .branch:
            if case .clearFlag = intent { return false }
            return true
        }
    }
}
