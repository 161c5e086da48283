"""The shortcuts through markdown-it: whatever is written comes out as it does the long way."""

import os
import re
import string
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from sitegen import shortcuts
from sitegen.markdown import MARKDOWN, _markdown
from tests.support import CASES, read_case

LONG = bool(os.environ.get("SITEGEN_LONG"))
EXAMPLES = settings(max_examples=20_000 if LONG else 300, deadline=None)
PLAIN = _markdown(RendererHTML)

# What lines begin with, what stands in them, and how they are indented.
BEGINS = re.split(
    "¦",
    "# ¦¦¦¦## ¦### ¦####### x¦#x¦- ¦* ¦+ ¦-¦1. ¦7) ¦1234567890. ¦> ¦>¦> > ¦```¦~~~ x¦***¦- - -¦___¦"
    "| a | b |¦|---|:-:|¦a | b¦-|-¦[a]: /b 'c'¦[a]: <b c>¦- [ ] ¦Lukket: ",
)
PIECES = re.split(
    "¦",
    "tekst¦Ærø¦ ¦  ¦*¦**¦_¦__¦~~¦~¦`¦``¦[¦]¦(¦)¦[a]¦[x](y)¦![x](y)¦](<¦](¦<¦>¦<b>¦</b>¦<http://a.dk/æ>¦"
    "<a@b.dk>¦<!--¦&amp;¦&#65;¦&nbsp;¦&¦\\¦\\*¦\\|¦|¦!¦:¦../a-b/c.md#d¦https://a.dk/x?y=%20&z¦//a.dk¦"
    "javascript:x¦ 'titel'¦kl. 12¦§ 4¦\t¦\u00a0¦#¦1.¦-¦=¦\"",
)
INDENTS = st.sampled_from(("", "", "", "  ", "   ", "    ", "\t", " \t", "      "))
LINES = st.builds("{}{}{}".format, INDENTS, st.sampled_from(BEGINS), st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
TEXTS = st.lists(LINES | st.just(""), max_size=12).map("\n".join)


def read(markdown: MarkdownIt, text: str) -> tuple[Any, ...]:
    env: dict[str, Any] = {"items": True, "raw": [], "deep": [], "lines": text.split("\n")}
    tokens = markdown.parse(text, env)
    html = markdown.renderer.render(tokens, markdown.options, env)
    return tokens, html, env["deep"], [found[1:] for found in env["raw"]], env.get("references"), env.get("duplicate_refs")


@EXAMPLES
@example("> - a\n>   b\n\n  c | d\n  -|-\n  e | f\n\n[x]: y")
@example("".join("> " * depth + "- x\n" for depth in range(30)))
@example("[" * 60 + "a" + "](b)" * 60)
@example("a\rb\r\nc\0d")
@given(TEXTS)
def test_any_text_is_read_as_the_long_way_reads_it(text: str) -> None:
    assert read(MARKDOWN, text) == read(PLAIN, text)


@EXAMPLES
@given(st.text("".join({*string.punctuation, *"a1æ \t\n"}), max_size=60))
def test_any_signs_are_read_as_the_long_way_reads_them(text: str) -> None:
    assert read(MARKDOWN, text) == read(PLAIN, text)


def test_the_files_of_all_cases_are_read_as_the_long_way_reads_them() -> None:
    files = [file for place in CASES.glob("SG[456]*.md") for file in read_case(place).files.items()]
    texts = {data.decode() for path, data in files if path.endswith(".md") and b"\xff" not in data}
    assert len(texts) > 100
    for text in texts:
        assert read(MARKDOWN, text) == read(PLAIN, text)


@EXAMPLES
@given(st.from_regex(shortcuts.OWN, fullmatch=True) | st.text("ab/.#?%æ:@[]<>", max_size=12))
def test_an_address_comes_out_as_the_long_way_writes_it(url: str) -> None:
    assert MARKDOWN.normalizeLink(url) == PLAIN.normalizeLink(url)


@EXAMPLES
@given(st.text("ab()<>\\& \n\t\x7f;", max_size=12), st.integers(0, 3), st.integers(0, 3))
def test_where_a_link_leads_is_read_as_the_long_way_reads_it(text: str, at: int, short: int) -> None:
    end = max(at, len(text) - short)
    one, other = (markdown.helpers.parseLinkDestination(text, at, end) for markdown in (MARKDOWN, PLAIN))
    assert (one.ok, one.pos, one.str) == (other.ok, other.pos, other.str)


@pytest.mark.parametrize("chain", ["", "paragraph", "reference", "blockquote", "list"])
def test_a_rule_is_asked_by_its_own_name(chain: str) -> None:
    """A rule that markdown-it renames or adds is asked everywhere; one that it leaves out is named here no more."""
    assert {*shortcuts.BLOCKS} <= {*PLAIN.block.ruler.get_all_rules()}
    assert {*shortcuts.INLINES, "text"} == {*PLAIN.inline.ruler.get_active_rules()}
    assert len(MARKDOWN.block.ruler.getRules(chain)) == 1 and PLAIN.block.ruler.getRules(chain)
