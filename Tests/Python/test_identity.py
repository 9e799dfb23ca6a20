"""Certificates, health and peers that do not keep the rules, against the real server over TLS."""

import datetime
import json
import socket
import ssl
import subprocess

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cartera.v1 import common_pb2, exchange_pb2, exchange_pb2_grpc, operations_pb2, records_pb2
from client import Device, connect, now_ms, uuid7
from conftest import BIN

DAY = datetime.timedelta(days=1)


def load(path):
    return x509.load_pem_x509_certificates(path.read_bytes())


def reissued(chain, issuing, issuing_key, begins, ends, key=None):
    """The first certificate of a chain with other dates, signed again by its issuer."""
    old = chain[0]
    builder = (
        x509.CertificateBuilder().subject_name(old.subject).issuer_name(issuing.subject)
        .public_key(key.public_key() if key else old.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(begins).not_valid_after(ends))
    for extension in old.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    new = builder.sign(issuing_key, hashes.SHA256())
    return b"".join(c.public_bytes(serialization.Encoding.PEM) for c in [new, *chain[1:]])


def issuer(server):
    folder = server.folder / "server"
    key = serialization.load_pem_private_key((folder / "issuing.key.pem").read_bytes(), None)
    return load(folder / "issuing.pem")[0], key


def now():
    return datetime.datetime.now(datetime.timezone.utc)


class Laptop:
    """A home that the real client uses."""

    def __init__(self, server, person, name):
        self.server, self.home = server, server.folder / name
        server.run("cartera", "--home", str(self.home), "enroll", server.invite(person), "--device", name,
                   "--server", f"localhost:{server.port}")

    def call(self, *arguments):
        done = subprocess.run([BIN / "cartera", "--home", self.home, "--json", *arguments], capture_output=True,
                              text=True, timeout=120)
        return done.returncode, json.loads(done.stdout or done.stderr.splitlines()[-1])

    def age(self, begins, ends):
        """Gives the laptop the same certificate with other dates."""
        path = self.home / "device.pem"
        path.write_bytes(reissued(load(path), *issuer(self.server), now() + begins, now() + ends))

    @property
    def ends(self):
        return load(self.home / "device.pem")[0].not_valid_after_utc


@pytest.fixture(scope="module")
def laptop(server):
    return Laptop(server, "Luis", "luis-laptop")


def test_a_device_certificate_is_renewed_during_a_sync_from_the_second_day(laptop):
    fresh = laptop.ends
    laptop.age(-1 * DAY, 6 * DAY)
    aged = laptop.ends
    status, _ = laptop.call("sync")
    assert status == 0 and laptop.ends == aged, "too early"
    laptop.age(-3 * DAY, 4 * DAY)
    status, _ = laptop.call("sync")
    assert status == 0 and laptop.ends >= fresh
    status, report = laptop.call("sync")
    assert status == 0 and report["digest"] == "match"


def test_an_expired_device_certificate_is_renewed_by_the_old_key(laptop):
    laptop.age(-20 * DAY, -13 * DAY)
    status, report = laptop.call("sync")
    assert status == 0 and report["digest"] == "match"
    assert laptop.ends > now() + 6 * DAY


def test_an_expired_device_certificate_past_its_lease_is_told_to_enrol_again(server, laptop):
    import sqlite3
    laptop.age(-20 * DAY, -13 * DAY)
    server.kill()
    store = sqlite3.connect(server.folder / "server" / "store.sqlite")
    (lease,) = store.execute("SELECT lease_expires_at FROM devices WHERE name = 'luis-laptop'").fetchone()
    store.execute("UPDATE devices SET lease_expires_at = 1 WHERE name = 'luis-laptop'")
    store.commit()
    server.start()
    status, told = laptop.call("sync")
    assert status == 83 and told["error"]["code"] == "lease_ended" and told["error"]["hint"]
    server.run("cartera", "--home", str(laptop.home), "enroll", server.invite("Luis"), "--device", "luis-laptop",
               "--server", f"localhost:{server.port}")
    status, report = laptop.call("sync")
    assert status == 0 and report["digest"] == "match" and lease > 1


def test_the_server_renews_its_own_certificate_at_its_start(server, laptop):
    folder = server.folder / "server"
    for begins, ends in ((-80 * DAY, 10 * DAY), (-100 * DAY, -1 * DAY)):
        server.stop()
        path = folder / "server.pem"
        path.write_bytes(reissued(load(path), *issuer(server), now() + begins, now() + ends))
        server.start()
        status, _ = laptop.call("sync")
        assert status == 0
        assert load(path)[0].not_valid_after_utc > now() + 20 * DAY
        assert shown_by(server) == load(path)[0]


def shown_by(server):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain:
        with context.wrap_socket(plain) as secured:
            return x509.load_der_x509_certificate(secured.getpeercert(binary_form=True))


def test_a_certificate_of_another_authority_is_refused(server, laptop):
    """Also one that copies every word of a good one."""
    chain = load(laptop.home / "device.pem")
    key, foreign = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    forged = reissued(chain, issuer(server)[0], foreign, now() - DAY, now() + DAY, key)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    authority = authority_of(server)
    with connect(server.port, server.root, authority, pem, forged) as channel:
        with pytest.raises(grpc.RpcError) as refused:
            list(exchange_pb2_grpc.ExchangeStub(channel).Exchange(
                iter([exchange_pb2.DeviceFrame(hello=exchange_pb2.Hello(protocol=1))]), timeout=20))
    assert refused.value.code() == grpc.StatusCode.UNAVAILABLE


def authority_of(server):
    names = load(server.folder / "server" / "server.pem")[0].extensions.get_extension_for_class(
        x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)
    return next(name for name in names if name.endswith(".cartera.internal"))


# Health

def health(server, service, method="Check"):
    request = b"" if not service else b"\x0a" + bytes([len(service)]) + service.encode()
    path = f"/grpc.health.v1.Health/{method}"
    return path, request


def test_health_answers_without_a_certificate(server):
    with connect(server.port, server.root, authority_of(server)) as channel:
        for service in ("", "ready", "cartera.v1.Exchange", "cartera.v1.Enrolment", "cartera.v1.Administration"):
            path, request = health(server, service)
            assert channel.unary_unary(path)(request, timeout=10) == b"\x08\x01", service  # SERVING
        path, request = health(server, "nobody")
        with pytest.raises(grpc.RpcError) as unknown:
            channel.unary_unary(path)(request, timeout=10)
        assert unknown.value.code() == grpc.StatusCode.NOT_FOUND


def test_health_watchers_are_told_when_the_server_begins_to_stop(server):
    with connect(server.port, server.root, authority_of(server)) as channel:
        path, request = health(server, "ready", "Watch")
        ready = channel.unary_stream(path)(request, timeout=60)
        assert next(ready) == b"\x08\x01"
        path, request = health(server, "nobody", "Watch")
        assert next(channel.unary_stream(path)(request, timeout=60)) == b"\x08\x03"  # SERVICE_UNKNOWN
        server.process.terminate()
        assert next(ready) == b"\x08\x02"  # NOT_SERVING
    assert server.process.wait(timeout=30) == 0
    server.start()


# Pushes that do not keep the rules. What each costs: the device that pushed, and nobody else.

def visit(note):
    return operations_pb2.RecordVisit(
        visit=uuid7(), outcome="not_home", person="nobody", place="home", started_at=now_ms() - 60_000,
        ended_at=now_ms() - 1000, note=note)


@pytest.fixture
def device(server):
    fresh = Device(server.port, server.root, server.invite("Ana"), "hostile")
    fresh.sync()
    return fresh


@pytest.fixture(scope="module")
def office(server):
    return Device(server.port, server.root, server.invite("Oficina"), "office-identity")


def notes(office, account):
    office.sync()
    return {v.note for v in office.records(records_pb2.RECORD_VISIT, records_pb2.Visit, account).values()}


def frames_of(device, frames):
    """What the server says to these frames until it ends the stream."""
    with connect(device.port, device.root, device.authority, device.key, device.chain) as channel:
        replies = exchange_pb2_grpc.ExchangeStub(channel).Exchange(iter(frames), timeout=30)
        return list(replies)


def pushing(device, operations):
    batch = exchange_pb2.PushBatch(operations=[
        exchange_pb2.PushedOperation(header=h, body=b) for _, h, b, _ in operations])
    return [exchange_pb2.DeviceFrame(hello=device.hello()), exchange_pb2.DeviceFrame(push=batch),
            exchange_pb2.DeviceFrame(end_of_push=exchange_pb2.EndOfPush(round=1))]


def bye(replies):
    return replies[-1].bye.reason


def test_a_push_with_another_devices_id_is_refused_whole(server, device, office):
    account = sorted(device.accounts())[0]
    device.act(account, "record_visit", visit("propia"))
    device.act(account, "record_visit", visit("ajena"), device=uuid7())
    assert bye(frames_of(device, pushing(device, device.outbox))) == "foreign_device"
    assert not {"propia", "ajena"} & notes(office, account)


def test_a_gap_in_the_sequence_is_told_and_the_missing_is_sent(device, office):
    account = sorted(device.accounts())[1]
    for number in (1, 2, 3):
        device.act(account, "record_visit", visit(f"hueco {number}"))
    gap = [device.outbox[0], device.outbox[2]]
    replies = frames_of(device, pushing(device, gap))
    assert bye(replies) == "sequence_gap" and replies[-1].bye.detail == "expected sequence 2"
    receipts, matched = device.sync()
    assert matched and len(device.receipts) == 3
    assert {f"hueco {n}" for n in (1, 2, 3)} <= notes(office, account)


def test_the_same_name_with_other_content_does_not_replace_the_first(server, device, office):
    account = sorted(device.accounts())[2]
    device.act(account, "record_visit", visit("la primera"))
    device.sync()
    before = dict(device.__dict__)
    device.sequence, device.link = 0, b""
    device.act(account, "record_visit", visit("la segunda"))
    sequence, header, body, _ = device.outbox.pop()
    name = next(iter(device.receipts))
    changed = operations_pb2.OperationHeader.FromString(header)
    changed.id = name
    replies = frames_of(device, pushing(device, [(sequence, changed.SerializeToString(), body, name)]))
    assert bye(replies) == "quarantined"
    device.__dict__.update(before)
    assert "la primera" in notes(office, account) and "la segunda" not in notes(office, account)
    listed = server.admin("admin", "device", "list")["items"]
    assert [d["reason"] for d in listed if d["name"] == "hostile" and d["state"] == "quarantined"]


def test_a_batch_beyond_its_limit_ends_the_exchange_and_takes_nothing(device, office):
    account = sorted(device.accounts())[3]
    device.act(account, "record_visit", visit("una de muchas"))
    many = device.outbox * 2000
    assert bye(frames_of(device, pushing(device, many))) == "batch_too_large"
    assert "una de muchas" not in notes(office, account)
    _, matched = device.sync()
    assert matched and "una de muchas" in notes(office, account)


def test_a_message_beyond_its_limit_is_refused_and_the_server_goes_on(device, office):
    account = sorted(device.accounts())[4]
    device.act(account, "record_visit", visit("x" * 3000))
    sequence, header, body, name = device.outbox.pop()
    device.sequence, device.link = 0, b""
    huge = [(sequence, header, body + bytes(2 << 20), name)]
    with pytest.raises(grpc.RpcError):
        frames_of(device, pushing(device, huge))
    device.act(account, "record_visit", visit("después"))
    receipts, matched = device.sync()
    assert matched and "después" in notes(office, account)


def test_a_stream_beyond_its_limit_of_operations_is_ended(device, office):
    """256 in a batch, 10,000 in a round: the batch that goes beyond takes nothing more, what was receipted stays."""
    account = sorted(device.accounts())[4]
    device.act(account, "record_visit", visit("una y otra vez"))
    hello, push, _ = pushing(device, device.outbox * 256)
    replies = frames_of(device, [hello] + [push] * 40)
    assert bye(replies) == "round_too_large"
    assert sum(len(r.receipts.receipts) for r in replies if r.WhichOneof("frame") == "receipts") <= 10_000
    assert "una y otra vez" in notes(office, account)
    _, matched = device.sync()
    assert matched


def test_frames_out_of_place_end_the_exchange(device):
    hello = exchange_pb2.DeviceFrame(hello=device.hello())
    assert bye(frames_of(device, [hello, hello])) == "unexpected_frame"
    assert bye(frames_of(device, [exchange_pb2.DeviceFrame(end_of_push=exchange_pb2.EndOfPush(round=1))])) in (
        "hello_missing", "unexpected_frame")


def test_a_promise_in_another_currency_is_refused(device):
    account = sorted(device.accounts())[5]
    due = (datetime.date.today() + datetime.timedelta(days=5) - datetime.date(1, 1, 1)).days + 1
    name = device.act(account, "make_promise", operations_pb2.MakePromise(
        promise=uuid7(), currency="USD", instalments=[records_pb2.Instalment(due_day=due, amount=500)]))
    receipts, _ = device.sync()
    assert receipts[name].outcome.state == common_pb2.OUTCOME_REFUSED
    assert receipts[name].outcome.reason == "other_currency"


def test_too_many_connections_of_streams_do_not_harm_the_others(server, device):
    """More streams than one connection may have wait their turn."""
    with connect(server.port, server.root, device.authority) as channel:
        path, request = health(server, "")
        calls = [channel.unary_unary(path).future(request, timeout=30) for _ in range(100)]
        assert all(call.result() == b"\x08\x01" for call in calls)
