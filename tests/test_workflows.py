"""The ready workflows are sound: what they run exists, runs, and is given no more rights than it needs."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from sitegen.cli import cli
from tests.support import ROOT, site

STARTER = ROOT / "sitegen" / "starter" / "site"
OURS = ROOT / ".github" / "workflows" / "hjemmeside.yml"
THEIRS = STARTER / ".github" / "workflows" / "hjemmeside.yml"
GITLAB = STARTER / ".gitlab-ci.yml"
WORKFLOWS = pytest.mark.parametrize("path", [OURS, THEIRS], ids=["ours", "theirs"])
# The first words of a line of a script that runs the program.
RUN = re.compile(r"(?m)(?:^|&& |exec )(?:\"\S+\" )?(sitegen (?!\").*)$")


def _read(path: Path) -> dict[Any, Any]:
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def _steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def _is_well_asked(command: str) -> None:
    """Fail where a command line names a command or an option that the program does not have."""
    _, name, *arguments = shlex.split(command.partition(" > ")[0])
    given = {one.partition("=")[0] for one in arguments if one.startswith("-")}
    assert given <= {name for one in cli.commands[name].params for name in one.opts}, command


# --- GitHub


@WORKFLOWS
def test_a_workflow_runs_for_proposals_for_main_and_on_every_new_day(path: Path) -> None:
    workflow = _read(path)
    when = workflow[True]  # YAML 1.1 reads `on` as true
    assert set(when) == {"push", "pull_request", "schedule", "workflow_dispatch"} and when["push"] == {"branches": ["main"]}
    (entry,) = when["schedule"]
    minute, hour, *rest = entry["cron"].split()
    assert rest == ["*", "*", "*"]
    for month in (1, 7):  # after midnight in Copenhagen, in winter and in summer
        local = datetime(2026, month, 5, int(hour), int(minute), tzinfo=UTC).astimezone(ZoneInfo("Europe/Copenhagen"))
        assert local.day == 6 and local.hour < 2
    for step in _steps(workflow):
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"] == {"fetch-depth": 0, "persist-credentials": False}


@WORKFLOWS
def test_a_workflow_has_no_rights_but_those_that_publishing_takes(path: Path) -> None:
    workflow = _read(path)
    jobs = workflow["jobs"]
    assert workflow["permissions"] == {"contents": "read"}
    rights = {name: job["permissions"] for name, job in jobs.items() if "permissions" in job}
    assert rights == {
        "udgiv": {"pages": "write", "id-token": "write"},
        "sikkerhedsfane": {"contents": "read", "security-events": "write"},
    }
    assert jobs["kontrol"]["if"] == "github.event_name == 'pull_request'"
    assert jobs["byg"]["if"] == "github.event_name != 'pull_request'"
    assert jobs["udgiv"]["needs"] == "byg" and jobs["udgiv"]["if"] == "github.ref == 'refs/heads/main'"
    assert [step["uses"].partition("@")[0] for step in jobs["udgiv"]["steps"]] == ["actions/deploy-pages"]
    assert all(jobs[name]["steps"][0]["uses"].startswith("actions/checkout@") for name in ("kontrol", "byg"))
    assert not any("run" in step for step in _steps(workflow))  # so nothing of a proposal can get into a script
    assert "pull_request_target" not in path.read_text(encoding="utf-8")


@WORKFLOWS
def test_a_workflow_gives_the_action_only_what_it_takes(path: Path) -> None:
    action, text = _read(ROOT / "action.yml"), path.read_text(encoding="utf-8")
    own = "./" if path == OURS else "EJER/sitegen@main"
    asked = [step for step in _steps(_read(path)) if step.get("uses") == own]
    assert [step["with"]["command"] for step in asked] == ["check", "build", "build", "check"]
    for step in asked:
        assert set(step["with"]) <= set(action["inputs"]) and all(isinstance(value, str) for value in step["with"].values())
    published = next(step for step in _read(path)["jobs"]["byg"]["steps"] if step.get("uses") == own)
    assert published["with"] == {"command": "build"}  # no drafts, and nothing before its day
    if path == THEIRS:
        assert text.count("uses: EJER/sitegen@main") == 4 and "Ret EJER alle fire steder" in text


@pytest.mark.parametrize("path", [OURS, THEIRS, ROOT / "action.yml"], ids=["ours", "theirs", "action"])
def test_what_others_made_is_named_by_its_commit_and_version(path: Path) -> None:
    """A tag can be moved to other code; a commit cannot."""
    used = re.findall(r"(?m)^ *(?:- )?uses: (.*)$", path.read_text(encoding="utf-8"))
    others = [one for one in used if one not in ("./", "EJER/sitegen@main")]
    assert others and all(re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one) for one in others), used


def test_both_workflows_do_the_same() -> None:
    ours, theirs = _read(OURS), _read(THEIRS)
    assert json.loads(json.dumps(theirs).replace("EJER/sitegen@main", "./")) == json.loads(json.dumps(ours))


# --- the action, whose steps are run as a runner would


class Action:
    """The steps of action.yml, run by bash as GitHub runs them, with the inputs of a workflow's step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.action = _read(ROOT / "action.yml")
        self.summary = folder / "summary"

    def _filled(self, value: str, inputs: dict[str, str]) -> str:
        def fill(match: re.Match[str]) -> str:
            what, _, name = match[1].partition(".")
            if what == "inputs":
                return inputs.get(name, str(self.action["inputs"][name]["default"]))
            return {"runner.temp": str(self.folder), "runner.os": "Linux"}[match[1]]

        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", fill, value)

    def run(self, name: str, inputs: dict[str, str], status: int = 0, **more: str) -> str:
        step = next(step for step in self.action["runs"]["steps"] if step.get("name") == name)
        environment = {key: self._filled(value, inputs) for key, value in step["env"].items()}
        github = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(self.summary), "GITHUB_PATH": str(self.folder / "path")}
        github["GITHUB_ACTION_PATH"] = str(ROOT)
        assert step["shell"] == "bash" and "${{" not in step["run"]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            env={**os.environ, "PATH": path, **github, **environment, **more},
            cwd=self.folder / "arkiv",
            capture_output=True,
            text=True,
        )
        assert ran.returncode == status, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for path, contents in site().items():
        place = tmp_path / "arkiv" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(contents)
    return tmp_path / "arkiv"


