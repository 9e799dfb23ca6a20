"""The measurements of tools/bench: real programs, real TLS, real files; each beside a reference of the same run."""

import argparse
import csv
import json
import os
import pathlib
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from conftest import BIN, ROOT, Server


def best(call, runs=5):
    """The least wall time in seconds of several runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times), statistics.median(times)


def site(folder, accounts, people):
    server = Server(folder)
    server.admin("enroll", server.first_invitation, "--device", "office", "--server", f"localhost:{server.port}")
    server.admin("admin", "branch", "add", "Centro", "--time-zone", "America/Mexico_City")
    for name, role in people:
        server.admin("admin", "person", "add", name, "--role", role, "--branch", "Centro")
    portfolio = folder / "portfolio.csv"
    subprocess.run([sys.executable, ROOT / "tools" / "sample-portfolio", "--accounts", str(accounts), "--seed", "3",
                    "--branch", "Centro", "--out", portfolio], check=True)
    start = time.perf_counter()
    done = subprocess.run([BIN / "cartera", "--home", folder / "admin", "--json", "admin", "import", "accounts",
                           portfolio, "--branch", "Centro"], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    assert json.loads(done.stdout)["created"] == accounts
    return server, seconds


def client(server, who, *arguments):
    done = subprocess.run([BIN / "cartera", "--home", server.folder / who, "--json", *arguments],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def session_apply(path):
    """Rows a second of SQLite's own changeset apply of the replica's rows: the reference for a page."""
    import apsw
    source = sqlite3.connect(path)
    table = max(("confirmed", "records", "rows"), key=lambda t: count(source, t))
    columns = [r[1] for r in source.execute(f"pragma table_info({table})")]
    rows = source.execute(f"select kind, id, account, {body(columns)} from {table}").fetchall()
    source.close()
    schema = "create table r(id blob not null, kind integer not null, account blob, body blob, primary key(id, kind))"
    with tempfile.TemporaryDirectory() as folder:
        maker = apsw.Connection(f"{folder}/a")
        maker.execute(schema)
        session = apsw.Session(maker, "main")
        session.attach("r")
        with maker:
            maker.executemany("insert into r(kind, id, account, body) values(?,?,?,?)", rows)
        changes = session.changeset()
        target = apsw.Connection(f"{folder}/b")
        for statement in ("pragma journal_mode=wal", "pragma synchronous=full", schema):
            list(target.execute(statement))
        start = time.perf_counter()
        apsw.Changeset.apply(changes, target)
        seconds = time.perf_counter() - start
        assert target.execute("select count(*) from r").fetchone()[0] == len(rows)
        return len(rows), len(rows) / seconds


def count(connection, table):
    try:
        return connection.execute(f"select count(*) from {table}").fetchone()[0]
    except sqlite3.Error:
        return -1


def body(columns):
    return "body" if "body" in columns else "bytes"


def bench_sync(options, folder):
    server, import_seconds = site(folder, options.accounts, [("Oficina", "branch")])
    try:
        invitation = server.invite("Oficina")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        done = subprocess.run([BIN / "cartera", "--home", folder / "office2", "--json", "enroll", invitation,
                               "--server", f"localhost:{server.port}"], capture_output=True, text=True)
        seconds = time.perf_counter() - start
        assert done.returncode == 0, done.stderr
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        replica = folder / "office2" / "replica.db"
        rows, reference = session_apply(replica)
        enrolled = json.loads(done.stdout)
        first = enrolled.get("sync", enrolled)
        nothing = client(server, "office2", "sync")
        account = client(server, "office2", "account", "list", "--where", "days_past_due > 0")["items"][0]["id"]
        client(server, "office2", "flag", "set", account, "hardship")
        client(server, "office2", "sync")
        status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
        peak = int(next(l for l in status.splitlines() if l.startswith("VmHWM")).split()[1])
        return {
            "accounts": options.accounts, "rows": rows, "import_accounts_per_second": options.accounts / import_seconds,
            "first_sync_rows_per_second": rows / seconds, "session_apply_rows_per_second": reference,
            "ratio_to_session_apply": rows / seconds / reference,
            "wire_bytes_per_row": first.get("bytes_received", 0) / rows,
            "nothing_changed": {k: nothing[k] for k in ("bytes_sent", "bytes_received", "round_trips")},
            "server_peak_kib": peak, "client_peak_kib": max(before.ru_maxrss, after.ru_maxrss),
        }
    finally:
        server.stop()


def bench_admission(options, folder):
    from cartera.v1 import operations_pb2
    from client import now_ms, uuid7
    devices_count, each = 50, 100
    server, _ = site(folder, 500, [("Oficina", "branch")])
    try:
        devices = [enrolled(server) for _ in range(devices_count)]
        for device in devices:
            device.sync()
        accounts = sorted(devices[0].accounts())
        for index, device in enumerate(devices):
            for n in range(each):
                device.act(accounts[(index * each + n) % len(accounts)], "record_visit", operations_pb2.RecordVisit(
                    visit=uuid7(), outcome="not_home", person="nobody", place="home", note="Nadie abrió la puerta",
                    started_at=now_ms() - 2000, ended_at=now_ms() - 1000))
        bodies = [(h, b) for d in devices for _, h, b, _ in d.outbox]
        errors = []

        def push(device):
            try:
                device.sync(cut_after_receipts=True)
            except Exception as error:  # collected and raised below
                errors.append(error)

        threads = [threading.Thread(target=push, args=(d,)) for d in devices]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - start
        assert not errors, errors
        raw = sqlite3.connect(folder / "raw.sqlite", isolation_level=None)
        raw.execute("pragma journal_mode=wal")
        raw.execute("pragma synchronous=full")
        raw.execute("create table o(id integer primary key, header blob, body blob)")
        start = time.perf_counter()
        for index in range(0, len(bodies), each):
            raw.execute("begin immediate")
            raw.executemany("insert into o(header, body) values(?,?)", bodies[index:index + each])
            raw.execute("commit")
        reference = len(bodies) / (time.perf_counter() - start)
        return {"devices": devices_count, "operations": len(bodies), "admissions_per_second": len(bodies) / seconds,
                "raw_inserts_per_second": reference, "ratio_to_raw": len(bodies) / seconds / reference}
    finally:
        server.stop()


def enrolled(server):
    """A device of the branch; enrolment is rate-limited, so it may have to wait for its turn."""
    import grpc
    from client import Device
    while True:
        try:
            return Device(server.port, server.root, server.invite("Oficina"))
        except grpc.RpcError as refused:
            if refused.code() != grpc.StatusCode.RESOURCE_EXHAUSTED:
                raise
            time.sleep(2)


def bench_worklist(options, folder):
    server, _ = site(folder, 5000, [("Oficina", "branch")])
    try:
        client(server, "office2", "enroll", server.invite("Oficina"), "--server", f"localhost:{server.port}")
        client(server, "office2", "sync")
        rows = client(server, "office2", "worklist")["items"]
        plain = sqlite3.connect(folder / "plain.sqlite")
        plain.execute("create table w(position, account, number, debtor, reason, score)")
        plain.executemany("insert into w values(?,?,?,?,?,?)", [
            (i["position"], i["account"], i["number"], i["debtor"], i["reason"], i["score"]) for i in rows])
        plain.commit()
        run = lambda *command: subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        ours, _ = best(lambda: run(BIN / "cartera", "--home", folder / "office2", "worklist"), 15)
        shell, _ = best(lambda: run("sqlite3", str(folder / "plain.sqlite"), "select * from w order by position"), 15)
        return {"rows": len(rows), "worklist_ms": ours * 1000, "sqlite3_shell_ms": shell * 1000, "ratio": ours / shell}
    finally:
        server.stop()


def bench_scoring(options, folder):
    """Scoring alone, on one thread: four cards of twelve characteristics on each account's facts."""
    done = subprocess.run([BIN / "cartera-portfolio", "--bench", "1000000"], capture_output=True, text=True, check=True)
    return {**json.loads(done.stdout), "goal_cpu_seconds": 5}


