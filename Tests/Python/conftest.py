"""A real server with an imported portfolio, shared by the session."""

import json
import os
import pathlib
import signal
import subprocess
import sys

import pytest

BIN = pathlib.Path(os.environ["CARTERA_BIN_DIR"])
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Server:
    def __init__(self, folder):
        self.folder = folder
        made = self.run("carterad", "init", "--data", str(folder / "server"), "--organisation", "Prueba",
                        "--time-zone", "America/Mexico_City", "--host", "localhost:7443", "--json")
        self.first_invitation = json.loads(made)["invitation"]
        self.port = 0
        self.start()

    def run(self, program, *arguments):
        done = subprocess.run([BIN / program, *arguments], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{program} {arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self):
        self.process = subprocess.Popen(
            [BIN / "carterad", "serve", "--data", str(self.folder / "server"), "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE, stderr=open(self.folder / "server.log", "ab"), text=True)
        for line in self.process.stdout:
            if line.startswith("listening on "):
                self.port = int(line.rsplit(":", 1)[1])
                return
        raise AssertionError("the server did not start; see server.log")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=30) == 0

    def admin(self, *arguments):
        return json.loads(self.run("cartera", "--home", str(self.folder / "admin"), "--json", *arguments))

    @property
    def root(self):
        for path in sorted((self.folder / "server").rglob("*root*.pem")):
            content = path.read_bytes()
            if b"BEGIN CERTIFICATE" in content:
                return content
        raise AssertionError("no root certificate in the server's folder")

    def invite(self, name):
        return self.admin("admin", "invite", name)["invitation"]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cartera")
    server = Server(folder)
    server.admin("enroll", server.first_invitation, "--device", "office", "--server", f"localhost:{server.port}")
    server.admin("admin", "branch", "add", "Centro", "--time-zone", "America/Mexico_City")
    for name, role in (("Ana", "collector"), ("Luis", "collector"), ("Oficina", "branch")):
        server.admin("admin", "person", "add", name, "--role", role, "--branch", "Centro")
    portfolio = folder / "portfolio.csv"
    subprocess.run([sys.executable, ROOT / "tools" / "sample-portfolio", "--accounts", "12", "--seed", "3",
                    "--branch", "Centro", "--collector", "Ana", "--out", portfolio], check=True)
    result = server.admin("admin", "import", "accounts", str(portfolio), "--branch", "Centro")
    assert result["created"] == 12
    yield server
    server.stop()
