"""A free page to be written."""

from sitegen.model import Site
from sitegen.new.writing import yaml


def path(name: str) -> str:
    """Return where the page of an id belongs."""
    return f"content/pages/{name}.md"


def usual_title(name: str) -> str:
    """Return the title that a page would have by its id."""
    plain = name.replace("-", " ")
    return plain[:1].upper() + plain[1:]


def text(site: Site, title: str) -> str:
    """Return the file: a draft with room for what it says."""
    number = max((page.meta.menu or 0 for page in site.pages), default=0) + 1
    lines = (
        "---",
        f"title: {yaml(title)}",
        "description:                # én sætning om, hvad man kan læse her; den vises i søgninger",
        f"# menu: {number}".ljust(27) + " # fjern # foran, hvis siden skal stå i menuen; tallet er dens plads",
        "draft: true                 # slet linjen, når siden kan vises",
        "---",
        "Skriv teksten her. En linje, der begynder med ##, er en overskrift.",
        "",
    )
    return "\n".join(lines)
