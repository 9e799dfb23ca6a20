"""Real programs through a proxy that fails at a given byte: whatever it cuts, everybody converges.

A point is a series of syncs, each through a connection that fails STRIDE bytes later than the one before, so that one
series passes over the whole exchange; the point's number is where it begins. In between people go on working.
"""

import random

from .invariants import check_all, check_status
from .proxy import WAYS, Accident, Proxy
from .scenarios import accounts_of

STRIDE, STEPS = 509, 12
ALL_STEP = 32


class Network:
    on, actions = "network", ()

    def __init__(self, name, about, actions):
        self.name, self.about, self.actions = name, about, actions


SCENARIOS = {n.name: n for n in (
    Network("net-cut", "connections are reset or closed at every k-th byte, either way", ("cut", "close")),
    Network("net-half", "one way ends at every k-th byte, the other goes on", ("half",)),
    Network("net-stall", "bytes are held up, or slow from the k-th on", ("stall", "delay")),
)}


def every_point(name):
    return [(way, action, at) for way in WAYS for action in SCENARIOS[name].actions
            for at in range(0, STRIDE, ALL_STEP)]


def sample(name, many, seed):
    actions, dice = SCENARIOS[name].actions, random.Random(f"{seed} {name}")
    return [(WAYS[i % 2], actions[i // 2 % len(actions)], dice.randrange(STRIDE)) for i in range(many)]


def run(worker, name, points):
    return [(f"{name}:{way}:{action}:{at}", *series(worker, way, action, at)) for way, action, at in points]


def run_one(worker, text):
    try:
        name, way, action, at = text.split(":")
        assert name in SCENARIOS and way in WAYS and action in SCENARIOS[name].actions
        return series(worker, way, action, int(at))
    except (ValueError, AssertionError):
        raise SystemExit(f"torture: {text} is no point; a failure prints them") from None


def series(worker, way, action, start):
    """(whether any connection failed, what was wrong or None)."""
    worker.base()
    site, ledger = worker.restored("base")
    accident = {}
    try:
        site.start()
        with Proxy(site.port, lambda _: accident.get("now")) as proxy:
            for step in range(STEPS):
                accident["now"] = Accident(way, action, start + step * STRIDE, 0.02 if action == "delay" else 0.4)
                through(site, ledger, proxy, step)
            hit = proxy.accidents > 0 or action == "delay"
        for who in ledger.homes:
            site.good(who, "sync", "--server", site.address)
        check_all(site, ledger)
    except AssertionError as failure:
        return True, str(failure) or repr(failure)
    finally:
        site.kill()
    return hit, None


def through(site, ledger, proxy, step):
    """Both work, and both try to sync; a cut one says so and loses nothing."""
    address = f"localhost:{proxy.port}"
    account = accounts_of(site, "ana")[step % 3]
    for who, note in (("ana", f"paso {step}"), ("oficina", f"oficina {step}")):
        ledger.record(who, "visit", site.good(who, "visit", "record", account, "--outcome", "not_home", "--note", note))
    ledger.record("ana", "payment", site.good("ana", "payment", "record", account, "--amount", "3", "--method", "cash"),
                  300)
    for who in ledger.homes:
        done = site.call(who, "sync", "--server", address)
        check_status(done)
        assert done.status in (0, 69, 75), f"a broken connection ends with 69: {done}"
