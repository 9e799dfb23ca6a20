#!/usr/bin/env python3
"""Stores as earlier schemas left them: a stored site (stores-N.tar.xz) and what must be read from it after migrating.

A site of today's schema is kept for tomorrow's with `python3 -m faults.old_stores stores-2.tar.xz` (in tools/);
released files are never made anew. The first one's replica is of the first schema of all, which is made by undoing two steps.
"""

import contextlib
import hashlib
import json
import pathlib
import sqlite3
import struct
import sys
import tarfile
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
STORED = sorted(FOLDER.glob("stores-*.tar.xz"))


def unpack(archive, target):
    """Puts `server`, `ana` and `expected.json` into a folder, and returns what is expected."""
    target.mkdir()
    with tarfile.open(archive) as stored:
        stored.extractall(target, filter="data")
    return json.loads((target / "expected.json").read_text())


def version(path):
    with contextlib.closing(sqlite3.connect(path)) as store:
        return store.execute("PRAGMA user_version").fetchone()[0]


def seen(site, who):
    """What a person sees of a replica without a network."""
    return {
        "accounts": [[a["id"], a["number"], a["debtor"], a["balance"]["minor"]]
                     for a in sorted(site.good(who, "account", "list")["items"], key=lambda a: a["id"])],
        "operations": [[o["operation"], o["kind"], o["state"]] for o in
                       site.good(who, "outbox", "list", "--all", "--limit", "1000")["items"]],
        "receipts": [[r["operation"], r["outcome"]] for r in
                     site.good(who, "receipt", "list", "--limit", "1000")["items"]],
        "pending": site.good(who, "status")["pending"],
    }


def counted(path):
    """How many rows each of the server's tables has."""
    with contextlib.closing(sqlite3.connect(path)) as store:
        tables = [r[0] for r in store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {t: store.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}


def undo_to_first(path):
    """A replica of schema 3 as the first schema had it."""
    with contextlib.closing(sqlite3.connect(path)) as store:
        assert store.execute("PRAGMA user_version").fetchone()[0] == 3
        store.create_function("repair_key", 2, lambda kind, name: int.from_bytes(
            hashlib.sha256(struct.pack(">H", kind) + name).digest()[:4], "big"))
        store.executescript("""
            ALTER TABLE confirmed ADD COLUMN repair_key INTEGER NOT NULL DEFAULT 0
                CHECK (repair_key BETWEEN 0 AND 4294967295);
            UPDATE confirmed SET repair_key = repair_key(kind, id);
            CREATE INDEX confirmed_by_repair_key ON confirmed (branch, repair_key);
            CREATE INDEX lookups_by_lookup ON lookups (lookup);
            DROP TABLE earlier_receipts;
            PRAGMA user_version = 1;
            """)


def make(archive, first):
    from .points import Worker
    from .scenarios import accounts_of, work
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(folder)
        worker.base()
        site, ledger = worker.restored("base")
        site.start()
        accounts = accounts_of(site, "ana")
        work(site, ledger, "ana", accounts[:2], "enviado")
        site.good("ana", "sync")
        work(site, ledger, "ana", accounts[1:3], "por enviar")
        assert site.stop() == 0
        expected = {"ana": seen(site, "ana"), "server": counted(site.data / "store.sqlite")}
        if first:
            undo_to_first(site.home("ana") / "replica.db")
        (site.folder / "expected.json").write_text(json.dumps(expected))
        with tarfile.open(archive, "x:xz") as stored:
            for name in ("server", "ana", "expected.json"):
                stored.add(site.folder / name, name, filter=lambda i: None if i.name.endswith(".sock") else i)


if __name__ == "__main__":
    make(FOLDER / sys.argv[1], "--first" in sys.argv)
