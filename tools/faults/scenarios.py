"""What is tortured: each scenario prepares a site, runs one program under a fault, and says what must follow.

`prepare` runs once, without faults, and its folder is copied for each point. `act` runs the program under the fault: a
command, or the server while others talk to it. `recover` runs without faults, with the server up; then everything is
checked (`invariants.check_all`).
"""

import datetime
import json
import re
import shutil

from . import old_stores
from .invariants import check_status, check_store

SCENARIOS = {}


def scenario(kind):
    SCENARIOS[kind.name] = kind()
    return kind


class Scenario:
    """One program under a fault. `on` says which: the laptop's command or the server."""

    name, on, about = "", "laptop", ""

    def prepare(self, site, ledger):
        """The server runs before and after."""

    def act(self, site, ledger, fault):
        raise NotImplementedError

    def recover(self, site, ledger):
        """The server runs."""

    def command(self, site, who, fault, *arguments):
        """The laptop's command under the fault, with the server up; its end must be a documented one."""
        finished = site.call(who, *arguments, fault=fault)
        check_status(finished, killed=getattr(fault, "kind", "") == "kill")
        return finished


def day(offset):
    return (datetime.date.today() + datetime.timedelta(days=offset)).isoformat()


def work(site, ledger, who, accounts, note):
    """A visit, a payment, a promise, a register and a phone: what a collector leaves behind in a day."""
    one, two = accounts
    ledger.record(who, "visit", site.good(who, "visit", "record", one, "--outcome", "promised", "--person", "debtor",
                                          "--note", note))
    ledger.record(who, "payment", site.good(who, "payment", "record", two, "--amount", "120.50", "--method", "cash"),
                  12050)
    ledger.record(who, "promise", site.good(who, "promise", "make", one, "--amount", "300", "--due", day(5)))
    ledger.record(who, "register", site.good(who, "account", "set", two, "landmark=" + note))
    ledger.record(who, "contact point", site.good(who, "contact-point", "add", one, "--kind", "phone", "--value",
                                                  "+525512345678"))


def accounts_of(site, who):
    return sorted(a["id"] for a in site.good(who, "account", "list")["items"])


@scenario
class Record(Scenario):
    name, about = "record", "a payment is recorded while offline"

    def act(self, site, ledger, fault):
        account = accounts_of(site, "ana")[0]
        done = self.command(site, "ana", fault, "payment", "record", account, "--amount", "75", "--method", "cash")
        if done.status == 0:
            ledger.record("ana", "payment", done, 7500)

    def recover(self, site, ledger):
        account = accounts_of(site, "ana")[0]
        vouchers = []
        for _ in range(2):
            done = site.good("ana", "payment", "record", account, "--amount", "1", "--method", "cash")
            ledger.record("ana", "payment", done, 100)
        vouchers = [p["voucher"] for p in site.good("ana", "account", "show", account)["payments"]]
        assert len(vouchers) == len(set(vouchers)), f"a voucher was given twice: {vouchers}"


class Pushing(Scenario):
    def prepare(self, site, ledger):
        accounts = accounts_of(site, "ana")
        work(site, ledger, "ana", accounts[:2], "primera")
        work(site, ledger, "ana", accounts[1:3], "segunda")

    def drive(self, site, fault):
        return self.command(site, "ana", fault, "sync")


@scenario
class Push(Pushing):
    name, about = "push", "a day's work is sent; the laptop fails"

    def act(self, site, ledger, fault):
        self.drive(site, fault)


@scenario
class PushServer(Pushing):
    name, on, about = "push-server", "server", "a day's work is sent; the server fails"

    def act(self, site, ledger, fault):
        self.drive(site, None)


class Pulling(Scenario):
    """What others did arrives, an account leaves, and not a byte of it may stay."""

    def prepare(self, site, ledger):
        accounts = accounts_of(site, "ana")
        work(site, ledger, "oficina", accounts[:2], "de la oficina")
        site.good("oficina", "sync")
        leaving = accounts[3]
        ledger.record("ana", "visit", site.good("ana", "visit", "record", leaving, "--outcome", "not_home", "--note",
                                                "CANARIO de la cuenta"))
        site.good("ana", "sync")
        site.admin("admin", "assign", leaving, "--to", "Luis")

    def recover(self, site, ledger):
        for _ in range(2):
            site.good("ana", "sync")
        for file in site.home("ana").iterdir():
            assert b"CANARIO" not in file.read_bytes(), f"{file.name} still holds a record of an account that left"


@scenario
class Pull(Pulling):
    name, about = "pull", "a branch's changes and an eviction arrive; the laptop fails"

    def act(self, site, ledger, fault):
        self.command(site, "ana", fault, "sync")


@scenario
class PullServer(Pulling):
    name, on, about = "pull-server", "server", "a branch's changes and an eviction are sent; the server fails"

    def act(self, site, ledger, fault):
        self.command(site, "ana", None, "sync")


