"""What is not done to an output folder: said as a wrong use, before anything is written."""

from collections.abc import Iterable
from pathlib import Path

from sitegen import aside
from sitegen.files import Refusal

MARKER = ".sitegen"  # says that the folder is ours, and how many pages the last finished build had


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


def refuse_taken(paths: Iterable[str]) -> None:
    """Raise Refusal where a path has a name that is ours."""
    taken = next((path for path in paths if f"/{MARKER}" in f"/{path}"), None)
    if taken:
        raise Refusal(
            f"Adressen /{taken} kan ikke bruges: Navne, der begynder med {MARKER}, er programmets egne. Ret den under aliases.",
            f"The address /{taken} is taken by the program itself; change it under aliases.",
        )


def refuse_shrinking(before: int, after: int, target: Path, allow_shrink: bool) -> None:
    """Raise Refusal where a site would lose more than a fifth of its pages, and nobody has said that it is meant."""
    if after * 5 < before * 4 and not allow_shrink:
        raise Refusal(
            f"Hjemmesiden ville skrumpe fra {before} til {after} sider, så {target} er ikke ændret. Se efter, om der "
            f"mangler filer i content/. Er det meningen, at siderne skal væk, så byg igen med --allow-shrink.",
            f"The site would shrink from {before} to {after} pages; use --allow-shrink if that is meant.",
        )
