package import FieldModel

extension PersonRecord {
    /// The slice of data that a person's devices hold. Auditors, administrators and compliance hold none.
    package var scope: SyncScope? {
        guard let branch, !disabled else { return nil }
        switch role {
        case .collector: return .collector(branch: branch, person: id)
        case .supervisor, .branch: return .branch(branch)
        case .compliance, .auditor, .administrator: return nil
        }
    }
}

extension PersonRecord {
    /// Whether his scope is the whole of the branch.
    package func holdsBranch(_ branch: BranchID) -> Bool { scope == .branch(branch) }
}

extension SyncScope {
    package func holds(_ placement: AccountPlacement) -> Bool {
        switch self {
        case .branch(let branch): placement.branch == branch
        case .collector(let branch, let person): placement.branch == branch && placement.audience == .collector(person)
        }
    }
}

/// Why a device is not active: stable words.
package enum DeviceReason {
    /// Two copies of the laptop have sent different operations under one position.
    package static let chainFork = "chain_fork"
    /// A certificate older than one that was used since.
    package static let oldCertificate = "old_certificate"
    /// The laptop was set back to an earlier state.
    package static let chainBehind = "chain_behind"
    package static let personDisabled = "person_disabled"
    package static let leaseEnded = "lease_ended"
}