class Enrolling(Scenario):
    def prepare(self, site, ledger):
        (site.folder / "invitation").write_text(site.invite("Luis"))

    def enrol(self, site, fault):
        return self.command(site, "nueva", fault, "enroll", (site.folder / "invitation").read_text(), "--device",
                            "laptop-nueva", "--server", site.address)

    def recover(self, site, ledger):
        """The same invitation again, which may be used up, then another."""
        if site.call("nueva", "sync").status == 0:
            ledger.homes.append("nueva")
            return
        again = self.enrol(site, None)
        assert again.status in (0, 77), f"the invitation, again: {again}"
        if again.status == 77:
            site.enrol("nueva", "Luis")
        ledger.homes.append("nueva")


@scenario
class Enrol(Enrolling):
    name, about = "enrol", "a laptop enrols and syncs for the first time; it fails"

    def act(self, site, ledger, fault):
        self.enrol(site, fault)


@scenario
class EnrolServer(Enrolling):
    name, on, about = "enrol-server", "server", "a laptop enrols and syncs for the first time; the server fails"

    def act(self, site, ledger, fault):
        self.enrol(site, None)


class Importing(Scenario):
    """The file again with other balances and more accounts."""

    def prepare(self, site, ledger):
        text = (site.folder / "portfolio.csv").read_text()
        head, *rows = text.splitlines(keepends=True)
        more = site.portfolio(len(rows) + 8, "Ana", seed=9, name="more.csv").read_text().splitlines(keepends=True)[1:]
        changed = [re.sub(r",MXN,(\d+)\.(\d\d),", lambda m: f",MXN,{int(m[1]) + 100}.{m[2]},", row, count=1)
                   if n % 2 else row for n, row in enumerate(rows)]
        (site.folder / "next.csv").write_text(head + "".join(changed + more))

    def take(self, site, fault):
        return self.command(site, "admin", fault, "admin", "import", "accounts", site.folder / "next.csv", "--branch",
                            "Centro")

    def recover(self, site, ledger):
        done = self.take(site, None)
        assert done.status == 0, done
        again = self.take(site, None).json
        assert again["created"] == again["updated"] == 0, f"the file once more changed something: {again}"
        ledger.read_file(site.folder / "next.csv")


@scenario
class Import(Importing):
    name, about = "import", "the lender's next file is sent; the administrator's laptop fails"

    def act(self, site, ledger, fault):
        self.take(site, fault)


@scenario
class ImportServer(Importing):
    name, on, about = "import-server", "server", "the lender's next file is sent; the server fails"

    def act(self, site, ledger, fault):
        self.take(site, None)


@scenario
class Revoke(Scenario):
    name, on, about = "revoke", "server", "a device is revoked; the server fails between the store and the list"

    def prepare(self, site, ledger):
        site.enrol("perdida", "Luis")
        devices = site.admin("admin", "device", "list")["items"]
        (site.folder / "lost").write_text(next(d["id"] for d in devices if d["name"] == "laptop-perdida"))

    def revoke(self, site):
        return self.command(site, "admin", None, "admin", "device", "revoke", (site.folder / "lost").read_text(),
                            "--reason", "robada")

    def act(self, site, ledger, fault):
        done = self.revoke(site)
        (site.folder / "said").write_text(str(done.status))

    def recover(self, site, ledger):
        lost = (site.folder / "lost").read_text()
        if (site.folder / "said").read_text() != "0":
            self.revoke(site)
        assert site.call("perdida", "sync").status == 83, "a revoked device still syncs"
        assert lost in (site.data / "revocations.log").read_text(), "a revocation is not in the list outside the store"


class BackingUp(Scenario):
    def prepare(self, site, ledger):
        work(site, ledger, "ana", accounts_of(site, "ana")[:2], "antes")
        site.good("ana", "sync")

    def back_up(self, site, fault, name="backup.tar"):
        done = site.daemon("backup", "--data", site.data, site.folder / name, "--json", fault=fault)
        check_status(done, killed=getattr(fault, "kind", "") == "kill")
        if done.status == 0:
            (site.folder / "good").write_text(name)
        return done

    def recover(self, site, ledger):
        """What was said to be a backup is one; what was not is none, or a whole one; the next is made."""
        said = site.folder / "good"
        if said.exists():
            assert self.restored(site, said.read_text()).status == 0
        elif (site.folder / "backup.tar").exists():
            partial = self.restored(site, "backup.tar")
            assert partial.status == 0, f"what was left of a failed backup has its name and is none: {partial}"
            assert self.back_up(site, None).code == "exists"
        else:
            assert self.back_up(site, None).status == 0
        assert self.back_up(site, None, "next.tar").status == 0
        assert self.restored(site, "next.tar").status == 0
        allowed = {"backup.tar", "next.tar"}
        left = {f.name for f in site.folder.iterdir() if ".tar" in f.name} - allowed
        assert not left, f"left behind after a backup that went well: {left}"

    def restored(self, site, name):
        elsewhere = site.folder / "elsewhere"
        shutil.rmtree(elsewhere, ignore_errors=True)
        done = site.daemon("restore", site.folder / name, "--data", elsewhere, "--no-later-revocations", "--json")
        if done.status == 0:
            verified = site.daemon("verify", "--data", elsewhere, "--json")
            assert verified.status == 0, verified
        return done


