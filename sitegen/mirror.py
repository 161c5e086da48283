"""The disk, written: makes the output folder an exact mirror of a plan, every file whole before any of them is shown."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen import aside, enclosures
from sitegen.build import Copy
from sitegen.files import Refusal, place_of, text_of
from sitegen.output import same_file

MARKER = ".sitegen"  # says that the folder is ours, and how many pages the last finished build had
MARKER_TEXT = (
    "Denne mappe er skrevet af sitegen og bliver skrevet igen. / This folder is written by sitegen, and written again.\n"
)
YEAR = re.compile(r".*/\d{4}/index\.html")  # a year's listing


def refuse(root: Path, target: Path) -> None:
    """Raise Refusal where the folder is not ours to write: a link, a place inside the sources, somebody's own folder."""
    wrong = _wrong(root, target)
    if wrong:
        danish, english = wrong
        raise Refusal(f"{target} {danish}. Vælg en anden mappe med -o.", f"{target} {english}. Choose another folder with -o.")


def _wrong(root: Path, target: Path) -> tuple[str, str] | None:
    if target.is_symlink():
        return "er et symbolsk link (en genvej), og det, den peger på, kan være noget andet", "is a symbolic link"
    real, project = target.resolve(), root.resolve()
    if any((project / part).resolve() in (real, *real.parents) for part in ("content", "templates")):
        return "ligger i content/ eller templates/, som hjemmesiden bygges af", "lies inside the sources"
    if real in (project, *project.parents):
        return "rummer selve projektet, og alt i mappen ville blive slettet", "holds the project itself"
    if real in _homes():
        return "er en hjemmemappe, og alt i mappen ville blive slettet", "is a home folder"
    if target.exists() and not target.is_dir():
        return "er en fil og ikke en mappe", "is not a folder"
    ours = not target.exists() or (target / MARKER).is_file()
    if not ours and any(not aside.is_temporary(entry.name) for entry in target.iterdir()):
        return (
            f"er ikke tom, og det er ikke sitegen, der har skrevet mappen (der er ingen fil ved navn {MARKER}). "
            "Alt i den ville blive slettet. Skal intet i den bruges, så tøm den selv",
            f"is not empty and has no {MARKER} file; empty it yourself if nothing in it is needed",
        )
    return None


def _homes() -> tuple[Path, ...]:
    try:
        home = Path.home().resolve()
    except RuntimeError:  # nobody's
        return ()
    return home, *home.parents


def _existing(target: Path) -> dict[str, int]:
    """Return the files under the output folder with their sizes, by path from it; what is no plain file as -1."""
    found: dict[str, int] = {}
    waiting = [(target, "")]
    while waiting:
        folder, prefix = waiting.pop()
        for entry in list(os.scandir(folder)):
            path = f"{prefix}{text_of(entry.name)}"
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), f"{path}/"))
            else:
                plain = entry.is_file(follow_symlinks=False)
                found[path] = entry.stat(follow_symlinks=False).st_size if plain else -1
    return found


