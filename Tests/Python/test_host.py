"""What the server's host keeps outside the store, when a program or its disk has failed before."""

import pytest

from conftest import Server, Site
from faults.injection import STRACE, Fault
from faults.proxy import Accident, Proxy


@pytest.fixture
def bare(tmp_path):
    server = Server(tmp_path)
    server.people(("Luis", "collector"))
    yield server
    server.kill()


def device(server, name):
    return next(d["id"] for d in server.admin("admin", "device", "list")["items"] if d["name"] == name)


@pytest.mark.skipif(not STRACE, reason="strace is not installed")
@pytest.mark.parametrize("call, number", [("rename", 3), ("pwrite64", 40), ("rename", 8)])
def test_a_server_whose_making_was_cut_off_is_made_again(tmp_path, call, number):
    site = Site(tmp_path)
    arguments = ("init", "--data", site.data, "--organisation", "Prueba", "--host", "localhost:7443", "--json")
    cut = site.daemon(*arguments, fault=Fault("kill", call, number, [], str(tmp_path / "trace")))
    assert cut.status == -9 and site.data.exists() and not (site.data / "carterad.yaml").exists()
    made = site.daemon(*arguments)
    assert made.status == 0, made
    assert made.json["fingerprint"] and site.daemon(*arguments).code == "exists"
    assert site.daemon("verify", "--data", site.data).status == 0


def test_a_folder_of_other_things_is_not_made_a_server(tmp_path):
    site = Site(tmp_path)
    site.data.mkdir()
    (site.data / "diario.txt").write_text("mío")
    refused = site.daemon("init", "--data", site.data, "--organisation", "X", "--host", "localhost", "--json")
    assert (refused.status, refused.code) == (73, "exists")
    assert (site.data / "diario.txt").read_text() == "mío"


def test_a_revocation_after_a_line_that_was_cut_off_is_a_whole_line(bare):
    bare.enrol("perdida", "Luis")
    lost, log = device(bare, "laptop-perdida"), bare.data / "revocations.log"
    whole = f"2026-01-01T00:00:00Z {lost}\n"
    log.write_text(whole + "2026-01-02T00:0")
    bare.admin("admin", "device", "revoke", lost, "--reason", "robada")
    lines = log.read_text()
    assert lines.startswith(whole) and lines.endswith(f" {lost}\n") and lines.count("\n") == 2
    assert all(len(line.split()) == 2 for line in lines.splitlines())
    bare.run("carterad", "backup", "--data", bare.data, bare.folder / "backup.tar")
    restored = bare.daemon("restore", bare.folder / "backup.tar", "--data", bare.folder / "other", "--revocations", log,
                           "--json")
    assert restored.status == 0 and restored.json["devices_revoked"] == 0, restored


def test_a_disk_that_fails_under_the_list_of_revocations_is_told_as_such(bare):
    bare.enrol("perdida", "Luis")
    log = bare.data / "revocations.log"
    log.unlink()
    log.mkdir()
    refused = bare.call("admin", "admin", "device", "revoke", device(bare, "laptop-perdida"), "--reason", "robada")
    assert (refused.status, refused.code) == (74, "store_io"), refused
    log.rmdir()
    bare.admin("admin", "device", "revoke", device(bare, "laptop-perdida"), "--reason", "robada")
    assert log.read_text().count("\n") == 1
    assert bare.call("perdida", "sync").status == 83


@pytest.mark.skipif(not STRACE, reason="strace is not installed")
def test_a_backup_has_its_name_when_it_is_whole(tmp_path):
    site = Site(tmp_path).init()
    out = tmp_path / "backup.tar"
    arguments = ("backup", "--data", site.data, out, "--json")
    cut = site.daemon(*arguments, fault=Fault("kill", "write", 8, [], str(tmp_path / "trace")))
    assert cut.status == -9 and not out.exists()
    assert site.daemon(*arguments).status == 0
    assert [f.name for f in tmp_path.iterdir() if f.name.startswith("backup")] == ["backup.tar"]
    assert site.daemon(*arguments).code == "exists"


def test_an_import_whose_connection_breaks_goes_on_with_another(bare):
    """Also every connection that has grown too old for one more call is broken off by the server itself."""
    armed = {}
    with Proxy(bare.port, lambda _: armed.pop("next", None)) as proxy:
        bare.admin("admin", "person", "add", "Eva", "--role", "administrator")
        bare.enrol("eva", "Eva", f"localhost:{proxy.port}")
        path = bare.portfolio(3000, "Luis")
        armed["next"] = Accident("up", "cut", 400_000)
        done = bare.good("eva", "admin", "import", "accounts", path, "--branch", "Centro")
        assert proxy.accidents == 1 and not armed
        # What was taken and whose answer was lost is unchanged the second time.
        assert done["created"] + done["unchanged"] == 3000 and done["unchanged"] <= 1500, done
        assert bare.good("eva", "admin", "import", "accounts", path, "--branch", "Centro")["unchanged"] == 3000
        # A server that is gone is told, and soon.
        bare.kill()
        gone = bare.call("eva", "admin", "import", "accounts", path, "--branch", "Centro")
        assert gone.status == 69, gone
