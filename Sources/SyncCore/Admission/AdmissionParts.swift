package import FieldModel
internal import FieldRules

/// What admission needs beside the transaction; the last three are for operations of the branch's system device.
package struct AdmissionParts {
    package var hash: any Hashing
    package var records: any RecordCoding
    package var operations: any OperationCoding
    package var mint: () -> Identifier
    /// 16 bytes that nobody can guess.
    package var salt: () -> [UInt8]
    package var stamp: () -> HybridLogicalClock
    /// The rules of a branch; nil judges nothing.
    package var rules: RuleLookup
    /// The zone table of a branch.
    package var zones: ZoneLookup

    package init(
        hash: any Hashing, records: any RecordCoding, operations: any OperationCoding,
        mint: @escaping () -> Identifier, salt: @escaping () -> [UInt8], stamp: @escaping () -> HybridLogicalClock,
        rules: @escaping RuleLookup = { _, _ in nil }, zones: @escaping ZoneLookup = { _, _ in .standard }
    ) {
        self.hash = hash
        self.records = records
        self.operations = operations
        self.mint = mint
        self.salt = salt
        self.stamp = stamp
        self.rules = rules
        self.zones = zones
    }
}

/// What a device may not say, and what the server cannot do: ends the exchange with a stable code.
package struct AdmissionFailure: Error, Hashable, Sendable {
    /// Who must do something about it.
    package enum Kind: Hashable, Sendable { case unknownPeer, notPermitted, malformed, exhausted, ours }
    package var kind: Kind
    package var code: String
    package var message: String

    package static let unknownDevice = AdmissionFailure(
        kind: .unknownPeer, code: "unknown_device", message: "The server does not know this device.")
    static let foreignDevice = AdmissionFailure(
        kind: .notPermitted, code: "foreign_device", message: "An operation claims to be of another device.")
    static let malformedHeader = AdmissionFailure(
        kind: .malformed, code: "malformed_header", message: "The header of an operation cannot be read.")
    static let repairTooLarge = AdmissionFailure(
        kind: .malformed, code: "too_large", message: "The repair asks for too much at once.")
    static let quarantineFull = AdmissionFailure(
        kind: .exhausted, code: "quarantine_full", message: "This device's quarantine is full.")
    static let ownRecordRefused = AdmissionFailure(
        kind: .ours, code: "internal", message: "The server could not write a record of its own.")
}

/// Which branches have new commits, and for whom: told to open exchanges after the transaction.
package struct CommitNews: Sendable, Hashable {
    package private(set) var audiences: [BranchID: Set<Identifier>] = [:]

    package init() {}

    mutating func add(_ branch: BranchID, _ audience: Audience) {
        audiences[branch, default: []].insert(audience.identifier)
    }

    package func concerns(_ scope: SyncScope) -> Bool {
        guard let seen = audiences[scope.branch] else { return false }
        switch scope {
        case .branch: return true
        case .collector(_, let person):
            return seen.contains(person) || seen.contains(Audience.all.identifier)
        }
    }
}
