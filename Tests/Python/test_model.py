"""Two devices against a small model of what must be true, driven by hypothesis."""

import os

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, rule

from cartera.v1 import common_pb2, operations_pb2, records_pb2
from client import Device, now_ms, uuid7

EXAMPLES = int(os.environ.get("CARTERA_EXAMPLES", "6"))
STEPS = int(os.environ.get("CARTERA_STEPS", "25"))
HOURS = ("08:00", "12:00", "18:00")
shared = {}


class TwoDevices(RuleBasedStateMachine):
    """Facts are never lost nor doubled; money adds up; an unequal concurrent edit always leaves a conflict."""

    def __init__(self):
        super().__init__()
        self.devices = shared["devices"]
        for device in self.devices:
            device.sync()
        self.accounts = sorted(self.devices[0].accounts())[8:11]
        self.facts = shared.setdefault("facts", {})  # visit id -> (account, note)
        self.paid = shared.setdefault("paid", {a: {} for a in self.accounts})

    @rule(who=st.integers(0, 1), which=st.integers(0, 2), note=st.text("abcñé ", min_size=1, max_size=20))
    def records_a_visit(self, who, which, note):
        visit = uuid7()
        text = "n" + note + "."
        self.devices[who].act(self.accounts[which], "record_visit", operations_pb2.RecordVisit(
            visit=visit, outcome="not_home", person="nobody", place="home", started_at=now_ms() - 2000,
            ended_at=now_ms() - 1000, note=text))
        self.facts[visit] = (self.accounts[which], text)

    @rule(who=st.integers(0, 1), which=st.integers(0, 2), amount=st.integers(1, 50_000))
    def takes_a_payment(self, who, which, amount):
        payment = uuid7()
        self.devices[who].act(self.accounts[which], "record_payment", operations_pb2.RecordPayment(
            payment=payment, amount=amount, currency="MXN", method="cash", claimed_at=now_ms()))
        self.paid[self.accounts[which]][payment] = amount

    @rule(who=st.integers(0, 1), which=st.integers(0, 2), hour=st.sampled_from(HOURS))
    def edits_a_register(self, who, which, hour):
        device, account = self.devices[who], self.accounts[which]
        if any(o[1].find(account) >= 0 and b"preferred_hour" in o[2] for o in device.outbox):
            return
        registers = device.records(records_pb2.RECORD_REGISTERS, records_pb2.AccountRegisters, account)
        seen = [r for m in registers.values() for r in m.registers if r.field == "preferred_hour"]
        edit = operations_pb2.FieldEdit(field="preferred_hour", value=hour)
        if seen:
            edit.base, edit.base_operation = seen[0].value, seen[0].operation
        device.act(account, "set_account_fields", operations_pb2.SetAccountFields(edits=[edit]))

    @rule(who=st.integers(0, 1))
    def syncs(self, who):
        receipts, matched = self.devices[who].sync()
        assert matched
        assert all(r.outcome.state != common_pb2.OUTCOME_REFUSED for r in receipts.values())

    @rule(who=st.integers(0, 1))
    def is_cut_after_the_receipts(self, who):
        device = self.devices[who]
        if not device.outbox:
            return
        kept = list(device.outbox)
        device.sync(cut_after_receipts=True)
        device.outbox = kept

    def teardown(self):
        for device in self.devices * 2:
            _, matched = device.sync()
            assert matched
        first, second = self.devices
        assert {k: v for k, v in first.rows.items() if k[0] < 64} == {k: v for k, v in second.rows.items() if k[0] < 64}
        visits = first.records(records_pb2.RECORD_VISIT, records_pb2.Visit)
        for visit, (_, note) in self.facts.items():
            assert visits[visit].note == note
        accounts = first.accounts()
        for account, payments in self.paid.items():
            stored = first.records(records_pb2.RECORD_PAYMENT, records_pb2.Payment, account)
            assert {p: stored[p].amount for p in payments} == payments
            assert accounts[account].collected_since == sum(p.amount for p in stored.values())


def test_two_devices_agree_with_the_model(server):
    invite = server.invite
    shared["devices"] = [Device(server.port, server.root, invite("Ana")), Device(server.port, server.root, invite("Oficina"))]
    TwoDevices.TestCase.settings = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
        suppress_health_check=list(HealthCheck))
    TwoDevices.TestCase().runTest()
