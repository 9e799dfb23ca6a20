"""What the protocol promises, seen from outside."""

import grpc
import pytest

from cartera.v1 import common_pb2, exchange_pb2, operations_pb2, records_pb2
from client import Cut, Device, connect, now_ms, read_invitation, uuid7


@pytest.fixture(scope="module")
def ana(server):
    return Device(server.port, server.root, server.invite("Ana"), "ana-python")


@pytest.fixture(scope="module")
def office(server):
    return Device(server.port, server.root, server.invite("Oficina"), "office-python")


def visit(note="Nadie abrió"):
    return operations_pb2.RecordVisit(
        visit=uuid7(), outcome="not_home", person="nobody", place="home", started_at=now_ms() - 60_000,
        ended_at=now_ms() - 1000, note=note)


def test_first_sync_brings_the_scope_and_the_digest_matches(ana):
    _, matched = ana.sync()
    assert matched
    assert len(ana.accounts()) == 12


def test_a_pushed_visit_reaches_the_branch(ana, office):
    ana.sync()
    account = sorted(ana.accounts())[0]
    record = visit("desde Python")
    name = ana.act(account, "record_visit", record)
    receipts, matched = ana.sync()
    assert receipts[name].outcome.state == common_pb2.OUTCOME_APPLIED and matched
    _, matched = office.sync()
    assert matched
    visits = office.records(records_pb2.RECORD_VISIT, records_pb2.Visit, account)
    assert visits[record.visit].note == "desde Python"


def test_a_repeat_is_answered_with_the_first_outcome(ana):
    account = sorted(ana.accounts())[1]
    name = ana.act(account, "record_visit", visit())
    pushed = list(ana.outbox)
    first, _ = ana.sync()
    again, _ = ana.sync(push=pushed)
    assert again[name].already_applied and not first[name].already_applied
    assert again[name].commit == first[name].commit


def test_a_reply_lost_after_the_commit_repeats_nothing(ana, office):
    account = sorted(ana.accounts())[2]
    record = visit()
    name = ana.act(account, "record_visit", record)
    pushed = list(ana.outbox)
    ana.sync(cut_after_receipts=True)
    ana.outbox = pushed
    receipts, matched = ana.sync()
    assert receipts[name].already_applied and matched
    office.sync()
    assert record.visit in office.records(records_pb2.RECORD_VISIT, records_pb2.Visit, account)


def test_two_values_of_one_register_leave_a_conflict_with_both(ana, office):
    ana.sync(), office.sync()
    account = sorted(ana.accounts())[3]
    for device, value in ((ana, "18:00"), (office, "09:30")):
        device.act(account, "set_account_fields", operations_pb2.SetAccountFields(
            edits=[operations_pb2.FieldEdit(field="preferred_hour", base="", value=value)]))
    ana.sync()
    receipts, _ = office.sync()
    assert [r.outcome.state for r in receipts.values()] == [common_pb2.OUTCOME_CONFLICTED]
    ana.sync()
    conflicts = ana.records(records_pb2.RECORD_CONFLICT, records_pb2.Conflict, account)
    assert [[v.value for v in c.values] for c in conflicts.values()] == [["18:00", "09:30"]]


def test_a_refused_operation_does_not_block_the_next(ana):
    account = sorted(ana.accounts())[4]
    bad = ana.act(account, "make_promise", operations_pb2.MakePromise(
        promise=uuid7(), currency="MXN", instalments=[records_pb2.Instalment(due_day=738_000, amount=-5)]))
    good = ana.act(account, "record_visit", visit())
    receipts, matched = ana.sync()
    assert receipts[bad].outcome.state == common_pb2.OUTCOME_REFUSED and receipts[bad].outcome.reason
    assert receipts[good].outcome.state == common_pb2.OUTCOME_APPLIED and matched


def test_an_undecodable_body_is_kept_and_blocks_nothing(ana):
    account = sorted(ana.accounts())[5]
    poison = ana.act(account, "record_visit", visit())
    sequence, header, _, name = ana.outbox[-1]
    ana.outbox[-1] = (sequence, header, b"\xff\xff\xff", name)
    good = ana.act(account, "record_visit", visit())
    receipts, _ = ana.sync()
    assert receipts[poison].outcome.state in (common_pb2.OUTCOME_REFUSED, common_pb2.OUTCOME_HELD)
    assert receipts[good].outcome.state == common_pb2.OUTCOME_APPLIED


def test_an_unknown_protocol_is_answered_with_upgrade(server, ana):
    with connect(server.port, server.root, ana.authority, ana.key, ana.chain) as channel:
        from cartera.v1 import exchange_pb2_grpc
        hello = ana.hello()
        hello.protocol = 99
        replies = exchange_pb2_grpc.ExchangeStub(channel).Exchange(
            iter([exchange_pb2.DeviceFrame(hello=hello)]), timeout=20)
        first = next(iter(replies))
        assert first.welcome.WhichOneof("verdict") == "upgrade"
        assert first.welcome.upgrade.old_side == "server"


def test_no_certificate_reaches_only_enrolment(server, ana):
    with connect(server.port, server.root, ana.authority) as channel:
        from cartera.v1 import exchange_pb2_grpc
        with pytest.raises(grpc.RpcError) as refused:
            list(exchange_pb2_grpc.ExchangeStub(channel).Exchange(
                iter([exchange_pb2.DeviceFrame(hello=ana.hello())]), timeout=20))
        assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED


def test_an_invitation_serves_once(server):
    invitation = server.invite("Luis")
    Device(server.port, server.root, invitation)
    with pytest.raises(grpc.RpcError):
        Device(server.port, server.root, invitation)


def test_another_devices_operations_are_not_taken(server, ana, office):
    ana.sync()
    account = sorted(ana.accounts())[6]
    intruder = Device(server.port, server.root, server.invite("Ana"), "intruder")
    intruder.sync()
    intruder.act(account, "record_visit", visit("ajena"), device=ana.id)
    try:
        receipts, _ = intruder.sync()
        assert not any(r.outcome.state == common_pb2.OUTCOME_APPLIED for r in receipts.values())
    except (Cut, grpc.RpcError):
        pass
    office.sync()
    visits = office.records(records_pb2.RECORD_VISIT, records_pb2.Visit, account)
    assert not any(v.note == "ajena" for v in visits.values())


def test_the_server_killed_in_between_loses_nothing(server, ana, office):
    account = sorted(ana.accounts())[7]
    record = visit("antes del corte")
    ana.act(account, "record_visit", record)
    ana.sync(cut_after_receipts=True)
    server.kill()
    server.start()
    ana.sync()
    _, matched = office.sync()
    assert matched
    assert record.visit in office.records(records_pb2.RECORD_VISIT, records_pb2.Visit, account)


def test_invitations_pin_the_root(server):
    import hashlib
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    ticket = read_invitation(server.invite("Ana"))
    root = x509.load_pem_x509_certificates(server.root)[0]
    assert hashlib.sha256(root.public_bytes(Encoding.DER)).digest() == ticket.root_fingerprint
