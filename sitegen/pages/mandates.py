"""The pages of mandates: the list, each text with what answers for its passages, and what a version changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.danish import date_words, sort_key
from sitegen.model import Mandate
from sitegen.pages import answers, differences, duties
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page

MANDATES = ("/kommissorier/", "Kommissorier")
DIFFERENCES = "forskelle/"
GROUPS = {"in-force": "I kraft", "coming": "Træder i kraft senere", "proposed": "Forslag", "ended": "Ikke længere i kraft"}


@dataclass(frozen=True, slots=True)
class Version:
    """A mandate beside another: how the two are related, and where what changed is told."""

    mandate: Mandate
    differences: str = ""  # an address; empty where there is nothing to compare


Listed = tuple[Mandate, str, list[Version]]  # with how it stands, and the versions that it takes the place of


def silences(mandate: Mandate) -> list[str]:
    """Return what the mandate leaves open, so that nobody reads a rule into its silence."""
    rules = mandate.meta.obligations
    return [
        words
        for words, said in (
            ("hvor mange møder der skal holdes", rules.meetings_per_year),
            ("hvornår dagsordenen skal være ude", rules.agenda),
            ("hvornår referatet skal være ude", rules.minutes),
            ("om dokumenterne skal på hjemmesiden", rules.website),
        )
        if not said
    ]


def status(index: Index, mandate: Mandate) -> tuple[str, str]:
    """Return how a mandate stands, proposed, coming, in-force or ended, and the words for it."""
    begins, ends = mandate.meta.valid_from, mandate.meta.valid_to
    if mandate.meta.proposed:
        return "proposed", "Forslag, binder ingen endnu"
    if begins and begins > index.today:
        return "coming", f"Træder i kraft {date_words(begins, weekday=False)}"
    if ends and ends < index.today:
        return "ended", f"Trådt ud af kraft efter {date_words(ends, weekday=False)}"
    words = f"I kraft fra {date_words(begins, weekday=False)}" if begins else "I kraft"
    return "in-force", f"{words} til {date_words(ends, weekday=False)}" if ends else words


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page of all mandates."""
    head = Head("Kommissorier", "Kommissorierne, der siger, hvad hvert forum skal.", "/kommissorier/", (), "/kommissorier/")
    yield page("kommissorier", head, groups=_groups(index))


def each(index: Index, mandate: Mandate) -> Iterator[PageSpec]:
    """Yield the page of a mandate, and one for what it changed in the version before it."""
    before = {other.id: other for other in index.site.mandates if other.id != mandate.id}
    earlier = before.get(mandate.meta.supersedes or "")
    yield _mandate(index, mandate, earlier)
    if earlier:
        yield _differences(index, earlier, mandate)


def _groups(index: Index) -> list[tuple[str, str, list[Listed]]]:
    """Return the mandates by how they stand; the earlier versions of one that has begun stand under it."""
    by_id = {mandate.id: mandate for mandate in index.site.mandates}
    begun = [m for m in index.site.mandates if status(index, m)[0] in ("in-force", "ended")]
    past = {name for mandate in begun for name in mandate.earlier}
    groups: dict[str, list[Listed]] = {kind: [] for kind in GROUPS}
    for mandate in sorted(index.site.mandates, key=lambda m: sort_key(m.meta.title)):
        kind, words = status(index, mandate)
        if mandate in begun and mandate.id in past:
            continue
        named = mandate.earlier if mandate in begun else (mandate.meta.supersedes,)
        earlier = [by_id[name] for name in named if name and name in by_id and name != mandate.id]
        newest = sorted(earlier, key=lambda m: (m.begins, m.id), reverse=True)
        groups[kind].append((mandate, words, [Version(m, _compared(by_id, mandate, m)) for m in newest]))
    return [(kind, title, groups[kind]) for kind, title in GROUPS.items()]


def _compared(by_id: dict[str, Mandate], mandate: Mandate, earlier: Mandate) -> str:
    """Return where the differences between a version and the next after it are told."""
    later = next(
        (m for m in (mandate, *(by_id[n] for n in mandate.earlier if n in by_id)) if m.meta.supersedes == earlier.id), None
    )
    return f"{later.address}{DIFFERENCES}" if later else ""


def _mandate(index: Index, mandate: Mandate, earlier: Mandate | None) -> PageSpec:
    meta = mandate.meta
    later = [m for m in index.site.mandates if m.meta.supersedes == mandate.id and m.id != mandate.id]
    found = answers.answers(index, mandate)
    return page(
        "kommissorium",
        Head(
            meta.title, f"{meta.title}: teksten og de forpligtelser, den giver.", mandate.address, (MANDATES,), "/kommissorier/"
        ),
        mandate=mandate,
        status=status(index, mandate),
        earlier=Version(earlier, f"{mandate.address}{DIFFERENCES}") if earlier else None,
        later=[(Version(m, f"{m.address}{DIFFERENCES}"), m.meta.proposed) for m in later],
        pieces=tuple(answers.pieces(mandate, found)),
        told=answers.told(index, mandate),
        judged=answers.judged(index, mandate),
        house_rules=tuple(duties.read_out(index, meta.house_rules)),
        silences=silences(mandate),
        others=_others(index, mandate),
        sections=[heading for heading in mandate.headings if heading.level == 2],
    )


def _others(index: Index, mandate: Mandate) -> list[tuple[Mandate, str]]:
    """Return the other mandates of the same bodies, with how each stands."""
    found = {other.id: other for body in mandate.bodies for other in index.body_mandates.get(body.id, ())}
    return [(other, status(index, other)[1]) for other in found.values() if other.id != mandate.id]


def _differences(index: Index, before: Mandate, after: Mandate) -> PageSpec:
    title = f"Forskelle: {after.meta.title}"
    return page(
        "forskelle",
        Head(
            title,
            f"Hvad {after.meta.title} ændrer i den tidligere version.",
            f"{after.address}{DIFFERENCES}",
            (MANDATES, (after.address, after.meta.title)),
            "/kommissorier/",
        ),
        before=before,
        after=after,
        statuses=(status(index, before), status(index, after)),
        duties=differences.of_duties(index, before.meta.obligations, after.meta.obligations),
        house_rules=differences.of_duties(index, before.meta.house_rules, after.meta.house_rules),
        runs=differences.of_text(before, after),
    )
