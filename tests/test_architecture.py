"""The floors of the house: imports go down only, and nothing in the core touches the world."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "sitegen"

# What touches the world; the first named before those that import it.
SHELL_FLOOR = (
    "git",
    "aside",
    "workers",
    "program",
    "folder",
    "enclosures",
    "files",
    "refusals",
    "mirror",
    "assembly",
    "bytecode",
    "again",
    "history",
    "memo",
    "search",
    "staged",
    "console",
    "serve",
)
# Lowest floor first; within a floor, a module may import those named before it.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("diagnostics", "calendar", "danish"),
    (
        "fields",
        "entry",
        "obligations",
        "schema",
        "privacy",
        "parsed",
        "evidence",
        "inputs",
        "lineage",
        "clauses",
        "model",
        "judgement",
        "catalogue",
        "report",
    ),
    ("mends", "frontmatter", "shortcuts", "markdown", "reading", "followups", "passages", "unread", "prose", "attachments"),
    ("parse",),
    ("links", "references", "unplanned", "link", "verdicts", "standings", "public"),
    (
        "forms",
        "rules",
        "pending",
        "reminders",
        "absences",
        "starter",
        "new",
        "intake",
        "pages",
        "compiled",
        "render",
        "output",
        "compress",
        "feeds",
    ),
    ("layout", "build", "reworded", "preview"),
    SHELL_FLOOR,
    ("commands", "cli", "__main__"),
)
ORDER = {name: index for index, name in enumerate(name for floor in FLOORS for name in floor)}
SHELL = {*SHELL_FLOOR, "commands", "cli", "__main__"}

WORLD = {"os", "pathlib", "shutil", "subprocess", "socket", "time", "random", "tempfile", "io", "glob", "urllib.request", "uuid"}
# The catalogue and the starter read texts that are part of the program; attachments are read from memory as if they were files.
ALLOWED = {("catalogue", "importlib.resources"), ("starter", "importlib.resources"), ("attachments", "io"), ("intake", "io")}
CALLS = {"open", "print", "input", "now", "today", "getenv", "read_text", "write_text", "read_bytes", "write_bytes"}

MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    """The module's place in the house: a package counts as one."""
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


def _imports(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out whole"
            module = node.module or ""
            found += [f"{module}.{alias.name}" for alias in node.names] if module == "sitegen" else [module]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down(path: Path) -> None:
    name = _name(path)
    if name == "__init__":
        return
    for imported in _imports(ast.parse(path.read_text(encoding="utf-8"))):
        parts = imported.split(".")
        if parts[0] == "sitegen" and len(parts) > 1 and parts[1] in ORDER and parts[1] != name:
            assert ORDER[parts[1]] < ORDER[name], f"{name} imports {imported}, which is no floor below it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_core_touches_nothing(path: Path) -> None:
    name = _name(path)
    if name in SHELL or name == "__init__":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for imported in _imports(tree):
        if (name, imported) not in ALLOWED:
            assert imported not in WORLD and imported.split(".")[0] not in WORLD - {"urllib.request"}, imported
            assert not imported.startswith("importlib"), imported
    if name not in ("catalogue", "starter"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                assert called not in CALLS, f"line {node.lineno}: {called}()"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_module_says_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring and docstring.splitlines()[0].rstrip().endswith("."), path


def test_every_module_has_a_floor() -> None:
    assert {_name(path) for path in MODULES} - {"__init__"} == set(ORDER)


def test_nothing_in_the_program_knows_the_clusters() -> None:
    """Clusters, levels and the Danish names of bodies are data (the catalogue's examples may speak of them)."""
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        strings = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        docstrings = {
            ast.get_docstring(n, clean=False)
            for n in ast.walk(tree)
            if isinstance(n, (ast.Module, ast.FunctionDef, ast.ClassDef))
        }
        for text in strings:
            if text not in docstrings:
                assert not any(
                    word in text.lower() for word in ("politisk", "fagligt-strategisk", "klynge nord", "nordjylland")
                ), (
                    path.name,
                    text,
                )
