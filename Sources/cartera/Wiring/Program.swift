import ArgumentParser
import FieldModel
import FieldRules
internal import Glibc
import HostLibraries
import SyncClient
import SyncCore
import SyncStorage
import SyncWire

let programVersion = "0.1.0"

/// One run of the program on one home: what the commands share.
struct Program {
    let options: GlobalOptions
    let home: Home
    let printer: Printer
    let clock = SystemClock()

    init(_ options: GlobalOptions) {
        self.options = options
        home = Home(path: options.home)
        printer = Printer(options)
    }

    /// Throws `not_enrolled` when there is no replica and `creating` is false.
    func parts(creating: Bool = false) throws -> ClientParts {
        let hash = OpenSSLHash()
        let store: SQLiteReplicaStore
        do {
            store = try SQLiteReplicaStore.open(
                home: home.path, hash: hash, operations: WireOperationCodec(), createIfMissing: creating)
        } catch let failure as StoreFailure {
            throw ClientFailure.store(failure)
        }
        let clock = clock
        let contents = ContentFolder(path: home.attachmentsPath, hash: hash, isShared: false, now: { clock.now() })
        var parts = ClientParts(
            store: store, contents: contents, hash: hash, clock: clock, random: { SystemRandom.bytes($0) },
            encodings: [ZstdPages()])
        let path = home.path
        parts.freeBytes = { FreeSpace.bytes(path) }
        parts.eraseCopiesAfterLease()
        return parts
    }

    func enrolling(_ parts: ClientParts) -> Enrolling {
        Enrolling(parts, home: home, connector: Connector(), keys: Keys())
    }

    /// A read of the replica as a value.
    func read<T>(_ body: (ViewContext) throws -> T) throws -> T {
        let parts = try parts()
        return try parts.store.read { reading in
            try body(ViewContext(reading, parts: parts, localOffsetSeconds: SystemClock.localOffsetSeconds))
        }
    }
}

/// What acts need beside the acting itself: names resolved and moments read in the account's zone.
struct ActScope {
    let acting: Acting
    let parts: ClientParts
    let now: Instant

    func account(_ text: String) throws -> AccountID {
        try parts.store.read { try Naming.account(text, $0, parts) }
    }

    func record(_ text: String, _ kind: RecordKind) throws -> RecordID {
        try parts.store.read { try Naming.record(text, kind: kind, $0) }
    }

    func operation(_ text: String) throws -> OperationID { try parts.store.read { try Naming.operation(text, $0) } }

    /// The account that a record hangs under.
    func account(of record: RecordID, _ kind: RecordKind) throws -> AccountID {
        try parts.store.read { try $0.row(kind: kind, id: record)?.account ?? record }
    }

    /// The account's last consent of a channel that stands.
    func consent(_ account: AccountID, _ channel: String) throws -> RecordID {
        let found = try parts.store.read { reading in
            try reading.rows(account: account, confirmedOnly: false).last { row in
                guard case .consent(let consent)? = parts.content(of: row) else { return false }
                return consent.channel == channel && consent.revokedAt == nil
            }
        }
        guard let found else {
            throw ClientFailure.badInput("unknown_consent", "The account has no consent for that channel that stands.")
        }
        return found.id
    }

    func zone(_ account: AccountID) throws -> Zone {
        try parts.store.read { reading in
            let settings = try reading.branchSettings(parts)
            let row = try reading.row(kind: .account, id: account)
            guard let row, case .account(let record)? = parts.content(of: row) else {
                throw ClientFailure.badInput("unknown_account", "There is no such account on this laptop.")
            }
            return AccountState.zone(of: record, settings, try reading.zoneTable(parts))
        }
    }

    func moment(_ text: String?, _ account: AccountID) throws -> Instant? {
        guard let text else { return nil }
        return try MomentText.read(text, now: now, zone: zone(account))
    }
}

extension Program {
    /// Acts, prints what became of it, tells a live sync, and ends with the status that fits.
    func act(dryRun: Bool, _ body: (ActScope) throws -> ActResult) throws {
        let parts = try parts()
        let acting = Acting(parts, dryRun: dryRun)
        let result = try body(ActScope(acting: acting, parts: parts, now: clock.now()))
        if !result.isDryRun { LiveSocket.poke(home) }
        if let waiting = result.outboxWarning { printer.warn("outbox_warning", ["\(waiting)"]) }
        let value = ActView.json(result)
        printer.show(
            printer.isJSON ? value : value.without("dry_run"), title: result.isDryRun ? "dry_run" : nil)
        switch result.status {
        case .done: return
        case .held: printer.note("held_act")
        default: printer.note("conflicted_act")
        }
        throw ExitCode(result.status.rawValue)
    }
}

extension ActView {
    static func json(_ result: ActResult) -> JSONValue {
        let outcome = result.outcome
        var value: JSONValue = [
            "operation": JSONValue(result.operation), "id": JSONValue(result.record),
            "account": JSONValue(result.account), "outcome": .string("\(outcome.state)"),
            "state": .string(result.state.rawValue),
            "verdicts": .array(
                outcome.verdicts.map { note in
                    [
                        "rule": .string(note.rule), "verdict": .string(note.verdict),
                        "citation": .text(result.citations[note.rule] ?? ""),
                        "pack_version": JSONValue(note.packVersion),
                        "allowed_from": note.allowedFrom.map {
                            .string($0.rfc3339(offsetSeconds: result.offset(at: $0)))
                        }
                            ?? .null,
                    ]
                }),
            "findings": .array(outcome.findings.map { ["id": JSONValue($0.id), "code": .string($0.code)] }),
        ]
        if !outcome.reason.isEmpty { value = value.adding("reason", .string(outcome.reason)) }
        for note in result.notes { value = value.adding(note.key, .string(note.value)) }
        if result.isDryRun { value = value.adding("dry_run", true) }
        return value
    }
}

/// A text argument; `-` reads it from standard input.
func textArgument(_ text: String?) throws -> String? {
    guard text == "-" else { return try notEmpty(text) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while content.count <= 1 << 20 {
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count <= 0 { break }
        content += buffer[0..<count]
    }
    guard let text = String(validating: content, as: UTF8.self) else {
        throw ClientFailure.badInput("not_utf8", "The text on standard input is not UTF-8.")
    }
    return try notEmpty(text.last == "\n" ? String(text.dropLast()) : text)
}

/// A text that was asked to be written and says nothing is a slip, not a wish.
private func notEmpty(_ text: String?) throws -> String? {
    guard let text else { return nil }
    guard text.contains(where: { !$0.isWhitespace }) else {
        throw ClientFailure.badInput(
            "text_empty", RefusalText.message("text_empty"), hint: "Write the text, or leave the option out.")
    }
    return text
}