def contents(plan: Mapping[str, bytes | Copy], real: Mapping[str, Path], wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the bytes of the wanted files of a plan, by path; raise Refusal as `write` does."""
    found = {path: _source(made, real) for path, made in plan.items() if wanted(path)}
    return {path: made if isinstance(made, bytes) else made.read_bytes() for path, made in found.items()}


def differing(plan: Mapping[str, bytes | Copy], real: Mapping[str, Path], target: Path) -> list[str]:
    """Return the paths where the output folder, read again, is not what a plan says; our own mark aside."""
    existing = _existing(target)
    right = (path for path, made in plan.items() if _same(place_of(target, path), made, existing.get(path), real))
    return sorted((plan.keys() | existing.keys()) - {MARKER} - set(right))


@dataclass(frozen=True, slots=True)
class Written:
    """What writing changed, counted in files."""

    written: int
    unchanged: int
    deleted: int


def write(plan: Mapping[str, bytes | Copy], real: Mapping[str, Path], root: Path, target: Path, allow_shrink: bool) -> Written:
    """Make the output folder an exact mirror of the plan.

    What is new or different is first written aside, all of it: whatever fails then leaves the site as it was. Renaming puts it in
    place: new files before those that lead to them, assets before pages before listings, and deletions last, so no reader meets
    half a file, and no page leads to one that is not there yet. Files are compared by bytes, never by times. An interrupted run
    is finished by the next one. One run at a time: see `aside.alone`.
    """
    refuse(root, target)
    taken = next((path for path in plan if f"/{MARKER}" in f"/{path}"), None)
    if taken:
        raise Refusal(
            f"Adressen /{taken} kan ikke bruges: Navne, der begynder med {MARKER}, er programmets egne. Ret den under aliases.",
            f"The address /{taken} is taken by the program itself; change it under aliases.",
        )
    existing = _existing(target) if target.exists() else {}
    before = _last_count(target, existing)
    after = _pages(plan)
    if after * 5 < before * 4 and not allow_shrink:
        raise Refusal(
            f"Hjemmesiden ville skrumpe fra {before} til {after} sider, så {target} er ikke ændret. Se efter, om der "
            f"mangler filer i content/. Er det meningen, at siderne skal væk, så byg igen med --allow-shrink.",
            f"The site would shrink from {before} to {after} pages; use --allow-shrink if that is meant.",
        )
    target.mkdir(parents=True, exist_ok=True)
    for path in _left(existing):
        place_of(target, path).unlink(missing_ok=True)
    if MARKER not in existing:
        aside.replace(target / MARKER, MARKER_TEXT.encode())
    waiting: dict[str, Path] = {}
    try:
        for path in sorted(plan):
            place = place_of(target, path)
            if not _same(place, plan[path], existing.get(path), real):
                source = _source(plan[path], real)
                waiting[path] = aside.named(_standing(place, target))
                aside.write(waiting[path], source, lasting=False)
        if waiting:
            aside.settle(target, waiting.values())
        for path in sorted(waiting, key=lambda path: (path in existing, _order(path))):
            _put(waiting[path], place_of(target, path), target)
    except BaseException:
        for left in waiting.values():
            left.unlink(missing_ok=True)
        raise
    if waiting:
        aside.settle(target, {place_of(target, path).parent for path in waiting})
    gone = set(existing) - set(plan) - {MARKER}
    deleted = _delete(target, gone, plan)
    _prune(target)
    if deleted:
        aside.settle(target, {folder for path in gone if (folder := place_of(target, path).parent).is_dir()})
    mark = f"{MARKER_TEXT}{after}\n".encode()
    if not _same(target / MARKER, mark, existing.get(MARKER), real):
        aside.replace(target / MARKER, mark)
    return Written(len(waiting), len(plan) - len(waiting), deleted)


def _left(existing: dict[str, int]) -> list[str]:
    """Take what killed runs left out of the files of the output folder, and return it."""
    left = [path for path in existing if aside.is_temporary(path.rpartition("/")[2])]
    for path in left:
        del existing[path]
    return left


def _pages(paths: Iterable[str]) -> int:
    return sum(path.endswith(".html") for path in paths)


def _last_count(target: Path, existing: Mapping[str, int]) -> int:
    """Return how many pages the last finished build had; of an older or unfinished one, how many there are."""
    marked = (target / MARKER).read_bytes().split() if MARKER in existing else []
    return int(marked[-1]) if marked and marked[-1].isdigit() else _pages(existing)


def _delete(target: Path, paths: Iterable[str], plan: Iterable[str]) -> int:
    """Delete files; what made way for a folder, or a folder's files for a file, is gone already."""
    twins = {same_file(path): path for path in plan}
    deleted = 0
    for path in sorted(paths):
        place, twin = place_of(target, path), twins.get(same_file(path))
        # One file under both names, to a disk that does not tell them apart, is the new one.
        if not _is_no_folder(place) or (twin and not place.is_symlink() and place.samefile(place_of(target, twin))):
            continue
        place.unlink()
        deleted += 1
    return deleted


def _is_no_folder(place: Path) -> bool:
    return place.is_symlink() or (place.exists() and not place.is_dir())


def _order(path: str) -> tuple[int, str]:
    """Return when a file is written: after what it leads to, so the files at the root, which lead to everything, come last."""
    if path.startswith(("assets/", "bilag/", "pagefind/")) and not path.endswith("pagefind-entry.json"):
        return 0, path
    page = path.endswith(".html") and path.count("/") >= 2 and not YEAR.fullmatch(path)
    return (1 if page else 2 if "/" in path else 3), path


def _same(target: Path, made: bytes | Copy, size: int | None, real: Mapping[str, Path]) -> bool:
    """Say whether a file is what it is to be; one that cannot be read is to be written again."""
    if size is None or size < 0:
        return False
    try:
        if isinstance(made, bytes):
            return size == len(made) and target.read_bytes() == made
        if made.digest:
            with target.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == made.digest
        with target.open("rb") as one, real[made.path].open("rb") as other:
            return hashlib.file_digest(one, "sha256").digest() == hashlib.file_digest(other, "sha256").digest()
    except OSError:
        return False


def _source(made: bytes | Copy, real: Mapping[str, Path]) -> bytes | Path:
    """Return what is to be written; raise Refusal where an attachment is no longer what was looked through."""
    if not isinstance(made, Copy) or not made.digest:
        return made if isinstance(made, bytes) else real[made.path]
    data = enclosures.published(real[made.path])
    if hashlib.sha256(data).hexdigest() != made.digest:
        raise Refusal(
            f"Bilaget {made.path} blev ændret, mens siden blev bygget, så der er ikke skrevet noget. Byg igen.",
            f"The attachment {made.path} changed while the site was built, and nothing is written; build again.",
        )
    return data


def _standing(place: Path, root: Path) -> Path:
    """Return the folder nearest to a place that is there already: nothing is made or taken away before all is written."""
    folder = root
    for part in place.parent.relative_to(root).parts:
        if (folder / part).is_symlink() or not (folder / part).is_dir():
            break
        folder /= part
    return folder


def _put(written: Path, place: Path, root: Path) -> None:
    """Rename a file into its place, making way where a folder or a file stands in the place of the other."""
    for parent in reversed(place.relative_to(root).parents[:-1]):
        if _is_no_folder(root / parent):
            (root / parent).unlink()
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    written.replace(place)


def _prune(folder: Path) -> bool:
    """Remove empty folders; say whether this one is empty now."""
    empty = True
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False) and _prune(Path(entry.path)):
            Path(entry.path).rmdir()
        else:
            empty = False
    return empty
