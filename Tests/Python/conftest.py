"""A real server with an imported portfolio, shared by the session."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from faults.site import ROOT, Site, programs  # noqa: E402,F401

BIN = programs()


class Server(Site):
    """One that is made and runs."""

    def __init__(self, folder):
        super().__init__(folder)
        self.init().start()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cartera")
    server = Server(folder)
    server.people(("Ana", "collector"), ("Luis", "collector"), ("Oficina", "branch"))
    assert server.import_accounts(server.portfolio(12, "Ana"))["created"] == 12
    yield server
    assert server.stop() == 0
