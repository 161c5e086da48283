"""Places on somebody's own machine, which often name its owner: what is left of them is the name of the file."""

import re

BETWEEN = r"(?:[\\/]|%5[Cc]|%2[Ff])"
HOME = re.compile(
    rf"(?:\bfile:{BETWEEN}*(?:[A-Za-z](?::|%3[Aa]))?|(?<![A-Za-z])[A-Za-z]:(?={BETWEEN})|\\\\(?=\w)|^/(?=(?:Users|home)/))"
    rf"(?:[^\\/%;\"'<>|\n]|%(?!5[Cc]|2[Ff])|{BETWEEN})*{BETWEEN}"
)


def homeless(text: str) -> str:
    """Return a text in which such a place is only the name of its file."""
    return HOME.sub("", text)
