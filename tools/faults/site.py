"""A server, its homes and a small portfolio in one folder; only commands and JSON, none of the project's code."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ZONE = "America/Mexico_City"
TURNS = 60


def programs():
    """The folder of the built carterad and cartera."""
    folder = os.environ.get("CARTERA_BIN_DIR")
    if not folder:
        folder = next((f for f in (ROOT / ".build-all/debug", ROOT / ".build-release/release") if
                       (f / "carterad").exists() and (f / "cartera").exists()), None)
        if not folder:
            raise SystemExit("set CARTERA_BIN_DIR to the folder of the built carterad and cartera")
    return pathlib.Path(folder)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Finished:
    """What a program said and how it ended."""

    def __init__(self, arguments, done):
        self.arguments, self.status = [str(a) for a in arguments], done.returncode
        self.output, self.errors = done.stdout, done.stderr

    @property
    def json(self):
        return json.loads(self.output)

    @property
    def items(self):
        return self.json["items"]

    @property
    def code(self):
        """The error's stable code; warnings may stand before it."""
        try:
            return json.loads(self.errors.strip().splitlines()[-1])["error"]["code"]
        except (ValueError, IndexError, KeyError, TypeError):
            return None

    def __str__(self):
        return f"{' '.join(self.arguments)}: status {self.status}\n{self.output}{self.errors}"


class Site:
    """Starts, kills and asks; what must succeed and does not raises AssertionError."""

    def __init__(self, folder, port=0):
        self.folder, self.port = pathlib.Path(folder), port
        self.process, self.pid, self.first_invitation = None, None, None

    @property
    def data(self):
        return self.folder / "server"

    def home(self, who):
        return self.folder / who

    def init(self):
        made = self.daemon("init", "--data", self.data, "--organisation", "Prueba", "--time-zone", ZONE,
                           "--host", "localhost:7443", "--json")
        assert made.status == 0, made
        self.first_invitation = made.json["invitation"]
        return self

    # Programs

    def spawn(self, arguments, timeout=300):
        """Runs to its end. A program that hangs is a failure, and is killed with all that it started."""
        with subprocess.Popen([str(a) for a in arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True) as process:
            try:
                output, errors = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                raise AssertionError(f"{' '.join(map(str, arguments))}: still running after {timeout} s") from None
        return Finished(arguments, subprocess.CompletedProcess(arguments, process.returncode, output, errors))

    def daemon(self, *arguments, fault=None):
        command = [programs() / "carterad", *arguments]
        return self.spawn(fault.around(command) if fault else command)

    def call(self, who, *arguments, fault=None):
        command = [programs() / "cartera", "--home", self.home(who), "--json", *arguments]
        return self.spawn(fault.around(command) if fault else command)

    def good(self, who, *arguments):
        finished = self.call(who, *arguments)
        assert finished.status == 0, finished
        return finished.json

    def in_turn(self, who, *arguments):
        """The server answers strangers of one address so often a minute: whoever comes too early waits for his turn."""
        for _ in range(TURNS):
            finished = self.call(who, *arguments)
            if "Too many requests" not in finished.output + finished.errors:
                break
            time.sleep(3)
        assert finished.status == 0, finished
        return finished.json

    def run(self, program, *arguments):
        finished = self.spawn([programs() / program, *arguments])
        assert finished.status == 0, finished
        return finished.output

    # The server

    def start(self, fault=None):
        """True when it listens; False when it ended first, which only a fault may do."""
        command = [programs() / "carterad", "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}"]
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                [str(a) for a in (fault.around(command) if fault else command)], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=log, text=True)
        for line in self.process.stdout:
            if line.startswith("listening on "):
                self.port = int(line.rsplit(":", 1)[1])
                self.pid = child_of(self.process.pid) if fault else self.process.pid
                return True
        self.process.wait()
        assert fault, f"the server did not start:\n{self.log()}"
        return False

    def log(self):
        path = self.folder / "server.log"
        return path.read_text(errors="replace")[-2000:] if path.exists() else ""

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number):
        if self.running and self.pid:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass

    def kill(self):
        self.signal(signal.SIGKILL)
        return self.ended()

    def stop(self, timeout=60):
        """TERM; returns the exit status."""
        self.signal(signal.SIGTERM)
        return self.ended(timeout)

    def ended(self, timeout=60):
        if self.process is None:
            return 0
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not end within {timeout} s of its signal:\n{self.log()}") from None
        finally:
            self.process.stdout.close()
        self.process = self.pid = None
        return status

    # People

    @property
    def address(self):
        return f"localhost:{self.port}"

    def admin(self, *arguments):
        return self.good("admin", *arguments)

    def invite(self, name):
        return self.admin("admin", "invite", name)["invitation"]

    def enrol(self, who, person, address=None):
        return self.in_turn(who, "enroll", self.invite(person), "--device", f"laptop-{who}", "--server",
                            address or self.address)

    def people(self, *persons):
        """The administrator's own laptop, a branch and its people: (name, role)."""
        self.good("admin", "enroll", self.first_invitation, "--device", "office", "--server", self.address)
        self.admin("admin", "branch", "add", "Centro", "--time-zone", ZONE)
        for name, role in persons:
            self.admin("admin", "person", "add", name, "--role", role, "--branch", "Centro")

    def portfolio(self, accounts, collector, seed=3, name="portfolio.csv"):
        path = self.folder / name
        subprocess.run([sys.executable, ROOT / "tools" / "sample-portfolio", "--accounts", str(accounts), "--seed",
                        str(seed), "--branch", "Centro", "--collector", collector, "--out", path], check=True)
        return path

    def import_accounts(self, path):
        return self.admin("admin", "import", "accounts", path, "--branch", "Centro")

    @property
    def root(self):
        return (self.data / "root.pem").read_bytes()


def child_of(pid):
    """The program that a tracer runs."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else None
