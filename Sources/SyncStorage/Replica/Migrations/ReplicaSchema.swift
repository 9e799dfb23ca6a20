/// The laptop's file. Columns in clear hold ids, kinds, commits, states, positions, clock offsets, digests and the keyed
/// hash of an account's number; the `sealed` columns hold everything else, through `BodyCodec`.
enum ReplicaSchema {
    /// "crtR"
    static let current = Schema(
        applicationID: 0x6372_7452, migrations: [first, epochs, noScatteredIndexes, clockOffsets])

    /// Columns that only `BodyCodec` writes and reads.
    static let sealed: Set<String> = ["body", "header", "provisional", "receipt"]

    /// No foreign keys among what is replicated: between checkpoints a child may come before its parent.
    private static let first = Migration(
        name: "replica",
        sql: """
            CREATE TABLE settings (
                key TEXT PRIMARY KEY NOT NULL,
                body BLOB NOT NULL
            ) STRICT, WITHOUT ROWID;

            -- One row per branch of the scope: cursor, running digest, and the number of its scan from 0.
            CREATE TABLE branches (
                number INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
                epoch INTEGER NOT NULL CHECK (epoch >= 0),
                commit_number INTEGER NOT NULL CHECK (commit_number >= 0),
                last_key BLOB NOT NULL CHECK (length(last_key) IN (0, 18)),
                digest_high INTEGER NOT NULL,
                digest_low INTEGER NOT NULL,
                row_count INTEGER NOT NULL CHECK (row_count >= 0),
                scan INTEGER NOT NULL CHECK (scan >= 0)
            ) STRICT;

            CREATE TABLE confirmed (
                number INTEGER PRIMARY KEY,
                branch INTEGER NOT NULL REFERENCES branches (number),
                kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 65535),
                id BLOB NOT NULL CHECK (length(id) = 16),
                account BLOB CHECK (account IS NULL OR length(account) = 16),
                epoch INTEGER NOT NULL CHECK (epoch >= 0),
                commit_number INTEGER NOT NULL CHECK (commit_number >= 0),
                scan INTEGER NOT NULL CHECK (scan >= 0),
                digest_high INTEGER NOT NULL,
                digest_low INTEGER NOT NULL,
                repair_key INTEGER NOT NULL CHECK (repair_key BETWEEN 0 AND 4294967295),
                body BLOB NOT NULL,
                UNIQUE (kind, id, branch)
            ) STRICT;
            CREATE INDEX confirmed_by_account ON confirmed (account) WHERE account IS NOT NULL;
            CREATE INDEX confirmed_by_repair_key ON confirmed (branch, repair_key);

            CREATE TABLE lookups (
                account BLOB PRIMARY KEY NOT NULL CHECK (length(account) = 16),
                lookup BLOB NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX lookups_by_lookup ON lookups (lookup);

            CREATE TABLE overlay (
                kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 65535),
                id BLOB NOT NULL CHECK (length(id) = 16),
                account BLOB NOT NULL CHECK (length(account) = 16),
                epoch INTEGER NOT NULL CHECK (epoch >= 0),
                commit_number INTEGER NOT NULL CHECK (commit_number >= 0),
                operation BLOB CHECK (operation IS NULL OR length(operation) = 16),
                body BLOB NOT NULL,
                PRIMARY KEY (kind, id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX overlay_by_account ON overlay (account);

            CREATE TABLE outbox (
                number INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
                incarnation INTEGER NOT NULL CHECK (incarnation >= 0),
                sequence INTEGER NOT NULL CHECK (sequence >= 1),
                account BLOB NOT NULL CHECK (length(account) = 16),
                state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
                outcome INTEGER NOT NULL CHECK (outcome BETWEEN 1 AND 6),
                link BLOB NOT NULL CHECK (length(link) = 32),
                withdrawn_by BLOB CHECK (withdrawn_by IS NULL OR length(withdrawn_by) = 16),
                header BLOB NOT NULL,
                body BLOB NOT NULL,
                provisional BLOB NOT NULL,
                receipt BLOB,
                UNIQUE (incarnation, sequence)
            ) STRICT;
            CREATE INDEX outbox_by_state ON outbox (state, incarnation, sequence);
            CREATE INDEX outbox_by_account ON outbox (account);
            CREATE INDEX outbox_by_outcome ON outbox (outcome);

            -- 0: rows are gone, operations may not be; 1: erased here, journals not emptied since; 2: to the last byte.
            CREATE TABLE evictions (
                account BLOB PRIMARY KEY NOT NULL CHECK (length(account) = 16),
                state INTEGER NOT NULL CHECK (state IN (0, 1, 2))
            ) STRICT, WITHOUT ROWID;
            """)

    /// The receipt of the server's present epoch is the operation's own; those of earlier epochs stand here.
    private static let epochs = Migration(
        name: "epochs",
        sql: """
            CREATE TABLE earlier_receipts (
                operation BLOB NOT NULL CHECK (length(operation) = 16),
                epoch INTEGER NOT NULL CHECK (epoch >= 0),
                receipt BLOB NOT NULL,
                PRIMARY KEY (operation, epoch)
            ) STRICT, WITHOUT ROWID;
            """)

    /// Repair keys and keyed hashes are scattered by design: in an index they made every page of a first sync write all
    /// over the file. Repair is rare and the table of lookups is small: both are scanned.
    private static let noScatteredIndexes = Migration(
        name: "no scattered indexes",
        sql: """
            DROP INDEX lookups_by_lookup;
            DROP INDEX confirmed_by_repair_key;
            ALTER TABLE confirmed DROP COLUMN repair_key;
            """)

    /// What was known of the clock when a person acted; earlier operations were decided as if it were right.
    private static let clockOffsets = Migration(
        name: "clock offsets",
        sql: "ALTER TABLE outbox ADD COLUMN clock_offset INTEGER NOT NULL DEFAULT 0;")
}
