BEGIN TRANSACTION;
CREATE TABLE accounts (
                id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
                branch INTEGER NOT NULL REFERENCES branches (number),
                audience INTEGER NOT NULL REFERENCES audiences (number),
                creditor TEXT NOT NULL,
                account_number TEXT NOT NULL,
                UNIQUE (account_number, creditor)
            ) STRICT, WITHOUT ROWID;
INSERT INTO "accounts" VALUES(X'01A0C4506C0070038000000000000003',1,1,'Banco del Valle','000-17/A');
CREATE TABLE audiences (
                number INTEGER PRIMARY KEY,
                branch INTEGER NOT NULL REFERENCES branches (number),
                identifier BLOB NOT NULL CHECK (length(identifier) = 16),
                digest_high INTEGER NOT NULL,
                digest_low INTEGER NOT NULL,
                row_count INTEGER NOT NULL CHECK (row_count >= 0),
                UNIQUE (branch, identifier)
            ) STRICT;
INSERT INTO "audiences" VALUES(1,1,X'01A0C4506C0070048000000000000004',-4218112472550922801,7209633989156495808,3);
CREATE TABLE branches (
                number INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
                name TEXT NOT NULL,
                time_zone TEXT NOT NULL,
                epoch INTEGER NOT NULL CHECK (epoch >= 0),
                head INTEGER NOT NULL CHECK (head >= 0),
                system_device BLOB NOT NULL CHECK (length(system_device) = 16)
            ) STRICT;
INSERT INTO "branches" VALUES(1,X'01A0C4506C0070028000000000000002','Centro','America/Mexico_City',1789999999999,100000,X'01A0C4506C0070018000000000000001');
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
CREATE TABLE erasures (
                device BLOB NOT NULL CHECK (length(device) = 16),
                account BLOB NOT NULL CHECK (length(account) = 16),
                feed_commit INTEGER NOT NULL CHECK (feed_commit >= 0),
                confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
                PRIMARY KEY (device, account)
            ) STRICT, WITHOUT ROWID;
CREATE TABLE evictions (
                audience INTEGER NOT NULL REFERENCES audiences (number),
                account BLOB NOT NULL CHECK (length(account) = 16),
                epoch INTEGER NOT NULL CHECK (epoch >= 0),
                feed_commit INTEGER NOT NULL CHECK (feed_commit >= 0),
                PRIMARY KEY (audience, account)
            ) STRICT, WITHOUT ROWID;
INSERT INTO "evictions" VALUES(1,X'01A0C4506C0070018000000000000001',1789999999999,40);
CREATE TABLE invitations (
                id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
                token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
                person BLOB NOT NULL CHECK (length(person) = 16),
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                used_by BLOB CHECK (used_by IS NULL OR length(used_by) = 16),
                revoked INTEGER NOT NULL CHECK (revoked IN (0, 1))
            ) STRICT, WITHOUT ROWID;
CREATE TABLE leaves (
                log BLOB NOT NULL CHECK (length(log) = 16),
                position INTEGER NOT NULL CHECK (position >= 0),
                hash BLOB NOT NULL CHECK (length(hash) = 32),
                PRIMARY KEY (log, position)
            ) STRICT, WITHOUT ROWID;
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
CREATE TABLE persons (
                id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
                name TEXT NOT NULL,
                role TEXT NOT NULL,
                branch BLOB CHECK (branch IS NULL OR length(branch) = 16),
                disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
                created_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
INSERT INTO "persons" VALUES(X'01A0C4506C0070048000000000000004','Ana','collector',X'01A0C4506C0070028000000000000002',0,1790000000000);
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
INSERT INTO "records" VALUES(1,1,1,1,X'01A0C4506C0070038000000000000003',X'01A0C4506C0070038000000000000003',1789999999999,1,1,0,-4777921724444285328,5417603279382752091,1366558589,X'0A0F42616E636F2064656C2056616C6C6512083030302D31372F411A0463617264220B66697273745F70617274792A034D584E30D697B10238E4942D40094A006A040880D30E70BC942D8001288A01024D588A01064D582D4A414C9A011001A0C4506C0070048000000000000004AA010E0A08737563757273616C12023132B20113416D65726963612F4D657869636F5F43697479');
INSERT INTO "records" VALUES(2,1,1,2,X'01A0C45077B870158000000000000015',X'01A0C4506C0070038000000000000003',1789999999999,257,257,0,7546206067787392928,4082180636591462135,2817138080,X'0A0C4D6172C3AD61205065C3B16118A0982C2202657332050880BE9201');
INSERT INTO "records" VALUES(3,1,1,3,X'01A0C45077B870168000000000000016',X'01A0C4506C0070038000000000000003',1789999999999,65538,65538,0,-6986396815894030402,-2290149926817718418,3633800053,X'080112102B3532203333203132333420353637384801521001A0C4506C00700480000000000000045880D8C1A28C3472320A0576616C7565121001A0C4506FE8700580000000000000051A1001A0C4506C00700480000000000000042080D8C1A28C34');
CREATE TABLE settings (
                key TEXT PRIMARY KEY NOT NULL,
                value TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;
INSERT INTO "settings" VALUES('made_by','version 1');
CREATE UNIQUE INDEX devices_by_code ON devices (code) WHERE code <> '';
CREATE INDEX devices_by_person ON devices (person);
CREATE INDEX accounts_by_branch ON accounts (branch, id);
CREATE INDEX accounts_by_audience ON accounts (audience, id);
CREATE INDEX records_by_branch ON records (branch, feed_commit, kind, id);
CREATE INDEX records_by_audience ON records (audience, feed_commit, kind, id);
CREATE INDEX records_by_account ON records (account) WHERE account IS NOT NULL;
CREATE INDEX records_by_repair_key ON records (audience, repair_key);
CREATE INDEX evictions_by_commit ON evictions (audience, feed_commit, account);
CREATE INDEX erasures_by_account ON erasures (account);
CREATE INDEX operations_by_account ON operations (account);
CREATE INDEX operations_by_state ON operations (outcome_state);
COMMIT;
PRAGMA application_id = 1668445267;
PRAGMA user_version = 3;
