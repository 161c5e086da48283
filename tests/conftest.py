"""Fixtures that several test files share, and how the tests are shared out."""

import gc
import os
from pathlib import Path
from typing import Any

import pytest

from sitegen import aside
from tests.support import base


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a file to one worker, and all that drive the browser to one: each that did would make the survey anew."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "browser" if nodeid.startswith("tests/browser/") else super()._split_scope(nodeid)

    config.option.loadscopereorder = False  # else those with the most tests come first, and the longest test of all last
    return Scheduling(config, log)


def pytest_collection_finish() -> None:
    """Keep what stays to the end (modules, thousands of tests) from being looked through for rubbish again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def fast_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: no test here pulls the plug for real."""
    monkeypatch.setattr(os, "fsync", lambda number: None)
    monkeypatch.setattr(aside, "settle", lambda folder, changed: None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project folder with the base site of the cases."""
    project = tmp_path / "projekt"
    for path, data in base().items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(data)
    return project
