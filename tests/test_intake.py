"""Documents made with several programs, taken in: what each becomes, beside it in tests/intake; UPDATE=1 writes it anew."""

import os
from pathlib import Path

import pytest

from tests.intake_support import errors, said, taken

FOLDER = Path(__file__).resolve().parent / "intake"
DOCUMENTS = sorted(p for p in FOLDER.iterdir() if p.suffix in (".docx", ".txt"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_each_document_becomes_the_draft_beside_it(path: Path) -> None:
    made = taken(path.read_bytes(), path.name)
    assert made.refused is None
    shown = f"{made.path}\n{''.join(f'{name}{chr(10)}' for name in made.pictures)}\n{made.text}\n~~~\n{said(made)}\n"
    expected = path.with_name(f"{path.name}.expected")
    if os.environ.get("UPDATE"):
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")
    assert errors(made) == []
    assert "draft: true" in made.text
