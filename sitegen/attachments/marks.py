"""What the bytes of a file are, whatever its name says: by the marks that each form begins with."""

LARGEST = 50_000_000  # bytes; what is larger is not read, nor even held in memory, and published as it is
MARKS = ((b"%PDF-", "pdf"), (b"PK\x03\x04", "package"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word and Excel before 2007, and what a later one locks with a password
LOCKED = "EncryptedPackage".encode("utf-16-le")


def form(data: bytes) -> str:
    """Return what the bytes of a file are, whatever its name says: pdf, package, png, jpeg or text; empty for anything else."""
    head = data[:1024]
    for mark, kind in MARKS:
        if mark in head if kind == "pdf" else head.startswith(mark):
            return kind
    if not data or head.startswith(COMPOUND):
        return ""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return "" if b"\0" in data or sum(byte < 9 for byte in head) else "text"
