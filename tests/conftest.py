"""Fixtures that several test files share."""

import os
from pathlib import Path

import pytest

from tests.support import base


@pytest.fixture
def fast_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: no test here pulls the plug for real."""
    monkeypatch.setattr(os, "fsync", lambda number: None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project folder with the base site of the cases."""
    project = tmp_path / "projekt"
    for path, data in base().items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(data)
    return project
