"""One point: a copy of the prepared site, one run under one fault, and everything checked afterwards."""

import os
import pathlib
import shutil
import traceback

from .injection import Fault, KINDS, Watch
from .invariants import Ledger, check_all, settle
from .scenarios import SCENARIOS
from .site import Site, free_port

PEOPLE = (("Ana", "collector"), ("Luis", "collector"), ("Oficina", "branch"))
ACCOUNTS = 6


class Worker:
    """A folder of its own with a prepared site for each scenario; always the same paths and the same port."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.live = self.folder / "live"
        self.trace = str(self.folder / "trace")
        self.port = free_port()
        self.ledgers = {}
        self.made = {}  # scenario -> what counted() said

    def site(self):
        return Site(self.live, self.port)

    def keep(self, name, ledger):
        shutil.copytree(self.live, self.folder / name, symlinks=True, ignore=lambda _, names: [
            n for n in names if n == "control.sock"])
        self.ledgers[name] = ledger

    def restored(self, name):
        shutil.rmtree(self.live, ignore_errors=True)
        shutil.copytree(self.folder / name, self.live, symlinks=True)
        return self.site(), self.ledgers[name].copy()

    def base(self):
        if "base" in self.ledgers:
            return
        shutil.rmtree(self.live, ignore_errors=True)
        self.live.mkdir(parents=True)
        site, ledger = self.site(), Ledger()
        site.init().start()
        try:
            site.people(*PEOPLE)
            path = site.portfolio(ACCOUNTS, "Ana")
            site.import_accounts(path)
            ledger.read_file(path)
            for who, person in (("ana", "Ana"), ("oficina", "Oficina")):
                site.enrol(who, person)
                ledger.homes.append(who)
            settle(site, ledger)
        finally:
            site.stop()
        self.keep("base", ledger)

    def prepare(self, name):
        """The scenario's own site, and how many points each kind of fault has in it."""
        if name in self.made:
            return self.made[name][0]
        self.base()
        site, ledger = self.restored("base")
        scenario = SCENARIOS[name]
        site.start()
        try:
            scenario.prepare(site, ledger)
        finally:
            site.stop()
        self.keep(name, ledger)
        watch = Watch(self.live, self.trace)
        self.run(name, watch)
        self.made[name] = watch.counted()
        return self.made[name][0]

    def run(self, name, fault):
        scenario = SCENARIOS[name]
        site, ledger = self.restored(name)
        try:
            if scenario.on == "host":
                scenario.act(site, ledger, fault)
            else:
                up = site.start(fault if scenario.on == "server" else None)
                if up:
                    scenario.act(site, ledger, fault)
                else:
                    check_server_end(site, fault)
                    scenario.act(site, ledger, fault)
                end_server(site, fault, scenario)
            site.start()
            scenario.recover(site, ledger)
            check_all(site, ledger)
        finally:
            site.kill()

    def point(self, name, kind, call, number):
        """(whether the fault came, what was wrong or None)."""
        self.prepare(name)
        fault = Fault(kind, call, number, self.made[name][1], self.trace)
        wrong = None
        try:
            self.run(name, fault)
        except Exception as failure:  # whatever it is, it is a finding and the next point goes on
            frame = traceback.extract_tb(failure.__traceback__)[-1]
            wrong = str(failure) if isinstance(failure, AssertionError) and str(failure) else (
                f"{type(failure).__name__}: {failure} ({os.path.basename(frame.filename)}:{frame.lineno})")
        return fault.was_hit, wrong


def check_server_end(site, fault):
    """A server that could not start ended by itself with a documented status, unless it was killed."""
    status = site.process.poll()
    killed = getattr(fault, "kind", "") == "kill"
    site.process.stdout.close()
    site.process = site.pid = None
    assert (killed and status == -9) or status in (69, 73, 74, 75), f"the server ended with {status}:\n{site.log()}"


def end_server(site, fault, scenario):
    """TERM ends it with 0 or, where its disk failed, with a documented status; a killed one is dead already."""
    status = site.stop()
    if scenario.on != "server":
        assert status == 0, f"the server ended with {status}:\n{site.log()}"
    elif getattr(fault, "kind", "") == "kill":
        assert status in (0, -9), f"the server ended with {status}:\n{site.log()}"
    else:
        assert status in (0, 74), f"the server ended with {status}:\n{site.log()}"


def points_of(counts):
    """Every point, a kind of fault after the other."""
    return [(kind, call, number) for kind in KINDS for (k, call), count in sorted(counts.items()) if k == kind
            for number in range(1, count + 1)]
