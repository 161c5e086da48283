"""What templates become: the same pages as Jinja itself makes of them, and the same errors in the same places."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import jinja2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from sitegen import output, render
from sitegen.build import Inputs, examine
from sitegen.compiled import Code, finished, shown
from sitegen.diagnostics import Finding
from sitegen.layout import Layout, lay_out
from sitegen.pages import PageSpec
from tests.support import site, specs, templates

GIVEN = {
    "text": "<b>&\"'</b> æ – 語",
    "html": Markup("<b>æ</b>"),
    "nothing": None,
    "day": date(2026, 3, 12),
    "one": SimpleNamespace(name="A & B", items=["x", "<y>"], number=3, none=None),
    "by": {"items": 1, "key": "<v>"},
    "numbers": [1, 2.5, True, 10**20],
}
MACROS = """{% macro tag(text, tone="quiet", end=none) %}<i class="{{ tone }}">{{ text }}{{ end or "" }}</i>{% endmacro %}
{% macro outer(text) %}{{ tag(text) }}{{ tag(tone=text, text=html) }}{% endmacro %}
{% macro more() %}{{ varargs|join("+") }}{{ kwargs['a'] }}{% endmacro %}
{% macro around(name) %}[{{ name }}: {{ caller() }}]{% endmacro %}
{% macro odd(macro, class, missing=2) %}{{ macro }}{{ class }}{{ missing }}{% endmacro %}
"""


def made(text: str, code: type[CodeGenerator]) -> str:
    env = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        loader=jinja2.DictLoader({"m": MACROS, "page": '{% import "m" as m with context %}' + text}),
    )
    env.code_generator_class = code
    return env.get_template("page").render(GIVEN)


@pytest.mark.parametrize(
    "text",
    [
        "{{ text }}{{ html }}{{ nothing }}{{ day }}{{ numbers }}{% for n in numbers %}{{ n }};{% endfor %}",
        "{{ text|upper }}{{ html|upper }}{{ text ~ html }}{{ html + text }}{{ '<' }}{{ 1.5 * 2 }}",
        "{{ one.name }}{{ one.items[1] }}{{ one['number'] }}{{ one.name.upper() }}{{ by['items'] }}{{ by.get('key') }}",
        "{{ one.gone|default('d') }}{{ one.gone is defined }}{{ one.gone is undefined }}{{ gone|default(one.name) }}",
        "{{ m.tag(text) }}{{ m.tag(html, 'good') }}{{ m.tag(text=1, end='!') }}{{ m.outer(text) }}{{ m.tag(m.tag(text)) }}",
        "{{ m.more(1, 2, a=3) }}{% call m.around(text) %}{{ text }}{% endcall %}{{ m.odd(1, 2) }}",
        "{% set given = ['t', 'good'] %}{{ m.tag(*given) }}{{ m.tag(**{'text': text}) }}",
        "{% for x in [1, 2] recursive %}{{ x }}{{ loop.index }}{{ loop([]) }}{% endfor %}",
        "{% set ns = namespace(x=0) %}{% for n in numbers %}{% set ns.x = ns.x + 1 %}{% endfor %}{{ ns.x }}",
        "{% block b %}{{ text }}{{ one.name }}{% endblock %}{{ self.b() }}{% include 'm' %}",
        "{% filter upper %}{{ text }}{% endfilter %}{% set block %}{{ text }}{% endset %}{{ block }}{{ range(3)|list }}",
        "{{ m.odd(1, class=2) }}{{ [text, html]|join(', ') }}",
    ],
)
def test_a_page_is_what_jinja_itself_makes_of_its_template(text: str) -> None:
    assert made(text, Code) == made(text, CodeGenerator)


@pytest.mark.parametrize(
    "text",
    [
        "{{ gone }}",
        "{{ one.gone }}",
        "{{ one.gone.more }}",
        "{% if one.gone %}{% endif %}",
        "{{ m.gone() }}",
        "{{ m.tag() }}",
        "{{ m.tag(1, 2, 3, 4) }}",
        "{{ m.tag(1, wrong=2) }}",
        "{{ nothing.name }}",
        "{{ text() }}",
    ],
)
def test_what_is_wrong_in_a_template_is_wrong_in_both(text: str) -> None:
    for code in (Code, CodeGenerator):
        with pytest.raises((jinja2.UndefinedError, TypeError, AttributeError)):
            made(text, code)


@pytest.mark.parametrize(
    "text",
    [
        "{{ months.gone is none }}",  # an attribute that is not there, where it does not matter
        "{{ assets.plain }}",  # what a mapping holds
        "{% set given = {'class': 1} %}{{ given.class }}",
        "{% macro box(text, class='') %}<b class='{{ class }}'>{{ text }}</b>{% endmacro %}{{ box('a', class='<') }}",
        "{% macro box() %}{% endmacro %}{{ box }}{{ box.name }}",  # no address in memory
        "{% macro b() %}<b>{% endmacro %}{% set n = namespace() %}"
        "{% autoescape false %}{% set n.b = b() %}{% endautoescape %}{{ n.b }}",
        "{{ {'<': 1}|tojson(indent=2) }}",
        "{{ (1 + 2).real }}",
        "{{ gone }}",
        "{{ months.gone }}",
        "\n{{ 1 // 0 }}",
        "{% if %}",
    ],
)
def test_what_only_jinja_can_make_is_left_to_it(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = laid().index
    given = {"assets/plain": b"x", "page.j2": text.encode()}

    def page() -> bytes | Finding:
        return output.renderer(given, whole.site, whole.today, ahead=True)(PageSpec("/", "page.j2", {}))

    ours = page()
    monkeypatch.setattr(render, "COMPILED", render._Compiled())
    monkeypatch.setattr(render._Environment, "code_generator_class", CodeGenerator)
    assert page() == ours
    assert isinstance(ours, Finding) == (text.strip() in ("{{ gone }}", "{{ months.gone }}", "{{ 1 // 0 }}", "{% if %}"))


def test_what_a_template_says_of_a_constant_is_worked_out_for_each_site_and_day() -> None:
    whole = laid().index
    task = '<li class="task task-open">Ring. Frist: <time datetime="2026-02-01">1. februar 2026</time></li>'
    given = {"page.j2": f"{{{{ '{task}'|fragment }}}}".encode()}

    def page(today: date) -> bytes | Finding:
        return output.renderer(given, whole.site, today)(PageSpec("/", "page.j2", {}))

    made = [page(date(2026, 2, day)) for day in (1, 2)]
    assert [isinstance(text, bytes) and b"overskredet" in text for text in made] == [False, True]


class Own:
    def __html__(self) -> str:
        return "<own>"


@given(st.text() | st.integers() | st.floats() | st.booleans() | st.none() | st.dates() | st.text().map(Markup))
@example(Own())
@example("&<>\"'")
def test_what_is_shown_is_what_the_library_escapes(value: object) -> None:
    assert shown(value) == str(escape(value))
    assert type(finished(str(value))) is Markup


def laid() -> Layout:
    files = {**templates(), **site()}
    today = date(2026, 2, 1)
    found = examine(Inputs(files), today)
    assert found.site
    return lay_out(found.site, found.verdicts, found.standings, today, files, {}, {}, ())


def test_every_page_of_a_site_is_what_jinja_itself_makes_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = laid()
    texts = {name: text.decode() for name, text in whole.templates.items() if name.endswith(".j2")}
    assets = {name: address for name, (address, _) in render.assets(whole.templates).items()}

    def pages() -> dict[str, str]:
        env = render.environment(texts, whole.index.site, whole.index.today, assets)
        return {spec.address: render.page(env, spec) for spec in specs(whole)}

    ours = pages()
    monkeypatch.setattr(render, "COMPILED", render._Compiled())
    monkeypatch.setattr(render._Environment, "code_generator_class", CodeGenerator)
    assert pages() == ours
    assert len(ours) > 20


def test_what_is_asked_for_once_is_made_once_for_all_alike_and_again_for_others() -> None:
    said: list[tuple[object, ...]] = []

    def macro(*given: object) -> str:
        said.append(given)
        return f"{given}"

    once: Callable[..., str] = render._once()
    assert [once(macro, "a", 1), once(macro, "a", 1), once(macro, "a", 1.0), once(macro, "b", 1)] == [
        "('a', 1)",
        "('a', 1)",
        "('a', 1.0)",
        "('b', 1)",
    ]
    assert len(said) == 3
