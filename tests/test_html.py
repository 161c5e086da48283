"""The Nu Html Checker on every page of the sample, its stylesheet and its drawings: neither an error nor a remark."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.sample import NODE, sample

CHECKER = NODE / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHECKED = (".html", ".css", ".svg")
# Properties of CSS that browsers know and the checker does not yet.
UNKNOWN = re.compile("^CSS: “(mask|vector-effect)”:")


# A run is short: a compiler that thinks twice, and several threads that tidy up, cost more than they gain.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")


def _remarks(folder: Path, paths: list[str]) -> list[str]:
    """What the checker says of some files, all in one run."""
    command = ["java", *QUICK, "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always"]
    command += ["--also-check-css", "--also-check-svg", *paths]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=120)
    said = [m for m in json.loads(done.stdout)["messages"] if not UNKNOWN.search(m["message"])]
    return [f"{m['url'].removeprefix(folder.as_uri() + '/')}:{m.get('lastLine')} {m['message']}" for m in said]


FAULTY = {
    "prøve.html": '<!doctype html><html lang="da"><title>Prøve</title><p id="a"><p id="a"><img src="x.png">',
    "prøve.css": "p { colour: red }",
}


@pytest.fixture(scope="module")
def remarks(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is said of the site and, at the same run, of what is wrong: to start the checker takes it long."""
    folder = tmp_path_factory.mktemp("site")
    own = {path: data for path, data in sample().files.items() if path.endswith(CHECKED) and not path.startswith("bilag/")}
    assert len(own) > 200 and not own.keys() & FAULTY.keys()
    for path, data in {**own, **{path: text.encode() for path, text in FAULTY.items()}}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return _remarks(folder, sorted([*own, *FAULTY]))


def test_every_page_is_valid_html(remarks: list[str]) -> None:
    assert [remark for remark in remarks if not _of_the_faulty(remark)] == []


def test_the_checker_sees_what_is_wrong(remarks: list[str]) -> None:
    found = "\n".join(remark for remark in remarks if _of_the_faulty(remark))
    assert "Duplicate ID" in found and "alt" in found and "colour" in found


def _of_the_faulty(remark: str) -> bool:
    return any(f"/{path}:" in remark for path in FAULTY)
