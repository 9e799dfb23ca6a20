"""Devices, an administrator and bad luck against a model, driven by hypothesis.

A profile is chosen by CARTERA_PROFILE: ci (the default), long, or endless; CARTERA_EXAMPLES and CARTERA_STEPS override
its numbers, CARTERA_SEED makes another run of the ci profile. A failure prints its steps, shrunk.
"""

import copy
import datetime
import os
import shutil
import time

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from cartera.v1 import common_pb2, operations_pb2, records_pb2
from client import Device, Restricted, now_ms, uuid7
from conftest import Server
from model import Model

PROFILES = {"ci": (20, 30), "long": (200, 50), "endless": (10_000, 100)}
EXAMPLES, STEPS = PROFILES[os.environ.get("CARTERA_PROFILE", "ci")]
EXAMPLES = int(os.environ.get("CARTERA_EXAMPLES", EXAMPLES))
STEPS = int(os.environ.get("CARTERA_STEPS", STEPS))
HOURS = ("08:00", "12:00", "18:00")
COLLECTORS = ("Ana", "Luis")
FINAL = (common_pb2.OUTCOME_APPLIED, common_pb2.OUTCOME_MERGED, common_pb2.OUTCOME_CONFLICTED)
template = {}
who = st.sampled_from(("ana", "luis", "oficina", "copia"))
which = st.integers(0, 3)


class Laptop:
    """A device with the name of its home and its person."""

    def __init__(self, name, person, device):
        self.name, self.person, self.device, self.state = name, person, device, "active"
        self.was_quarantined = False