def test_the_action_checks_and_builds(tmp_path: Path, archive: Path) -> None:
    action = Action(tmp_path)
    given = {step["name"]: step["with"] for step in _steps(_read(OURS)) if step.get("uses") == "./"}
    day = {"today": "2026-02-01"}
    action.run("Run", {**given["Byg en forhåndsvisning"], **day})
    assert not action.summary.exists()
    assert "http://127.0.0.1:8000/" in (archive / "output" / "sitemap.xml").read_text(encoding="utf-8")
    (archive / "content" / "pages").mkdir(exist_ok=True)
    (archive / "content" / "pages" / "ny.md").write_text("---\ntitel: Ny\n---\n", encoding="utf-8")
    assert "::error file=content/pages/ny.md,line=2" in action.run("Run", {**given["Kontrollér"], **day}, status=1)
    assert "Frister og fund" in action.summary.read_text(encoding="utf-8")


def test_the_action_hands_on_every_input_and_runs_none_of_them(tmp_path: Path, archive: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "sitegen").write_text('#!/bin/sh\nprintf "%s|" "$@"\n', encoding="utf-8")
    (tools / "sitegen").chmod(0o755)
    action, path = Action(tmp_path), f"{tools}{os.pathsep}{os.environ['PATH']}"
    nasty = "$(touch hacket); `touch hacket`"
    given = {"command": "build", "root": nasty, "output": "ud her", "strict": "true", "drafts": "true", "future": "true"}
    given |= {"today": "2026-02-01", "base-url": "https://x.example/", "format": "json"}
    said = action.run("Run", given, PATH=path)
    assert said.split("|")[:-1] == [
        *("build", "-C", nasty, "-o", "ud her", "--strict", "--drafts", "--future"),
        *("--today", "2026-02-01", "--base-url", "https://x.example/", "--format", "json"),
    ]
    for one in said.split("|"):
        assert not one.startswith("-") or one in {name for param in cli.commands["build"].params for name in param.opts}
    assert action.run("Run", {}, PATH=path) == "check|-C|.|" and not (archive / "hacket").exists()
    sarif = next(step["with"] for step in _steps(_read(OURS)) if step.get("with", {}).get("report"))
    assert action.run("Run", sarif, PATH=path) == ""
    assert (archive / sarif["report"]).read_text(encoding="utf-8") == "check|-C|.|--format|sarif|"
    assert "command is check or build" in action.run("Run", {"command": "clean"}, status=2, PATH=path)
    assert set(given) | {"report", "summary"} == set(action.action["inputs"])


