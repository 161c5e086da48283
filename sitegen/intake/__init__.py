"""Takes in what was written elsewhere: a Word document or plain text becomes blocks, items and sections, and a draft of ours."""

from sitegen.attachments import COMPOUND, LARGEST, LOCKED, form
from sitegen.intake import docx, txt
from sitegen.intake.blocks import Document

WORD = "Åbn den i Word, vælg »Gem som« og formatet »Word-dokument (.docx)«, og prøv igen med den nye fil."
ENDINGS = ("docx", "docm", "dotx", "txt", "text", "md")


def read(data: bytes, ending: str) -> Document:
    """Read a file by what its bytes are, and then by the end of its name; pure, bounded, and never raises."""
    if len(data) > LARGEST:
        return _refused("Filen er alt for stor til at være en dagsorden eller et referat.", "The file is far too large.")
    if not data.strip():
        return _refused("Filen er tom.", "The file is empty.")
    if data.startswith(COMPOUND):
        if LOCKED in data:
            return _refused(
                "Filen er låst med en adgangskode. Åbn den i Word, fjern adgangskoden under »Filer« → »Oplysninger« → "
                "»Beskyt dokument«, gem den, og prøv igen.",
                "The file is locked with a password; remove it in Word and save.",
            )
        return _refused(f"Filen er gemt i et gammelt format (.doc). {WORD}", "An old Office file; save it as .docx.")
    kind = form(data)
    if data.startswith(b"{\\rtf"):
        return _refused(f"Filen er i formatet RTF. {WORD}", "An RTF file; save it as .docx.")
    if kind == "pdf":
        return _refused(
            "Filen er en PDF, og i den kan man ikke se, hvad der er overskrifter, punkter og tabeller. Find det "
            "Word-dokument, som PDF-filen er lavet af. Er det væk, så åbn PDF-filen i Word, gem den som .docx, og læs den "
            "nøje igennem, eller kopiér teksten over i en fil, der ender på .txt.",
            "A PDF has no headings or tables to read; use the Word document that it was made from.",
        )
    if kind == "package":
        return docx.read(data)
    if kind == "text" and ending in ENDINGS[3:]:
        return txt.read(data)
    return _refused(
        f"Filen er hverken et Word-dokument (.docx) eller ren tekst (.txt). Er den fra Word, så: {WORD}",
        "Neither a Word document (.docx) nor plain text (.txt).",
    )


def _refused(danish: str, english: str) -> Document:
    return Document(refused=(danish, english))