def bench_rules(options, folder):
    """Verdicts of one core, with 50 contacts of history and three packs; the digest must not depend on the host."""
    def measure(**host):
        command = [BIN / "cartera", "--home", folder / "none", "--json", "rules", "measure", "--cases", "20000"]
        return json.loads(subprocess.run(command, env={**os.environ, **host}, capture_output=True, check=True).stdout)
    runs = [measure(), measure(TZ="Asia/Kolkata", LANG="tr_TR.UTF-8", LC_ALL="tr_TR.UTF-8"), measure(TZ="Pacific/Apia")]
    each = min(run["nanoseconds_per_verdict"] for run in runs)
    return {"ns_per_verdict": each, "verdicts_per_second": 10**9 // each, "goal_ns": 5000,
            "same_digest": len({run["digest"] for run in runs}) == 1}


def rejoin_sync(server):
    start = time.perf_counter()
    report = client(server, "ana", "sync")
    names = ("digest", "bytes_sent", "bytes_received", "round_trips", "pulled", "evicted", "repaired_rows")
    return {**{n: report[n] for n in names}, "bytes": report["bytes_sent"] + report["bytes_received"],
            "seconds": time.perf_counter() - start}


def import_changed(server, rows, name, **changes):
    """Rows of the lender's file once more, with other values."""
    path = server.folder / name
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, **changes} for row in rows)
    return import_file(server, path)