def test_the_action_installs_what_the_lists_of_versions_say_and_only_once(tmp_path: Path, archive: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    stub = '#!/bin/sh\necho "$@" >> "$LOG"\nif [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n'
    (tools / "python").write_text(stub, encoding="utf-8")
    (tools / "python").chmod(0o755)
    action, log = Action(tmp_path), tmp_path / "log"
    more = {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "LOG": str(log)}
    action.run("Install", {}, **more)
    venv, versions, program = log.read_text(encoding="utf-8").splitlines()
    assert venv == f"-m venv {tmp_path}/sitegen" and f"--require-hashes -r {ROOT}/constraints.txt" in versions
    assert program.endswith(f"--no-deps --no-build-isolation {ROOT}")
    (tmp_path / "sitegen" / "bin" / "sitegen").symlink_to(tools / "python")
    action.run("Install", {}, **more)
    assert len(log.read_text(encoding="utf-8").splitlines()) == 3
    assert (tmp_path / "path").read_text(encoding="utf-8").splitlines() == [f"{tmp_path}/sitegen/bin"] * 2


# --- GitLab, and the commands of the other files


def test_the_jobs_of_gitlab_run(tmp_path: Path, archive: Path) -> None:
    jobs = _read(GITLAB)
    assert jobs["variables"]["GIT_DEPTH"] == "0"
    day = {"SOURCE_DATE_EPOCH": "1769947200", "CI": "true", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB")} | day
    for line in (*jobs["kontrol"]["script"], *jobs["pages"]["script"]):
        _is_well_asked(line)
    check, preview = jobs["kontrol"]["script"]  # what builds is run by the action's test
    ran = subprocess.run(["bash", "-eo", "pipefail", "-c", check], cwd=archive, env=environment, capture_output=True)
    assert ran.returncode == 0 and b"Ingen fund" in ran.stderr, ran.stderr.decode()
    assert jobs["kontrol"]["artifacts"]["paths"] == ["forhaandsvisning/"] and "-o forhaandsvisning" in preview
    assert jobs["pages"]["artifacts"]["paths"] == ["public"] and jobs["pages"]["script"] == ["sitegen build -o public"]
    assert json.loads((archive / jobs["kontrol"]["artifacts"]["reports"]["codequality"]).read_bytes()) == []


def test_what_runs_the_program_before_a_commit_names_what_there_is() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    _is_well_asked(hook["entry"])
    assert hook["pass_filenames"] is False and hook["always_run"] is True
    script = (STARTER / ".githooks" / "pre-commit").read_text(encoding="utf-8")
    asked = re.findall(r'(?:sitegen|"\$program") (check .*)$', script, re.MULTILINE)
    assert len(asked) == 3
    for command in asked:
        _is_well_asked(f"sitegen {command}")
    assert os.access(STARTER / ".githooks" / "pre-commit", os.X_OK) and "\r" not in script
    shell = shutil.which("dash") or "sh"
    assert subprocess.run([shell, "-n", str(STARTER / ".githooks" / "pre-commit")]).returncode == 0


def test_the_instructions_for_maintainers_name_what_there_is() -> None:
    text = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
    for command in re.findall(r"`(sitegen [a-z]+[^`]*)`", text):
        _is_well_asked(command)
    targets = re.findall(r"`make ([\w-]+)`", text)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
    named = re.findall(r"`([\w./-]*\.(?:yml|yaml))`", text)
    assert {"action.yml", ".github/workflows/hjemmeside.yml", ".pre-commit-hooks.yaml"} <= set(named)
    for name in named:
        assert any((place / name).exists() for place in (ROOT, STARTER)), name
