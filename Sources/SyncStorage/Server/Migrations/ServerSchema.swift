/// The server's file. Bytes are kept as the wire carries them, beside what feeds, repair and lists look up.
enum ServerSchema {
    /// "crtS"
    static let current = Schema(applicationID: 0x6372_7453, migrations: [places, records, operations, compaction])

    private static let places = Migration(
        name: "places",
        sql: """
            CREATE TABLE settings (
                key TEXT PRIMARY KEY NOT NULL,
                value TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE branches (
                number INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
                name TEXT NOT NULL,
                time_zone TEXT NOT NULL,
                epoch INTEGER NOT NULL CHECK (epoch >= 0),
                head INTEGER NOT NULL CHECK (head >= 0),
                system_device BLOB NOT NULL CHECK (length(system_device) = 16)
            ) STRICT;

            CREATE TABLE persons (
                id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
                name TEXT NOT NULL,
                role TEXT NOT NULL,
                branch BLOB CHECK (branch IS NULL OR length(branch) = 16),
                disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
                created_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE devices (
                id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
                name TEXT NOT NULL,
                code TEXT NOT NULL,
                person BLOB NOT NULL CHECK (length(person) = 16),
                state TEXT NOT NULL,
                reason TEXT NOT NULL,
                incarnation INTEGER NOT NULL CHECK (incarnation >= 0),
                generation_used INTEGER NOT NULL CHECK (generation_used >= 0),
                generation_issued INTEGER NOT NULL CHECK (generation_issued >= 0),
                enrolled_at INTEGER NOT NULL,
                last_contact_at INTEGER,
                clock_offset INTEGER NOT NULL,
                clock_suspect INTEGER NOT NULL CHECK (clock_suspect IN (0, 1)),
                cursor_branch BLOB CHECK (cursor_branch IS NULL OR length(cursor_branch) = 16),
                cursor_epoch INTEGER NOT NULL CHECK (cursor_epoch >= 0),
                cursor_commit INTEGER NOT NULL CHECK (cursor_commit >= 0),
                cursor_last_key BLOB NOT NULL CHECK (length(cursor_last_key) IN (0, 18)),
                pending INTEGER NOT NULL CHECK (pending >= 0),
                oldest_unsent_at INTEGER,
                program_version TEXT NOT NULL,
                digest TEXT NOT NULL,
                digest_verified_at INTEGER,
                lease_expires_at INTEGER NOT NULL,
                certificate_expires_at INTEGER,
                request_hash BLOB NOT NULL,
                certificate_chain TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX devices_by_code ON devices (code) WHERE code <> '';
            CREATE INDEX devices_by_person ON devices (person);

            CREATE TABLE invitations (
                id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
                token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
                person BLOB NOT NULL CHECK (length(person) = 16),
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                used_by BLOB CHECK (used_by IS NULL OR length(used_by) = 16),
                revoked INTEGER NOT NULL CHECK (revoked IN (0, 1))
            ) STRICT, WITHOUT ROWID;
            """)

