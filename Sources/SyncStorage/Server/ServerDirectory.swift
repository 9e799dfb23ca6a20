internal import FieldModel
internal import SyncCore

/// Branches, persons, devices and invitations: small tables, read and written whole rows at a time.
extension ServerSession {
    func branch(_ id: BranchID) throws -> BranchRecord? {
        try database.first(Self.selectBranch + " WHERE id = ?", { $0.bind(id) }, Self.readBranch)
    }

    func branches() throws -> [BranchRecord] { try database.all(Self.selectBranch + " ORDER BY id", Self.readBranch) }

    /// The head only grows: a record that was read before a commit does not take the commit back.
    func save(_ branch: BranchRecord) throws {
        try database.run(
            """
            INSERT INTO branches (id, name, time_zone, epoch, head, system_device) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone,
                epoch = excluded.epoch, head = max(head, excluded.head), system_device = excluded.system_device
            """
        ) {
            $0.bind(branch.id)
            $0.bind(branch.name)
            $0.bind(branch.timeZone)
            $0.bind(branch.epoch)
            $0.bind(branch.head)
            $0.bind(branch.systemDevice)
        }
    }

    func nextCommit(_ branch: BranchID) throws -> UInt64 {
        let taken = try database.first(
            "UPDATE branches SET head = head + 1 WHERE id = ? RETURNING head", { $0.bind(branch) }
        ) { $0.count() }
        guard let taken else { throw StoreFailure(code: "not_found", message: "there is no branch \(branch)") }
        return taken
    }

    func head(_ branch: BranchID) throws -> FeedPosition {
        let head = try database.first("SELECT epoch, head FROM branches WHERE id = ?", { $0.bind(branch) }) {
            FeedPosition(branch: branch, epoch: $0.count(), commit: $0.count())
        }
        guard let head else { throw StoreFailure(code: "not_found", message: "there is no branch \(branch)") }
        return head
    }

    func person(_ id: PersonID) throws -> PersonRecord? {
        try database.first(Self.selectPerson + " WHERE id = ?", { $0.bind(id) }, Self.readPerson)
    }

    func persons() throws -> [PersonRecord] { try database.all(Self.selectPerson + " ORDER BY id", Self.readPerson) }

    func save(_ person: PersonRecord) throws {
        try database.run("INSERT OR REPLACE INTO persons VALUES (?, ?, ?, ?, ?, ?)") {
            $0.bind(person.id)
            $0.bind(person.name)
            $0.bind(person.role.rawValue)
            $0.bind(person.branch)
            $0.bind(person.disabled)
            $0.bind(person.createdAt)
        }
    }

    func invitation(tokenHash: [UInt8]) throws -> InvitationRecord? {
        try database.first(Self.selectInvitation + " WHERE token_hash = ?", { $0.bind(tokenHash) }, Self.readInvitation)
    }

    func invitation(_ id: Identifier) throws -> InvitationRecord? {
        try database.first(Self.selectInvitation + " WHERE id = ?", { $0.bind(id) }, Self.readInvitation)
    }

    func invitations() throws -> [InvitationRecord] {
        try database.all(Self.selectInvitation + " ORDER BY id", Self.readInvitation)
    }

    func save(_ invitation: InvitationRecord) throws {
        try database.run(
            """
            INSERT INTO invitations VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET token_hash = excluded.token_hash, person = excluded.person,
                created_at = excluded.created_at, expires_at = excluded.expires_at, used_by = excluded.used_by,
                revoked = excluded.revoked
            """
        ) {
            $0.bind(invitation.id)
            $0.bind(invitation.tokenHash)
            $0.bind(invitation.person)
            $0.bind(invitation.createdAt)
            $0.bind(invitation.expiresAt)
            $0.bind(invitation.usedBy)
            $0.bind(invitation.revoked)
        }
    }

    private static let selectBranch = "SELECT id, name, time_zone, epoch, head, system_device FROM branches"

    private static func readBranch(_ columns: inout Columns) -> BranchRecord {
        BranchRecord(
            id: columns.identifier(), name: columns.text(), timeZone: columns.text(), epoch: columns.count(),
            head: columns.count(), systemDevice: columns.identifier())
    }

    private static let selectPerson = "SELECT id, name, role, branch, disabled, created_at FROM persons"

    private static func readPerson(_ columns: inout Columns) throws -> PersonRecord {
        PersonRecord(
            id: columns.identifier(), name: columns.text(), role: try known(columns.text()),
            branch: columns.optionalIdentifier(), disabled: columns.flag(), createdAt: columns.instant())
    }