class Branch(RuleBasedStateMachine):
    """Nothing acknowledged is lost or done twice, scopes are tight, no register loses a value in silence."""

    @initialize()
    def begins(self):
        server = template["server"]
        server.kill()
        shutil.rmtree(server.data)
        shutil.copytree(template["data"], server.data)
        server.start()
        self.server = server
        self.laptops = copy.deepcopy(template["laptops"])
        self.model = copy.deepcopy(template["model"])
        self.accounts = sorted(self.model.assigned)[:4]
        self.backup, self.enrolled, self.epochs = None, 0, 0

    def teardown(self):
        if hasattr(self, "server"):
            self.settle()
            self.check()

    # Acting

    def laptop(self, name, which):
        """The laptop and the account, where it holds it and may act."""
        laptop, account = self.laptops.get(name), self.accounts[which]
        if laptop is None or laptop.state != "active" or account not in laptop.device.accounts():
            return None, account
        return laptop, account

    def act(self, laptop, account, field, intent, kind, **details):
        operation = laptop.device.act(account, field, intent)
        self.model.acted(operation, kind, account, laptop.name, **details)

    @rule(name=who, which=which, note=st.text("abcñé ", min_size=1, max_size=20))
    def visits(self, name, which, note):
        laptop, account = self.laptop(name, which)
        if laptop:
            visit, note = uuid7(), f"n{note}."
            self.act(laptop, account, "record_visit", operations_pb2.RecordVisit(
                visit=visit, outcome="not_home", person="nobody", place="home", started_at=now_ms() - 2000,
                ended_at=now_ms() - 1000, note=note), "visit", record=visit, note=note)

    @rule(name=who, which=which, amount=st.integers(1, 50_000))
    def takes_a_payment(self, name, which, amount):
        laptop, account = self.laptop(name, which)
        if laptop:
            payment = uuid7()
            self.act(laptop, account, "record_payment", operations_pb2.RecordPayment(
                payment=payment, amount=amount, currency="MXN", method="cash", claimed_at=now_ms()),
                "payment", record=payment, amount=amount)

    @rule(name=who, which=which, hundreds=st.integers(1, 400), days=st.integers(1, 20))
    def makes_a_promise(self, name, which, hundreds, days):
        """One an account, because a second open one is refused."""
        laptop, account = self.laptop(name, which)
        made = any(a["kind"] == "promise" and a["account"] == account for a in self.model.acts.values())
        if laptop and not made:
            promise, due = uuid7(), datetime.date.today() + datetime.timedelta(days=days)
            self.act(laptop, account, "make_promise", operations_pb2.MakePromise(
                promise=promise, currency="MXN",
                instalments=[records_pb2.Instalment(due_day=due.toordinal(), amount=hundreds * 100)]),
                "promise", record=promise, amount=hundreds * 100)

    @rule(name=who, which=which, hour=st.sampled_from(HOURS))
    def edits_a_register(self, name, which, hour):
        laptop, account = self.laptop(name, which)
        if not laptop or any(self.model.acts[o[3]]["kind"] == "register" and self.model.acts[o[3]]["account"] == account
                             for o in laptop.device.outbox):
            return
        rows = laptop.device.records(records_pb2.RECORD_REGISTERS, records_pb2.AccountRegisters, account)
        seen = [r for m in rows.values() for r in m.registers if r.field == "preferred_hour"]
        edit = operations_pb2.FieldEdit(field="preferred_hour", value=hour)
        if seen:
            edit.base, edit.base_operation = seen[0].value, seen[0].operation
        if edit.base != hour:
            self.act(laptop, account, "set_account_fields", operations_pb2.SetAccountFields(edits=[edit]), "register",
                     value=hour, base_operation=edit.base_operation)

    @rule(name=who, which=which, digits=st.integers(0, 9999))
    def adds_a_phone(self, name, which, digits):
        laptop, account = self.laptop(name, which)
        if laptop:
            point = uuid7()
            value = f"+52550000{digits:04}"
            self.act(laptop, account, "add_contact_point", operations_pb2.AddContactPoint(
                point=point, kind=records_pb2.CONTACT_POINT_PHONE, value=value), "point", record=point, value=value)

    @rule(name=who, which=which)
    def removes_a_phone(self, name, which):
        laptop, account = self.laptop(name, which)
        if not laptop:
            return
        mine = {p["record"] for p in self.model.of("point", account).values()}
        gone = {o["record"] for o in self.model.acts.values() if o["kind"] == "removal" and o["device"] == name}
        points = laptop.device.records(records_pb2.RECORD_CONTACT_POINT, records_pb2.ContactPoint, account)
        for point, record in sorted(points.items()):
            if point in mine - gone and not record.removed_by:
                self.act(laptop, account, "remove_contact_point", operations_pb2.RemoveContactPoint(
                    point=point, seen=sorted({s.operation for s in record.stamps if s.operation})), "removal",
                    record=point)
                return

    # Exchanging

    def sync(self, laptop, **options):
        try:
            receipts, matched = laptop.device.sync(**options)
        except Restricted as restricted:
            assert laptop.state != "active" or laptop.name == "copia" or self.was_copied(laptop), str(restricted)
            laptop.state = "revoked" if restricted.verdict == "revoked" else "quarantined"
            return
        for operation, receipt in receipts.items():
            state = receipt.outcome.state
            if state == common_pb2.OUTCOME_HELD:
                assert laptop.was_quarantined or self.was_copied(laptop) or self.epochs, receipt
                continue
            assert state in FINAL, f"{self.model.acts[operation]}: {receipt}"
            expected = self.model.admit(operation)
            if expected:
                name = common_pb2.OutcomeState.Name(state).removeprefix("OUTCOME_").lower()
                assert name == expected, f"{self.model.acts[operation]}: {name} and not {expected}"
        if options:
            return
        assert matched, f"{laptop.name}: the digest differs"
        if laptop.state == "active" and laptop.person in COLLECTORS:
            held = {a for a, person in self.model.assigned.items() if person == laptop.person}
            assert set(laptop.device.accounts()) == held, f"{laptop.name} holds other accounts than its person's"

    def was_copied(self, laptop):
        copied = self.laptops.get("copia")
        return copied is not None and copied.device.id == laptop.device.id

    @rule(name=who)
    def syncs(self, name):
        if name in self.laptops and self.laptops[name].state == "active":
            self.sync(self.laptops[name])

    @rule(name=who)
    def loses_the_reply(self, name):
        laptop = self.laptops.get(name)
        if laptop and laptop.state == "active" and laptop.device.outbox and not self.was_copied(laptop):
            kept = list(laptop.device.outbox)
            self.sync(laptop, cut_after_receipts=True)
            laptop.device.outbox = kept

    # Accidents and decisions

    @rule()
    def the_server_is_killed(self):
        self.server.kill()
        self.server.start()

    @rule(which=which, person=st.sampled_from(COLLECTORS))
    def is_reassigned(self, which, person):
        account = self.accounts[which]
        if self.model.assigned[account] != person:
            self.server.admin("admin", "assign", hyphenated(account), "--to", person)
            self.model.assigned[account] = person

    @precondition(lambda self: "copia" not in self.laptops and not self.epochs)
    @rule(name=st.sampled_from(("ana", "luis", "oficina")))
    def is_cloned(self, name):
        laptop = self.laptops[name]
        if laptop.state == "active" and not laptop.was_quarantined:
            self.laptops["copia"] = Laptop("copia", laptop.person, copy.deepcopy(laptop.device))
            self.backup = None

    @precondition(lambda self: any(x.state == "quarantined" for x in self.laptops.values()))
    @rule()
    def is_released(self):
        self.release()

    def release(self):
        for laptop in self.laptops.values():
            if laptop.state == "quarantined":
                self.server.admin("admin", "device", "release", hyphenated(laptop.device.id))
                laptop.state, laptop.was_quarantined = "active", True

    @precondition(lambda self: self.enrolled < 2 and "copia" not in self.laptops)
    @rule(name=st.sampled_from(("ana", "luis")))
    def is_revoked(self, name):
        """What the lost laptop had not sent is lost to it; the person enrols another."""
        laptop = self.laptops[name]
        self.server.admin("admin", "device", "revoke", hyphenated(laptop.device.id), "--reason", "robada")
        with pytest.raises(Restricted) as told:
            laptop.device.sync()
        assert told.value.verdict == "revoked"
        for _, _, _, operation in laptop.device.chain_of:
            if operation not in self.model.admitted:
                self.model.acts.pop(operation)
        self.enrolled += 1
        device = Device(self.server.port, self.server.root, self.server.invite(laptop.person), f"otra-{self.enrolled}")
        self.laptops[name] = Laptop(name, laptop.person, device)
        self.backup = None
        self.sync(self.laptops[name])

    @precondition(lambda self: "copia" not in self.laptops)
    @rule()
    def is_backed_up(self):
        file = self.server.folder / "model.tar"
        file.unlink(missing_ok=True)
        self.server.run("carterad", "backup", "--data", self.server.data, file)
        self.backup = self.model.snapshot()

    @precondition(lambda self: self.backup is not None and "copia" not in self.laptops)
    @rule()
    def is_restored(self):
        """The administrator assigns again what the backup had not; the field brings the rest."""
        assert self.server.stop() == 0
        file = self.server.folder / "model.tar"
        self.server.run("carterad", "restore", file, "--data", self.server.data, "--replace")
        for old in self.server.data.glob("replaced-*"):
            shutil.rmtree(old)
        self.server.start()
        self.epochs += 1
        for account, person in self.model.restored(self.backup).items():
            self.server.admin("admin", "assign", hyphenated(account), "--to", person)
            self.model.assigned[account] = person

    # In the end

    def settle(self):
        for _ in range(3):
            self.release()
            for laptop in self.laptops.values():
                if laptop.state == "active":
                    self.sync(laptop)
        for laptop in self.laptops.values():
            assert laptop.state == "active", f"{laptop.name} is {laptop.state} although it was released"
            self.sync(laptop)

    def check(self):
        model, office = self.model, self.laptops["oficina"].device
        for laptop in self.laptops.values():
            assert not laptop.device.outbox, f"{laptop.name} has unsent work"
        missing = set(model.acts) - set(model.admitted)
        for operation in missing:
            stored = self.server.admin("admin", "operation", "list", "--limit", "10000")["items"]
            found = [o["outcome"] for o in stored if o["operation"] == hyphenated(operation)]
            assert found in (["applied"], ["merged"], ["conflicted"]), f"{model.acts[operation]}: {found}"
            model.admit(operation)
        self.check_facts(model, office)
        self.check_registers(model, office)
        self.check_promises(office)
        stored = [o["operation"] for o in
                  self.server.admin("admin", "operation", "list", "--limit", "10000")["items"]]
        assert len(stored) == len(set(stored)), "an operation is there twice"
        assert {hyphenated(o) for o in model.acts} <= set(stored)
        assert self.server.run("carterad", "verify", "--data", self.server.data)

    def check_facts(self, model, office):
        visits = office.records(records_pb2.RECORD_VISIT, records_pb2.Visit)
        assert {v["record"]: v["note"] for v in model.of("visit").values()} == {k: v.note for k, v in visits.items()}
        accounts = office.accounts()
        assert {a: len(accounts[a].number) > 0 for a in model.assigned} == dict.fromkeys(accounts, True)
        for account in self.accounts:
            payments = office.records(records_pb2.RECORD_PAYMENT, records_pb2.Payment, account)
            expected = {p["record"]: p["amount"] for p in model.of("payment", account).values()}
            assert {k: p.amount for k, p in payments.items()} == expected
            assert accounts[account].collected_since == model.paid(account)
            assert accounts[account].lender_balance == model.lender[account]
            points = office.records(records_pb2.RECORD_CONTACT_POINT, records_pb2.ContactPoint, account)
            gone = {r["record"] for r in model.of("removal", account).values()}
            for point in model.of("point", account).values():
                assert points[point["record"]].value == point["value"]
                assert bool(points[point["record"]].removed_by) == (point["record"] in gone)

    def check_registers(self, model, office):
        for account in self.accounts:
            rows = office.records(records_pb2.RECORD_REGISTERS, records_pb2.AccountRegisters, account)
            shown = [r.value for m in rows.values() for r in m.registers if r.field == "preferred_hour"]
            written = {r["value"] for r in model.of("register", account).values()}
            assert len(shown) == (1 if written else 0) and set(shown) <= written
            conflicts = office.records(records_pb2.RECORD_CONFLICT, records_pb2.Conflict, account)
            kept = {v.value for c in conflicts.values() for v in c.values}
            if model.is_ordered and written:
                assert shown == [model.registers[account][0]]
                assert model.conflicts.get(account, set()) <= kept | {""}

    def check_promises(self, office):
        """Kept follows from payments and dates alone; none is due before tomorrow, so none is broken."""
        for account in self.accounts:
            promises = office.records(records_pb2.RECORD_PROMISE, records_pb2.PromiseToPay, account)
            assert set(promises) == {p["record"] for p in self.model.of("promise", account).values()}
            payments = office.records(records_pb2.RECORD_PAYMENT, records_pb2.Payment, account).values()
            if len(promises) == 1:
                promise = next(iter(promises.values()))
                paid = sum(p.amount for p in payments if p.effective_at >= promise.made_at)
                kept = 100 * paid >= promise.threshold_percent * promise.instalments[0].amount
                assert promise.state == (records_pb2.PROMISE_KEPT if kept else records_pb2.PROMISE_OPEN)


