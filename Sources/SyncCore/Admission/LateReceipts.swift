package import FieldModel

/// Receipts that became final after they were sent: of operations that were held and then decided.
///
/// The decision travels with its account, and does not reach a device that has lost the account meanwhile. So each is
/// also kept in a line per device, numbered from 0, sent before the next checkpoint, and struck off when the device has
/// answered that checkpoint. The device keeps how far it was told with the checkpoint, and says so in its Hello: a replica
/// that neither chain nor cursor tells from what it was may lack some.
package enum LateReceipts {
    /// Receipts before one checkpoint, at most.
    package static let mostAtOnce: UInt64 = 256

    static func add(_ operation: OperationID, of device: DeviceID, _ transaction: any ServerTransaction) throws {
        let end = try number(endKey(device), transaction)
        try transaction.setSetting("late.\(device).\(end)", operation.description)
        try transaction.setSetting(endKey(device), "\(end + 1)")
    }

    /// The receipts to send, as they stand now, and the number to report when they have arrived.
    static func waiting(
        _ device: DeviceID, scope: SyncScope, _ reading: any ServerReading
    ) throws -> (receipts: [Receipt], through: UInt64) {
        let end = try number(endKey(device), reading)
        let first = try min(number(toldKey(device), reading), end)
        let through = min(end, first + mostAtOnce)
        let receipts = try (first..<through).compactMap { place -> Receipt? in
            let name = try reading.setting("late.\(device).\(place)").flatMap { OperationID($0) }
            guard let name, var receipt = try reading.receipt(operation: name, device: device) else { return nil }
            receipt.alreadyApplied = true
            let account = try reading.operation(name)?.header.account
            return try receipt.told(to: scope, account: account, reading)
        }
        return (receipts, through)
    }

    /// The device has everything before `through`.
    package static func strike(
        through: UInt64, of device: DeviceID, _ transaction: any ServerTransaction
    ) throws {
        let told = try number(toldKey(device), transaction)
        if through > told { try transaction.setSetting(toldKey(device), "\(through)") }
    }

    /// A laptop that was set back has forgotten what it was told beyond `taken`: that is told again, which changes nothing
    /// where it is known.
    static func tellAgain(
        _ device: DeviceID, beyond taken: UInt64, _ transaction: any ServerTransaction
    ) throws {
        if try number(toldKey(device), transaction) > taken { try transaction.setSetting(toldKey(device), "\(taken)") }
    }

    private static func endKey(_ device: DeviceID) -> String { "late.\(device).end" }
    private static func toldKey(_ device: DeviceID) -> String { "late.\(device).told" }

    private static func number(_ key: String, _ reading: any ServerReading) throws -> UInt64 {
        try reading.setting(key).flatMap { UInt64($0) } ?? 0
    }
}

extension Receipt {
    /// A receipt for an account outside the device's scope carries outcome and reason, and no values.
    func told(to scope: SyncScope?, account: AccountID?, _ reading: any ServerReading) throws -> Receipt {
        guard let account, let scope, let placement = try reading.placement(account), scope.holds(placement) else {
            return withoutValues
        }
        return self
    }

    package var withoutValues: Receipt {
        var bare = self
        bare.outcome = Outcome(state: outcome.state, reason: outcome.reason, rule: outcome.rule)
        return bare
    }
}

/// What the decision on a held operation will need of its arrival, kept while it waits.
struct HeldFacts: Hashable {
    var moment: ContactBounds
    var accountWasHeld: Bool

    private static func key(_ receipt: Receipt) -> String { "held.\(receipt.device).\(receipt.operation)" }

    static func of(_ receipt: Receipt, _ reading: any ServerReading) throws -> HeldFacts? {
        guard let words = try reading.setting(key(receipt))?.split(separator: " "), words.count == 3 else { return nil }
        let contact = Int64(words[1]).map { Instant(milliseconds: $0) }
        return HeldFacts(
            moment: ContactBounds(clockSuspect: words[0] == "1", previousContact: contact),
            accountWasHeld: words[2] == "1")
    }

    /// The clock's offset stands with the operation itself.
    func keep(_ receipt: Receipt, _ transaction: any ServerTransaction) throws {
        let contact = moment.previousContact.map { "\($0.milliseconds)" } ?? "-"
        try transaction.setSetting(
            Self.key(receipt), "\(moment.clockSuspect ? 1 : 0) \(contact) \(accountWasHeld ? 1 : 0)")
    }
}