    private static let selectInvitation =
        "SELECT id, token_hash, person, created_at, expires_at, used_by, revoked FROM invitations"

    private static func readInvitation(_ columns: inout Columns) -> InvitationRecord {
        InvitationRecord(
            id: columns.identifier(), tokenHash: columns.blob(), person: columns.identifier(),
            createdAt: columns.instant(), expiresAt: columns.instant(), usedBy: columns.optionalIdentifier(),
            revoked: columns.flag())
    }
}

extension ServerSession {
    func device(_ id: DeviceID) throws -> DeviceRecord? {
        try database.first(Self.selectDevice + " WHERE id = ?", { $0.bind(id) }, Self.readDevice)
    }

    func devices() throws -> [DeviceRecord] { try database.all(Self.selectDevice + " ORDER BY id", Self.readDevice) }

    func save(_ device: DeviceRecord) throws {
        try database.run(Self.upsertDevice) {
            $0.bind(device.id)
            $0.bind(device.name)
            $0.bind(device.code)
            $0.bind(device.person)
            $0.bind(device.state.rawValue)
            $0.bind(device.reason)
            $0.bind(device.incarnation)
            $0.bind(device.generationUsed)
            $0.bind(device.generationIssued)
            $0.bind(device.enrolledAt)
            $0.bind(device.lastContactAt)
            $0.bind(device.clockOffset)
            $0.bind(device.clockSuspect)
            $0.bind(device.cursor.branch)
            $0.bind(device.cursor.epoch)
            $0.bind(device.cursor.commit)
            $0.bind(device.cursor.lastKey)
            $0.bind(device.pending)
            $0.bind(device.oldestUnsentAt)
            $0.bind(device.programVersion)
            $0.bind(device.digest)
            $0.bind(device.digestVerifiedAt)
            $0.bind(device.leaseExpiresAt)
            $0.bind(device.certificateExpiresAt)
            $0.bind(device.requestHash)
            $0.bind(device.certificateChain)
        }
    }

    private static let deviceColumns = [
        "id", "name", "code", "person", "state", "reason", "incarnation", "generation_used", "generation_issued",
        "enrolled_at", "last_contact_at", "clock_offset", "clock_suspect", "cursor_branch", "cursor_epoch",
        "cursor_commit", "cursor_last_key", "pending", "oldest_unsent_at", "program_version", "digest",
        "digest_verified_at", "lease_expires_at", "certificate_expires_at", "request_hash", "certificate_chain",
    ]

    private static let selectDevice = "SELECT \(deviceColumns.joined(separator: ", ")) FROM devices"

    /// Not REPLACE, which would delete another device of the same code.
    private static let upsertDevice = """
        INSERT INTO devices (\(deviceColumns.joined(separator: ", ")))
        VALUES (\(deviceColumns.map { _ in "?" }.joined(separator: ", ")))
        ON CONFLICT (id) DO UPDATE SET
        \(deviceColumns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """

    private static func readDevice(_ columns: inout Columns) throws -> DeviceRecord {
        let id = columns.identifier()
        let name = columns.text()
        let code = columns.text()
        let person = columns.identifier()
        let state: DeviceState = try known(columns.text())
        let reason = columns.text()
        let incarnation = columns.word32()
        let generationUsed = columns.word32()
        let generationIssued = columns.word32()
        var device = DeviceRecord(
            id: id, name: name, code: code, person: person, enrolledAt: columns.instant(),
            leaseExpiresAt: Instant(milliseconds: 0))
        device.state = state
        device.reason = reason
        device.incarnation = incarnation
        device.generationUsed = generationUsed
        device.generationIssued = generationIssued
        device.lastContactAt = columns.optionalInstant()
        device.clockOffset = columns.integer()
        device.clockSuspect = columns.flag()
        device.cursor = FeedPosition(
            branch: columns.optionalIdentifier(), epoch: columns.count(), commit: columns.count(),
            lastKey: columns.blob())
        device.pending = columns.count()
        device.oldestUnsentAt = columns.optionalInstant()
        device.programVersion = columns.text()
        device.digest = columns.text()
        device.digestVerifiedAt = columns.optionalInstant()
        device.leaseExpiresAt = columns.instant()
        device.certificateExpiresAt = columns.optionalInstant()
        device.requestHash = columns.blob()
        device.certificateChain = columns.text()
        return device
    }

    private static func known<T: RawRepresentable<String>>(_ text: String) throws -> T {
        guard let value = T(rawValue: text) else {
            throw StoreFailure(
                code: "newer_version", message: "the store has a \(T.self) that this program does not know")
        }
        return value
    }
}
