"""Live sessions against the real server over TLS: a reader that answers nothing, a laptop that is stopped, a greedy device."""

import csv
import json
import pathlib
import queue
import signal
import subprocess

import grpc
import pytest

from cartera.v1 import exchange_pb2, exchange_pb2_grpc, operations_pb2
from client import Device, connect, now_ms, uuid7
from conftest import BIN, Server

UNACKNOWLEDGED_PAGES = 8
ACCOUNTS = 120
MOST_CONNECTIONS = 6
MOST_GROWTH_KIB = 64 * 1024


def memory_kib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("live"))
    server.people(("Ana", "collector"), ("Oficina", "branch"))
    server.path = server.portfolio(ACCOUNTS, "Ana")
    assert server.import_accounts(server.path)["created"] == ACCOUNTS
    yield server
    assert server.stop() == 0


def changed(site, name, balance, most=None):
    with open(site.path, newline="") as file:
        rows = list(csv.DictReader(file))[:most]
    path = site.folder / name
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "balance": balance, "principal": balance, "interest": "0.00", "fees": "0.00"}
                         for row in rows)
    return site.import_accounts(path)


class Stream:
    """An exchange of a device whose every frame is the test's own."""

    def __init__(self, device):
        self.device, self.sending = device, queue.Queue()
        self.channel = connect(device.port, device.root, device.authority, device.key, device.chain)
        self.replies = exchange_pb2_grpc.ExchangeStub(self.channel).Exchange(device.frames(self.sending), timeout=600)
        hello = device.hello()
        hello.live = True
        self.send(hello=hello)
        self.send(end_of_push=exchange_pb2.EndOfPush(round=1))

    def send(self, **frame):
        self.sending.put(exchange_pb2.DeviceFrame(**frame))

    def next(self):
        frame = next(self.replies)
        return frame.WhichOneof("frame"), frame

    def applied(self, comparison=""):
        self.send(applied=exchange_pb2.Applied(
            cursor=self.device.cursor, digest=self.device.digest(), comparison=comparison))

    def close(self):
        self.replies.cancel()
        self.sending.put(None)
        self.channel.close()


def act(site):
    """One commit more in the branch, by a laptop that works as if nothing were the matter."""
    ana = laptop(site, "Ana")
    ana.act(sorted(ana.accounts())[0], "record_visit", operations_pb2.RecordVisit(
        visit=uuid7(), outcome="not_home", person="nobody", place="home", note="sigue trabajando",
        started_at=now_ms() - 2000, ended_at=now_ms() - 1000))
    _, matched = ana.sync()
    assert matched


def laptop(site, person):
    """A device of a person's that is in step; always the same one."""
    known = site.__dict__.setdefault("laptops", {})
    if person not in known:
        known[person] = Device(site.port, site.root, site.invite(person), f"beside-{person}")
        assert known[person].sync()[1]
    return known[person]


def test_a_reader_that_answers_nothing_gets_so_many_pages_and_goes_on_from_its_cursor(site):
    office = Device(site.port, site.root, site.invite("Oficina"), "slow")
    laptop(site, "Ana")
    before = memory_kib(site.pid)
    stream = Stream(office)
    try:
        assert stream.next()[0] == "welcome"
        while (frame := stream.next())[0] != "checkpoint":
            office.page(frame[1].page)
            stream.applied()
        assert office.checkpoint(frame[1].checkpoint)
        stream.applied("match")
        # It is sent commits as they happen, and answers none.
        pages = 0
        while pages < UNACKNOWLEDGED_PAGES:
            act(site)
            while (frame := stream.next())[0] != "checkpoint":
                office.page(frame[1].page)
                pages += 1
        # Twenty commits later there is still nothing for it: the server answers a question, and nothing came before that.
        for _ in range(20):
            act(site)
        stream.send(repair=exchange_pb2.RepairRequest(
            branch=office.branch, ranges=[exchange_pb2.RepairRange(digest=office.digest())]))
        assert stream.next()[0] == "repair"
        grown = memory_kib(site.pid) - before
        print(f"a reader that answers nothing: the server has grown by {grown} KiB")
        assert grown < MOST_GROWTH_KIB
        # When it has caught up it is sent what it lacks from its cursor, to a checkpoint that matches.
        stream.applied("match")
        while True:
            which, frame = stream.next()
            if which == "page":
                office.page(frame.page)
                stream.applied()
            elif which == "checkpoint" and office.checkpoint(frame.checkpoint):
                if frame.checkpoint.at == laptop_head(site):
                    break
                stream.applied("match")
    finally:
        stream.close()


def laptop_head(site):
    return laptop(site, "Ana").cursor


def test_a_laptop_that_is_stopped_in_a_live_session_holds_up_nobody_and_catches_up(site):
    site.enrol("ana", "Ana")
    live = subprocess.Popen([BIN / "cartera", "--home", site.home("ana"), "--json", "sync", "--live"],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert json.loads(live.stdout.readline())["digest"] == "match"
        before = memory_kib(site.pid)
        live.send_signal(signal.SIGSTOP)
        for n in range(3):
            changed(site, f"stopped-{n}.csv", f"{7_000 + n}.00")
        act(site)
        grown = memory_kib(site.pid) - before
        print(f"a stopped laptop: the server has grown by {grown} KiB")
        assert grown < MOST_GROWTH_KIB
        live.send_signal(signal.SIGCONT)
        pulled = 0
        while pulled < ACCOUNTS + 1:
            ended = json.loads(live.stdout.readline())
            assert ended["digest"] == "match"
            pulled += ended["pulled"]
        live.send_signal(signal.SIGTERM)
        assert live.wait(60) == 0
    finally:
        live.kill()
        live.wait()
    site.good("ana", "sync")
    listed = site.good("ana", "account", "list", "--where", "balance = 7002")["items"]
    assert len(listed) == ACCOUNTS


def test_a_device_has_so_many_connections_and_is_then_told(site):
    device = Device(site.port, site.root, site.invite("Oficina"), "greedy")
    calls = []
    try:
        # Each on a connection of its own; none says Hello, for which the server waits.
        for _ in range(MOST_CONNECTIONS + 1):
            channel = grpc.secure_channel(
                f"127.0.0.1:{device.port}", grpc.ssl_channel_credentials(device.root, device.key, device.chain),
                [("grpc.ssl_target_name_override", device.authority), ("grpc.use_local_subchannel_pool", 1)])
            sending = queue.Queue()
            replies = exchange_pb2_grpc.ExchangeStub(channel).Exchange(device.frames(sending), timeout=60)
            calls.append((channel, sending, replies))
            # Comes when the call has begun, or was refused.
            replies.initial_metadata()
        with pytest.raises(grpc.RpcError) as refused:
            next(calls[-1][2])
        assert refused.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
        assert dict(refused.value.trailing_metadata())["cartera-code"] == "too_many_connections"
    finally:
        for channel, sending, replies in calls:
            replies.cancel()
            sending.put(None)
            channel.close()
    act(site)