    private static let records = Migration(
        name: "records",
        sql: """
            -- One row per (branch, audience), with the running digest of its live rows.
            CREATE TABLE audiences (
                number INTEGER PRIMARY KEY,
                branch INTEGER NOT NULL REFERENCES branches (number),
                identifier BLOB NOT NULL CHECK (length(identifier) = 16),
                digest_high INTEGER NOT NULL,
                digest_low INTEGER NOT NULL,
                row_count INTEGER NOT NULL CHECK (row_count >= 0),
                UNIQUE (branch, identifier)
            ) STRICT;

            CREATE TABLE accounts (
                id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
                branch INTEGER NOT NULL REFERENCES branches (number),
                audience INTEGER NOT NULL REFERENCES audiences (number),
                creditor TEXT NOT NULL,
                account_number TEXT NOT NULL,
                UNIQUE (account_number, creditor)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX accounts_by_branch ON accounts (branch, id);
            CREATE INDEX accounts_by_audience ON accounts (audience, id);

            -- The compacted feed: one row per record, where it stands now.
            CREATE TABLE records (
                number INTEGER PRIMARY KEY,
                branch INTEGER NOT NULL REFERENCES branches (number),
                audience INTEGER NOT NULL REFERENCES audiences (number),
                kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 65535),
                id BLOB NOT NULL CHECK (length(id) = 16),
                account BLOB CHECK (account IS NULL OR length(account) = 16),
                epoch INTEGER NOT NULL CHECK (epoch >= 0),
                commit_number INTEGER NOT NULL CHECK (commit_number >= 0),
                feed_commit INTEGER NOT NULL CHECK (feed_commit >= commit_number),
                state INTEGER NOT NULL CHECK (state IN (0, 1)),
                digest_high INTEGER NOT NULL,
                digest_low INTEGER NOT NULL,
                repair_key INTEGER NOT NULL CHECK (repair_key BETWEEN 0 AND 4294967295),
                bytes BLOB NOT NULL CHECK (state = 0 OR length(bytes) = 0),
                UNIQUE (kind, id, branch)
            ) STRICT;
            CREATE INDEX records_by_branch ON records (branch, feed_commit, kind, id);
            CREATE INDEX records_by_audience ON records (audience, feed_commit, kind, id);
            CREATE INDEX records_by_account ON records (account) WHERE account IS NOT NULL;
            CREATE INDEX records_by_repair_key ON records (audience, repair_key);

            CREATE TABLE evictions (
                audience INTEGER NOT NULL REFERENCES audiences (number),
                account BLOB NOT NULL CHECK (length(account) = 16),
                epoch INTEGER NOT NULL CHECK (epoch >= 0),
                feed_commit INTEGER NOT NULL CHECK (feed_commit >= 0),
                PRIMARY KEY (audience, account)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX evictions_by_commit ON evictions (audience, feed_commit, account);

            CREATE TABLE erasures (
                device BLOB NOT NULL CHECK (length(device) = 16),
                account BLOB NOT NULL CHECK (length(account) = 16),
                feed_commit INTEGER NOT NULL CHECK (feed_commit >= 0),
                confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
                PRIMARY KEY (device, account)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX erasures_by_account ON erasures (account);
            """)

    /// Tombstones are few among the live rows.
    private static let compaction = Migration(
        name: "compaction",
        sql: """
            CREATE INDEX records_tombstones ON records (branch, feed_commit) WHERE state = 1;
            """)

    private static let operations = Migration(
        name: "operations",
        sql: """
            CREATE TABLE operations (
                number INTEGER PRIMARY KEY,
                id BLOB NOT NULL CHECK (length(id) = 16),
                device BLOB NOT NULL CHECK (length(device) = 16),
                incarnation INTEGER NOT NULL CHECK (incarnation >= 0),
                sequence INTEGER NOT NULL CHECK (sequence >= 1),
                account BLOB NOT NULL CHECK (length(account) = 16),
                header BLOB NOT NULL,
                body BLOB NOT NULL,
                link BLOB NOT NULL CHECK (length(link) = 32),
                withdrawn_by BLOB CHECK (withdrawn_by IS NULL OR length(withdrawn_by) = 16),
                clock_offset INTEGER NOT NULL,
                outcome_state INTEGER NOT NULL CHECK (outcome_state BETWEEN 1 AND 6),
                outcome BLOB NOT NULL,
                branch BLOB CHECK (branch IS NULL OR length(branch) = 16),
                epoch INTEGER NOT NULL CHECK (epoch >= 0),
                commit_number INTEGER NOT NULL CHECK (commit_number >= 0),
                received_at INTEGER NOT NULL,
                log BLOB CHECK (log IS NULL OR length(log) = 16),
                leaf_index INTEGER NOT NULL CHECK (leaf_index >= 0),
                leaf_hash BLOB NOT NULL,
                UNIQUE (id, device),
                UNIQUE (device, incarnation, sequence)
            ) STRICT;
            CREATE INDEX operations_by_account ON operations (account);
            CREATE INDEX operations_by_state ON operations (outcome_state);

            CREATE TABLE leaves (
                log BLOB NOT NULL CHECK (length(log) = 16),
                position INTEGER NOT NULL CHECK (position >= 0),
                hash BLOB NOT NULL CHECK (length(hash) = 32),
                PRIMARY KEY (log, position)
            ) STRICT, WITHOUT ROWID;
            """)
}
