"""The Nu Html Checker on every page of the sample, its stylesheet and its drawings: neither an error nor a remark."""

import json
import re
import subprocess
from pathlib import Path

from tests.sample import NODE, sample

CHECKER = NODE / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHECKED = (".html", ".css", ".svg")
# Properties of CSS that browsers know and the checker does not yet.
UNKNOWN = re.compile("^CSS: “(mask|vector-effect)”:")


def _remarks(folder: Path, paths: list[str]) -> list[str]:
    """What the checker says of some files, all in one run."""
    command = ["java", "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always"]
    command += ["--also-check-css", "--also-check-svg", *paths]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=120)
    said = [m for m in json.loads(done.stdout)["messages"] if not UNKNOWN.search(m["message"])]
    return [f"{m['url'].removeprefix(folder.as_uri() + '/')}:{m.get('lastLine')} {m['message']}" for m in said]


def test_every_page_is_valid_html(tmp_path: Path) -> None:
    paths = [path for path in sorted(sample().files) if path.endswith(CHECKED) and not path.startswith("bilag/")]
    assert len(paths) > 200
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(sample().files[path])
    assert _remarks(tmp_path, paths) == []


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    faulty = '<!doctype html><html lang="da"><title>Prøve</title><p id="a"><p id="a"><img src="x.png">'
    (tmp_path / "prøve.html").write_text(faulty, encoding="utf-8")
    (tmp_path / "prøve.css").write_text("p { colour: red }", encoding="utf-8")
    found = "\n".join(_remarks(tmp_path, ["prøve.html", "prøve.css"]))
    assert "Duplicate ID" in found and "alt" in found and "colour" in found
