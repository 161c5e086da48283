"""The sample site as the tests see it: the project's own content on a fixed day, and the rare kinds it has no example of."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sitegen import files, layout, mirror
from sitegen.build import Options, build

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / "tests" / "node" / "node_modules"
RARE = ROOT / "tests" / "rare"
STATEMENT = "content/pages/was.md"  # left out: the site must then write its own
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Sample:
    """The files of a site by path, which template each address was made by, and what its search is made of."""

    files: dict[str, bytes]
    templates: dict[str, str]
    searched: dict[str, bytes]

    @property
    def pages(self) -> dict[str, str]:
        """Every page of the site as text, by path."""
        return {path: data.decode() for path, data in sorted(self.files.items()) if path.endswith(".html")}


def _many(count: int = 61) -> bytes:
    """Minutes with so many items of one case, topic and party that the years before get pages of their own."""
    head = (
        "---\nmeeting: 2021-09-15-sundhedskoordinationsudvalget\nsent: 2021-09-20\nstatus: approved\napproved: 2022-09-14\n---\n"
    )
    fields = "Sag: den-lange-sag\nEmner: den lange sag\nForslagsstiller: morsoe\n"
    task = "### Opfølgning\n\n- [x] Sekretariatet følger op (ansvarlig: morsoe, frist: 2021-12-01)\n"
    items = (f"## {n}. Del {n} af den lange sag\n{fields}\n### Beslutning\n\nGodkendt.\n\n{task}\n" for n in range(1, count + 1))
    return (head + "".join(items)).encode()


@lru_cache(maxsize=1)
def sample() -> Sample:
    """Build the sample site in memory."""
    project = files.read(ROOT)
    rare = {f"content/{p.relative_to(RARE).as_posix()}": p.read_bytes() for p in sorted(RARE.rglob("*")) if p.is_file()}
    rare["content/minutes/2021-09-15-sundhedskoordinationsudvalget.md"] = _many()
    assert not rare.keys() & project.inputs.files.keys()
    own = {path: data for path, data in project.inputs.files.items() if path != STATEMENT}
    templates: dict[str, str] = {}

    def shown(spec: Any, *others: Any) -> Any:
        templates[spec.address] = spec.template
        return real(spec, *others)

    real = layout.shown
    with patch.object(layout, "shown", shown):
        built = build(replace(project.inputs, files=own | rare), TODAY, Options(search=True))
    assert built.plan, [finding for finding in built.findings if finding.severity == "error"]
    plan = mirror.contents(built.plan, project.real, lambda path: True)
    return Sample(plan, templates, dict(built.searched))
