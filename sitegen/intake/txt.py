"""Plain text as blocks: lines that were broken to fit a page are joined again, headings and lists are told from paragraphs."""

import re
from collections.abc import Iterator, Sequence

from sitegen.attachments import decoded
from sitegen.intake.blocks import Block, Document
from sitegen.intake.inline import MARKS, cleaned, escaped, paragraph
from sitegen.intake.recognise import MONTH

BULLET = re.compile(r"\s*(?:[•·▪◦●○‣*]|[-–—](?=\s)|o(?=\s{2,}))\s*(?=\S)")
NUMBER = re.compile(rf"\s*(\d{{1,3}})[.)]\s+(?!{MONTH}\b)(?=\S)", re.IGNORECASE)
MAIL = re.compile(r"\s*(fra|til|cc|bcc|emne|sendt|dato|from|to|subject|date|sent)\s*:\s*(.*)", re.IGNORECASE)
MOST = 60  # characters of a heading
WIDEST = 130  # characters; no page is wider, so lines that end there were not broken to fit one
# What mandates, agendas and minutes call their parts: such a line is a heading whatever stands around it.
KNOWN = re.compile(
    r"(?:formål|baggrund|struktur|sammensætning|mødefrekvens|mødeindhold|møder|mødeform|opgaver(?: og ansvar)?|"
    r"sekretariat(?:sbetjening)?|formandskab|organisering|økonomi|ikrafttræden|evaluering|indstilling|beslutning|sagsfremstilling|"
    r"resume|bilag|opfølgning)(?: og \w+)?\s*:?",
    re.IGNORECASE,
)
LETTER = re.compile(r"[^\W\d_]")


def read(data: bytes) -> Document:
    """Read a text file in whatever encoding it is; never raises."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    lines = [cleaned(MARKS.sub("", line)).rstrip() for line in text.split("\n")]
    lines, title, said = _without_mail_head(lines)
    blocks = [Block("heading", title, escaped(title), 0)] if title else []
    blocks += _listed(_blocks(_joined(lines)))
    return Document(tuple(blocks), remarks=tuple(said))


def _without_mail_head(lines: Sequence[str]) -> tuple[list[str], str, list[str]]:
    """Take the head of a pasted mail off: it says who wrote to whom. What it is about is the title."""
    head: list[tuple[str, str]] = []
    at = next((i for i, line in enumerate(lines) if line.strip()), 0)
    end = at
    while end < len(lines) and (match := MAIL.fullmatch(lines[end])):
        head.append((match[1].lower(), match[2].strip()))
        end += 1
    names = {name for name, _ in head}
    if not (names & {"fra", "from"} and names & {"emne", "subject", "til", "to"}):
        return list(lines), "", []
    title = next((value for name, value in head if name in ("emne", "subject")), "")
    title = re.sub(r"^(?:(?:sv|vs|re|fw|fwd|vb)\s*:\s*)+", "", title, flags=re.IGNORECASE)
    return list(lines[end:]), title, ["Mailens hoved (fra, til, emne) er ikke taget med; emnet er brugt som titel."]


def _joined(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield each paragraph as one line, and whether an empty line stood above it."""
    filled = [line for line in lines if line.strip()]
    if not filled:
        return
    # A text taken out of a PDF can have an empty line after every line: there it says nothing.
    followed = sum(1 for line, after in zip(lines, [*lines[1:], ""], strict=True) if line.strip() and not after.strip())
    long = sum(len(line.strip()) > MOST for line in filled)
    doubled = len(filled) > 8 and followed >= 0.8 * len(filled) and long > 1
    widths = sorted(len(line.strip()) for line in filled)
    width = widths[max(0, len(widths) - 1 - len(widths) // 20)]
    broken = width <= WIDEST and sum(length > 0.8 * width for length in widths) >= 3
    whole, last, gap, above = "", "", False, False
    for line in lines:
        bare = " ".join(line.split())
        if not bare:
            gap = True
            continue
        apart = gap and not doubled
        if whole and not apart and broken and _goes_on(last, line, width, widths[-1]):
            whole = whole[:-1] + bare if _is_split(whole, bare) else f"{whole} {bare}"
        else:
            if whole:
                yield whole, above
            whole, above = line.strip(), gap
        last, gap = bare, False
    yield whole, above


def _is_split(whole: str, bare: str) -> bool:
    return bool(re.search(r"[^\W\d_]-$", whole)) and bare[0].islower() and bare.split()[0] not in ("og", "eller", "samt")


def _goes_on(last: str, line: str, width: int, widest: int) -> bool:
    """Say whether a line goes on where the one above it was full, or in the middle of a sentence."""
    bare = line.strip()
    if BULLET.match(line) or NUMBER.match(line) or KNOWN.fullmatch(bare):
        return False
    if bare[0].islower():
        return not last.endswith((".", "!", "?")) or len(last) > 0.7 * width
    ended = last.endswith((".", ":", "!", "?"))
    reach = len(last) + 1 + len(bare.split()[0])
    return reach >= (widest if ended else 0.85 * width)


def _blocks(found: Iterator[tuple[str, bool]]) -> Iterator[tuple[str, Block]]:
    """Yield each paragraph as a block with what it is: bullet, number, or empty for all others."""
    asked = False  # whether the paragraph above was a short heading that ends in a colon: what follows is its answer
    paragraphs = list(found)
    for index, (text, above) in enumerate(paragraphs):
        if match := BULLET.match(text):
            words = text[match.end() :]
            yield "bullet", Block("paragraph", words, escaped(words))
            asked = False
            continue
        words = " ".join(text.split())
        if match := NUMBER.match(text):
            rest = text[match.end() :].strip()
            yield "number" if not above else "first", Block("paragraph", rest, escaped(rest), label=f"{match[1]}.")
            asked = False
            continue
        is_heading = _is_heading(words) and (not asked or bool(KNOWN.fullmatch(words)))
        follows = paragraphs[index + 1][0] if index + 1 < len(paragraphs) else ""
        if words.endswith(":") and BULLET.match(follows) and not KNOWN.fullmatch(words):
            is_heading = False  # it leads up to the list
        asked = is_heading and words.endswith(":")
        bare = words.rstrip(" :")
        yield "", Block("heading", bare, escaped(bare), 2) if is_heading else Block("paragraph", words, paragraph(words))


def _is_heading(words: str) -> bool:
    short = len(words) <= MOST and words[0].isupper() and ":" not in words[:-1]
    return short and not words.endswith((".", ",", ";", "!", "?")) and bool(LETTER.search(words))


def _listed(found: Iterator[tuple[str, Block]]) -> list[Block]:
    """Make lists of bullets and numbers that follow each other; a number that stands alone is a paragraph with a label."""
    blocks: list[Block] = []
    waiting: list[Block] = []
    kind = ""

    def finish() -> None:
        if len(waiting) == 1 and kind != "bullet":
            blocks.extend(waiting)
        elif waiting:
            marks = [one.label if kind != "bullet" else "-" for one in waiting]
            text = "\n".join(one.text for one in waiting)
            markdown = "\n".join(f"{mark} {one.markdown}" for mark, one in zip(marks, waiting, strict=True))
            blocks.append(Block("list", text, markdown, ordered=kind != "bullet", items=tuple(waiting)))
        waiting.clear()

    for mark, block in found:
        same = mark == kind or (kind == "first" and mark == "number")
        if not mark or not same or mark == "first":
            finish()
        kind = mark if not waiting else kind
        if mark:
            waiting.append(block)
        else:
            blocks.append(block)
    finish()
    return blocks
