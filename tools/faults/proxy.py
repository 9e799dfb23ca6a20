"""A TCP proxy with bad luck: cuts at byte k in either direction, half-closes, stalls, delays. Driven by a plan."""

import asyncio
import dataclasses
import random
import socket
import struct
import threading

WAYS = ("up", "down")  # from the client to the server, and back
ACTIONS = ("cut", "close", "half", "stall", "delay")


@dataclasses.dataclass(frozen=True)
class Accident:
    """What happens to one connection when `at` bytes have gone one way.

    cut resets both sides, close ends both properly, half ends only that way and lets the other go on, stall holds what
    comes for some seconds and then resets, delay lets every further piece wait.
    """

    way: str
    action: str
    at: int
    seconds: float = 0.2


def seeded(seed, most, share=0.5):
    """A plan: some connections have an accident somewhere in their first `most` bytes."""
    dice, lock = random.Random(seed), threading.Lock()

    def plan(_):
        with lock:
            if dice.random() >= share:
                return None
            action = dice.choice(ACTIONS)
            return Accident(dice.choice(WAYS), action, int(most * dice.random() ** 2),
                            0.02 if action == "delay" else dice.random())

    return plan


class Proxy:
    """Listens on a port of its own in a thread of its own. `plan(n)` is the accident of the n-th connection or None."""

    def __init__(self, upstream, plan=lambda _: None, port=0):
        self.upstream, self.plan, self.port = upstream, plan, port
        self.connections, self.accidents = 0, 0
        self.carried = {"up": 0, "down": 0}  # bytes of the last connection
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()
        self.ready.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def serve(self):
        asyncio.set_event_loop(self.loop)
        self.loop.set_exception_handler(lambda *_: None)  # connections that end while the proxy does
        server = self.loop.run_until_complete(asyncio.start_server(self.accept, "127.0.0.1", self.port))
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        self.loop.run_forever()
        server.close()
        waiting = asyncio.all_tasks(self.loop)
        for task in waiting:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
        self.loop.close()

    async def accept(self, reader, writer):
        self.connections += 1
        accident = self.plan(self.connections)
        self.carried = carried = {"up": 0, "down": 0}
        try:
            other_reader, other_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            reset(writer)
            return
        both = (writer, other_writer)
        try:
            await asyncio.gather(self.carry("up", reader, other_writer, carried, accident, both),
                                 self.carry("down", other_reader, writer, carried, accident, both))
        finally:
            for one in both:
                one.close()

    async def carry(self, way, reader, writer, carried, accident, both):
        mine = accident if accident and accident.way == way else None
        try:
            while piece := await reader.read(1 << 16):
                if mine and carried[way] + len(piece) > mine.at:
                    keep = max(0, mine.at - carried[way])
                    piece = await self.happen(mine, piece, keep, reader, writer, both)
                    if piece is None:
                        return
                carried[way] += len(piece)
                writer.write(piece)
                await writer.drain()
            writer.write_eof()
        except (OSError, RuntimeError):
            for one in both:
                one.close()

    async def happen(self, accident, piece, keep, reader, writer, both):
        """Returns what is still to be carried, or None when this way has ended."""
        if accident.action == "delay":
            await asyncio.sleep(accident.seconds)
            return piece
        self.accidents += 1
        writer.write(piece[:keep])
        await writer.drain()
        if accident.action == "half":
            writer.write_eof()
            while await reader.read(1 << 16):  # taken and thrown away, so that the sender is not held up
                pass
            return None
        if accident.action == "stall":
            await asyncio.sleep(accident.seconds)
        for one in both:
            one.close() if accident.action == "close" else reset(one)
        return None


def reset(writer):
    """RST instead of FIN: the peer learns that it was cut."""
    endpoint = writer.get_extra_info("socket")
    if endpoint is not None:
        endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
