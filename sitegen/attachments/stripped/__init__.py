"""What is published of an attachment, whatever it is like: all that it shows, and nothing of who made it, where, with what."""

from xml.parsers.expat import ExpatError

from sitegen.attachments.found import TooMuch, is_of_the_disk
from sitegen.attachments.marks import COMPOUND, LARGEST, LOCKED, form
from sitegen.attachments.stripped import office, pictures

NESTED = 3  # files within files
SILENT = ("csv", "txt")  # have no room for properties
# What cameras and programs write names in that nobody here can take out; in fonts and the like there are none.
TELLING = frozenset(("tif", "tiff", "webp", "heic", "svg", "jp2", "htm", "html", "mht", "rtf", "mp4", "m4v", "m4a", "mov", "wmv"))


def stripped(data: bytes, kind: str) -> tuple[bytes, str]:
    """Return what is published of a file of a kind (the end of its name), and why its makers' traces are still in it.

    Why, empty where they are not: signed, encrypted, damaged, large, kind, or inside (a file within the file, and the rest is
    cleaned). Pure and deterministic; stripping twice is stripping once. What cannot be cleaned comes back as it was.
    """
    return _stripped(data, kind, 0)


def _stripped(data: bytes, kind: str, depth: int) -> tuple[bytes, str]:
    if len(data) > LARGEST or depth > NESTED:
        return data, "large"

    def nested(inner: bytes, kind: str) -> tuple[bytes, str]:
        published, why = _stripped(inner, kind, depth + 1)
        silent = not why or (why == "kind" and kind not in TELLING and not inner.startswith(COMPOUND))
        return published, "" if silent else "inside"

    try:
        match form(data):
            case "jpeg":
                return pictures.jpeg(data), ""
            case "png":
                return pictures.png(data), ""
            case "package":
                return office.package(data, nested)
            case "pdf":
                from sitegen.attachments.stripped import pdf  # its library takes longer to load than most files to clean

                return pdf.document(data, nested)
            case "text" if kind in SILENT:
                return data, ""
    except TooMuch:
        return data, "large"
    except (ExpatError, Exception) as error:  # a file can be wrong in every way there is
        if is_of_the_disk(error):
            raise
        return data, "damaged"
    return data, "encrypted" if data.startswith(COMPOUND) and LOCKED in data else "kind" if data else "damaged"
