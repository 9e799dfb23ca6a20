"""A byte of a replica that a disk has flipped: told at once, mended by the next sync, and seen on both sides."""

import contextlib
import sqlite3
import subprocess

import pytest

from conftest import BIN, Server


@pytest.fixture
def office(tmp_path):
    server = Server(tmp_path)
    server.people(("Ana", "collector"))
    server.import_accounts(server.portfolio(20, "Ana"))
    server.enrol("ana", "Ana")
    server.good("ana", "sync")
    yield server
    assert server.stop() == 0


def flip(replica):
    with contextlib.closing(sqlite3.connect(replica)) as store:
        number, body = store.execute("SELECT number, body FROM confirmed ORDER BY number LIMIT 1 OFFSET 30").fetchone()
        body = bytearray(body)
        body[len(body) // 2] ^= 1
        store.execute("UPDATE confirmed SET body = ? WHERE number = ?", (bytes(body), number))
        store.commit()


def shown(server, who, *arguments, language="en"):
    """As a person reads it."""
    done = subprocess.run([BIN / "cartera", "--home", server.home(who), "--lang", language, *arguments],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def checks(server):
    done = server.call("ana", "doctor")
    return done.status, {item["check"]: item for item in done.items}


def test_a_flipped_byte_is_told_mended_and_seen_by_the_administrator(office):
    flip(office.home("ana") / "replica.db")
    status, found = checks(office)
    assert status == 1 and found["replica"]["state"] == "problem"
    assert found["replica"]["advice"] == "Sync: what is damaged is sent again."

    synced = office.good("ana", "sync")
    assert (synced["digest"], synced["repaired_rows"]) == ("repaired", 1)
    status, found = checks(office)
    assert status == 0 and found["replica"]["state"] == "ok" and found["digest"]["state"] == "warning"
    seen = office.good("ana", "status")
    assert (seen["repairs"], seen["repaired_rows"]) == (1, 1)

    # The next sync finds nothing, and what happened is not forgotten.
    assert office.good("ana", "sync")["digest"] == "match"
    assert checks(office)[1]["digest"]["state"] == "warning"
    for command in (("admin", "status"), ("admin", "device", "list")):
        for language, title in (("en", "repairs"), ("es", "reparaciones")):
            status, text = shown(office, "admin", *command, language=language)
            lines = text.splitlines()
            head = next(line for line in lines if f"  {title}  " in line)
            end = head.index(title) + len(title)
            row = next(line for line in lines if "laptop-ana" in line)
            assert status == 0 and row[:end].split()[-1] == "1", text


def test_a_broken_chain_is_not_said_to_be_mended_by_a_sync(office):
    account = office.good("ana", "account", "list")["items"][0]["id"]
    office.good("ana", "visit", "record", account, "--outcome", "not_home")
    with contextlib.closing(sqlite3.connect(office.home("ana") / "replica.db")) as store:
        store.execute("UPDATE outbox SET link = x'" + "00" * 32 + "'")
        store.commit()
    status, found = checks(office)
    assert status == 1 and found["replica"]["advice"].startswith("Enrol in a new home")