def hyphenated(name):
    digits = name.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


@pytest.fixture(scope="module")
def branch(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("model"))
    server.people(("Ana", "collector"), ("Luis", "collector"), ("Oficina", "branch"))
    server.import_accounts(server.portfolio(6, "Ana", seed=4))
    laptops = {}
    for name, person in (("ana", "Ana"), ("luis", "Luis"), ("oficina", "Oficina")):
        laptops[name] = Laptop(name, person, Device(server.port, server.root, server.invite(person), name))
        laptops[name].device.sync()
    accounts = laptops["oficina"].device.accounts()
    model = Model(accounts)
    model.lender = {a: record.lender_balance for a, record in accounts.items()}
    assert server.stop() == 0
    data = server.folder / "template"
    shutil.copytree(server.data, data, ignore=shutil.ignore_patterns("*.sock"))
    template.update(server=server, data=data, laptops=laptops, model=model)
    server.start()
    yield server
    assert server.stop() == 0


def test_a_copy_that_has_not_heard_of_it_may_write_under_an_account_that_left(branch):
    """The other copy of the laptop has erased it, and told so in the name of both."""
    run = Branch()
    run.begins()
    run.is_cloned(name="luis")
    run.is_reassigned(which=3, person="Luis")
    run.syncs(name="copia")
    run.syncs(name="luis")
    run.is_reassigned(which=3, person="Ana")
    run.adds_a_phone(name="copia", which=3, digits=9095)
    run.edits_a_register(name="copia", which=3, hour="08:00")
    run.teardown()


def test_devices_agree_with_the_model(branch):
    began = time.monotonic()
    phases = (Phase.explicit, Phase.generate, Phase.target, Phase.shrink)
    Branch.TestCase.settings = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, phases=phases, database=None,
        print_blob=True, suppress_health_check=list(HealthCheck))
    case = seed(int(os.environ.get("CARTERA_SEED", "20261128")))(Branch)
    case.TestCase.settings = Branch.TestCase.settings
    case.TestCase().runTest()
    print(f"{EXAMPLES} examples of {STEPS} steps in {time.monotonic() - began:.0f} s")
