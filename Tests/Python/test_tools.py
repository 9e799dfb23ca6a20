"""The tools themselves: every point of a scenario is run once, and a run that was cut off goes on where it was."""

import argparse
import importlib.machinery
import importlib.util
import multiprocessing.pool

import pytest

from conftest import ROOT


@pytest.fixture
def torture(monkeypatch):
    """The program with invented scenarios, in threads: no other program runs."""
    loader = importlib.machinery.SourceFileLoader("torture", str(ROOT / "tools" / "torture"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("torture", loader))
    loader.exec_module(module)
    module.ran = []

    def run_points(task):
        name, points = task
        module.ran += [f"{name}:{k}:{c}:{n}" for k, c, n in points]
        return name, [(f"{name}:{k}:{c}:{n}", True, "lost" if n == 3 else None) for k, c, n in points]

    def run_beyond(task):
        name, kind, call, number = task
        module.ran.append(f"{name}:{kind}:{call}:{number}")
        return name, [(f"{name}:{kind}:{call}:{number}", False, None)]

    monkeypatch.setattr(module, "begin", lambda *_: None)
    monkeypatch.setattr(module, "prepare", lambda name: (name, {("kill", "write"): 20, ("eio", "fsync"): 2}, None))
    monkeypatch.setattr(module, "run_points", run_points)
    monkeypatch.setattr(module, "run_beyond", run_beyond)
    monkeypatch.setattr(module.multiprocessing, "Pool", multiprocessing.pool.ThreadPool)
    return module


def chosen(**options):
    return argparse.Namespace(**{"all": True, "scenario": ["push", "pull"], "jobs": 2, "resume": None, **options})


def test_all_points_of_all_scenarios_are_run_and_no_more(torture, capsys):
    assert torture.run_all(chosen(), {**torture.SCENARIOS}, "/nowhere") is True
    expected = [f"{s}:{k}:{c}:{n}" for s in ("push", "pull")
                for k, c, most in (("kill", "write", 20), ("eio", "fsync", 2)) for n in range(1, most + 2)]
    assert sorted(torture.ran) == sorted(expected)
    assert "FAILED push:kill:write:3\n  lost" in capsys.readouterr().out


def test_a_run_that_was_cut_off_goes_on_where_it_was(torture, tmp_path, capsys):
    file = tmp_path / "points.log"
    torture.run_all(chosen(resume=str(file)), {**torture.SCENARIOS}, "/nowhere")
    lines = file.read_text().splitlines(keepends=True)
    whole, torture.ran = sorted(torture.ran), []
    # Cut in the middle of the last line.
    file.write_text("".join(lines[:-1]) + lines[-1][:9])
    assert torture.run_all(chosen(resume=str(file)), {**torture.SCENARIOS}, "/nowhere") is True
    assert 0 < len(torture.ran) < len(whole) and set(torture.ran) <= set(whole)
    # What failed before is told again, and counted; the file is whole.
    told = capsys.readouterr().out
    assert told.count("FAILED push:kill:write:3") == 2
    assert f"total {len(whole)} {len(whole) - 4} 2" in " ".join(told.split())
    torture.ran = []
    torture.run_all(chosen(resume=str(file)), {**torture.SCENARIOS}, "/nowhere")
    assert torture.ran == []