def import_file(server, path):
    """As long as it takes."""
    done = server.spawn([BIN / "cartera", "--home", server.home("admin"), "--json", "admin", "import", "accounts", path,
                         "--branch", "Centro"], timeout=3600)
    assert done.status == 0, done
    return done.json


def flip_byte(replica):
    """One bit of a record's bytes, in the file itself."""
    store = sqlite3.connect(replica)
    store.execute("pragma wal_checkpoint(truncate)")
    body = store.execute("select body from confirmed where length(body) > 60 limit 1 offset 777").fetchone()[0]
    store.close()
    content = bytearray(replica.read_bytes())
    place = content.find(body)
    assert place >= 0
    content[place + 40] ^= 1
    with open(replica, "r+b") as file:
        file.seek(place + 40)
        file.write(content[place + 40:place + 41])


def bench_rejoin(options, folder):
    """A laptop with a whole portfolio: a flipped byte, half a year away, and the server restored from a backup."""
    server = Server(folder)
    server.people(("Ana", "collector"), ("Luis", "collector"))
    path = server.portfolio(options.accounts, "Ana")
    import_file(server, path)
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    share = max(1, options.accounts // 100)
    try:
        enrolled = server.spawn([BIN / "cartera", "--home", server.home("ana"), "--json", "enroll", server.invite("Ana"),
                                 "--server", server.address], timeout=3600)
        assert enrolled.status == 0, enrolled
        first = enrolled.json.get("sync", enrolled.json)
        nothing = rejoin_sync(server)
        flip_byte(folder / "ana" / "replica.db")
        flipped = rejoin_sync(server)
        # While it is away one account in a hundred leaves it, and two in a hundred change.
        import_changed(server, rows[:share], "moved.csv", collector="Luis")
        import_changed(server, rows[share:3 * share], "changed.csv", balance="77777.00", principal="77777.00",
                       interest="0.00", fees="0.00")
        done = server.daemon("compact", "--data", server.data, "--horizon-days", "0", "--json")
        assert done.status == 0, done
        away = rejoin_sync(server)
        backup = server.daemon("backup", "--data", server.data, folder / "backup.tar", "--json")
        assert backup.status == 0, backup
        import_changed(server, rows[3 * share:4 * share], "lost.csv", balance="88888.00", principal="88888.00",
                       interest="0.00", fees="0.00")
        lost = rejoin_sync(server)
        assert server.stop() == 0
        done = server.daemon("restore", folder / "backup.tar", "--data", server.data, "--replace",
                             "--no-later-revocations", "--json")
        assert done.status == 0, done
        server.start()
        restored = rejoin_sync(server)
        return {"accounts": options.accounts, "rows_replica": count(sqlite3.connect(folder / "ana" / "replica.db"),
                                                                    "confirmed"),
                "first_bytes": first.get("bytes_received"), "nothing": nothing, "flipped": flipped, "half_year_away": away,
                "changes_pulled": lost, "restored": restored}
    finally:
        server.stop()


def bench_idle(options, folder):
    import bench_idle as idle
    server, _ = site(folder, 20, [("Oficina", "branch")])
    try:
        return idle.measure(server, options.sessions)
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "what", nargs="?", default="all", choices=[
            "sync", "rejoin", "idle", "admission", "worklist", "rules", "scoring", "all"])
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--out")
    options = parser.parse_args()
    runs = {"sync": bench_sync, "rejoin": bench_rejoin, "idle": bench_idle, "admission": bench_admission,
            "worklist": bench_worklist, "rules": bench_rules, "scoring": bench_scoring}
    results = {}
    for name, run in runs.items():
        if options.what in (name, "all"):
            with tempfile.TemporaryDirectory() as folder:
                results[name] = run(options, pathlib.Path(folder))
    print(json.dumps(results, indent=2))
    if options.out:
        pathlib.Path(options.out).write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    main()
