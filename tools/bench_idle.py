"""What hundreds of live sessions cost a server while nothing happens."""

import os
import pathlib
import queue
import socket
import threading
import time

from cartera.v1 import exchange_pb2, exchange_pb2_grpc
from client import Device, connect

PER_ADDRESS = 18
SECONDS = 60


class Gate:
    """A port that passes every connection on to the server, from an address of its own."""

    def __init__(self, address, server_port):
        self.address, self.server_port = address, server_port
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listening.accept()
            far = socket.create_connection(("127.0.0.1", self.server_port), source_address=(self.address, 0))
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(source, target), daemon=True).start()

    @staticmethod
    def carry(source, target):
        try:
            while piece := source.recv(65536):
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Session:
    """A live exchange after its first checkpoint."""

    def __init__(self, device):
        self.sending = queue.Queue()
        self.channel = connect(device.port, device.root, device.authority, device.key, device.chain)
        self.replies = exchange_pb2_grpc.ExchangeStub(self.channel).Exchange(device.frames(self.sending))
        hello = device.hello()
        hello.live = True
        self.sending.put(exchange_pb2.DeviceFrame(hello=hello))
        self.sending.put(exchange_pb2.DeviceFrame(end_of_push=exchange_pb2.EndOfPush(round=1)))
        for frame in self.replies:
            which = frame.WhichOneof("frame")
            if which == "page":
                device.page(frame.page)
            elif which == "checkpoint":
                assert device.checkpoint(frame.checkpoint)
                self.sending.put(exchange_pb2.DeviceFrame(applied=exchange_pb2.Applied(
                    cursor=device.cursor, digest=device.digest(), comparison="match")))
                return
            else:
                assert which == "welcome", which

    def close(self):
        self.replies.cancel()
        self.sending.put(None)
        self.channel.close()


def memory_kib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(server, sessions):
    """Memory and time of the server with so many sessions at rest, beside the same server before."""
    gates = [Gate(f"127.0.1.{n + 1}", server.port) for n in range((sessions + PER_ADDRESS - 1) // PER_ADDRESS)]
    devices = [Device(gates[n // PER_ADDRESS].port, server.root, server.invite("Oficina"), f"idle-{n}")
               for n in range(sessions)]
    before = memory_kib(server.pid)
    open_sessions = [Session(device) for device in devices]
    after = memory_kib(server.pid)
    spent = cpu_seconds(server.pid)
    time.sleep(SECONDS)
    spent = cpu_seconds(server.pid) - spent
    threads = len(os.listdir(f"/proc/{server.pid}/task"))
    for session in open_sessions:
        session.close()
    return {"sessions": sessions, "memory_before_kib": before, "memory_with_sessions_kib": after,
            "kib_a_session": (after - before) / sessions, "cpu_ms_a_session_and_minute": spent * 1000 / sessions,
            "threads": threads}