@scenario
class BackUp(BackingUp):
    name, about, on = "backup", "a backup is made while nobody serves", "host"

    def act(self, site, ledger, fault):
        self.back_up(site, fault)


@scenario
class BackUpServer(BackingUp):
    name, on, about = "backup-server", "server", "a backup is made while the server serves, and the server fails"

    def act(self, site, ledger, fault):
        self.back_up(site, None)


@scenario
class Restore(Scenario):
    name, on, about = "restore", "host", "a backup takes the place of the data; the restoring program fails"

    def prepare(self, site, ledger):
        accounts = accounts_of(site, "ana")
        work(site, ledger, "ana", accounts[:2], "antes")
        site.good("ana", "sync")
        done = site.daemon("backup", "--data", site.data, site.folder / "backup.tar", "--json")
        assert done.status == 0, done
        work(site, ledger, "ana", accounts[1:3], "después")
        site.good("ana", "sync")

    def restore(self, site, fault):
        return site.daemon("restore", site.folder / "backup.tar", "--data", site.data, "--replace", "--json",
                           *self.revocations(site), fault=fault)

    @staticmethod
    def revocations(site):
        return [] if (site.data / "revocations.log").exists() else ["--no-later-revocations"]

    def act(self, site, ledger, fault):
        done = self.restore(site, fault)
        check_status(done, killed=getattr(fault, "kind", "") == "kill")
        if not (site.data / "carterad.yaml").exists():
            assert done.status != 0, done
            again = self.restore(site, None)
            assert again.status == 0, f"the same command, again: {again}"
        check_store(site, "before serving")


@scenario
class Init(Scenario):
    name, on, about = "init", "host", "a server is made; the program fails"

    def arguments(self, site):
        return ["init", "--data", site.folder / "other", "--organisation", "Otra", "--host", "localhost:7443", "--json"]

    def act(self, site, ledger, fault):
        done = site.daemon(*self.arguments(site), fault=fault)
        check_status(done, killed=getattr(fault, "kind", "") == "kill")
        if not (site.folder / "other" / "carterad.yaml").exists():
            assert done.status != 0, f"a server without settings: {done}"
            again = site.daemon(*self.arguments(site))
            assert again.status == 0, f"the same command, again: {again}"
            return
        verified = site.daemon("verify", "--data", site.folder / "other", "--json")
        assert verified.status == 0, verified
        invited = site.daemon("invite", "--data", site.folder / "other", "--role", "administrator", "--json")
        assert invited.status == 0, invited


class Migrating(Scenario):
    """Stores of the oldest schema are opened by the present program: today's schema, and all that was in them."""

    on = "host"

    def prepare(self, site, ledger):
        old_stores.unpack(old_stores.STORED[0], site.folder / "old")

    def files(self, site, store):
        """The stored file and one that the present program has made."""
        return site.folder / "old" / store, site.folder / store

    def check_version(self, site, store):
        old, new = self.files(site, store)
        assert old_stores.version(old) == old_stores.version(new), f"{store} was not migrated"

    def expected(self, site, part):
        return json.loads((site.folder / "old" / "expected.json").read_text())[part]


@scenario
class Migrate(Migrating):
    name, about = "migrate", "a laptop's replica of an old schema is opened; the program fails"

    def act(self, site, ledger, fault):
        self.command(site, "old/ana", fault, "outbox", "list")

    def recover(self, site, ledger):
        found, expected = old_stores.seen(site, "old/ana"), self.expected(site, "ana")
        assert found == expected, f"the replica was {expected} and is {found}"
        self.check_version(site, "ana/replica.db")


@scenario
class MigrateServer(Migrating):
    name, about = "migrate-server", "a server's store of an old schema is opened; the program fails"

    def invite(self, site, fault):
        done = site.daemon("invite", "--data", site.folder / "old" / "server", "--role", "administrator", "--json",
                           fault=fault)
        check_status(done, killed=getattr(fault, "kind", "") == "kill")
        return done

    def act(self, site, ledger, fault):
        self.invite(site, fault)

    def recover(self, site, ledger):
        assert self.invite(site, None).status == 0
        verified = site.daemon("verify", "--data", site.folder / "old" / "server", "--json")
        assert verified.status == 0, verified
        found = old_stores.counted(self.files(site, "server/store.sqlite")[0])
        for table, rows in self.expected(site, "server").items():
            assert found.get(table, rows) >= rows, f"{table}: {rows} rows were there, and {found[table]} are"
        self.check_version(site, "server/store.sqlite")
