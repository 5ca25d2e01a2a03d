"""The locked-down environment of themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import jinja2
import pytest
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from site_builder.contract.papers import Card
from site_builder.contract.parts import Link, Signals
from site_builder.theme.environment import Environment, make_environment

CARD = Card(
    "one",
    "papers/one.html",
    "A <b>",
    "A &lt;b&gt;",
    (),
    0,
    0,
    None,
    None,
    (),
    None,
    (),
    (),
    "",
    "",
    False,
    Signals(),
    None,
    "",
)


def environment(words: Mapping[str, str] | None = None, **templates: str) -> Environment:
    files = {f"{name}.html": text for name, text in templates.items()}
    return make_environment(lambda name: (files[name], name) if name in files else None, words)


def render(source: str, words: Mapping[str, str] | None = None, **context: Any) -> str:
    return environment(words, page=source).get_template("page.html").render(context)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ t.__globals__ }}",
        "{{ kept.__globals__['os'] }}",
        "{{ '{0.__class__}'.format('') }}",
        "{{ self.__init__.__globals__ }}",
        "{{ card.__class__ }}",
        "{{ card.__struct_fields__ }}",
        "{% set _ = items.append(1) %}",
        "{{ words.clear() }}",
    ],
)
def test_a_template_cannot_reach_python_nor_change_what_it_sees(source: str) -> None:
    with pytest.raises((SecurityError, jinja2.UndefinedError)):
        render(source, card=CARD, items=[], words={})


@pytest.mark.parametrize("source", ["{{ range(9) }}", "{{ lipsum() }}", "{{ [1, 2]|random }}", "{{ now() }}"])
def test_there_is_no_chance_no_clock_and_no_long_loop(source: str) -> None:
    with pytest.raises(jinja2.TemplateError):
        render(source)


def test_values_are_escaped() -> None:
    assert render("{{ name }}|{{ card.title }}", name="<a href='x'>&\"", card=CARD) == (
        "&lt;a href=&#39;x&#39;&gt;&amp;&#34;|A &lt;b&gt;"
    )


def test_an_unknown_name_is_an_error() -> None:
    for source in ("{{ nme }}", "{{ link.nme }}", "{% if nme %}{% endif %}"):
        with pytest.raises(jinja2.UndefinedError):
            render(source, link=Link("a", "b"))


def test_white_space_of_templates_collapses_but_not_in_pre() -> None:
    assert render("<b>\n\n    one   two\n</b>  {{ x }}", x="x") == "<b>\none two\n</b> x"
    source = "<b>   {{ x }}<pre>\n  a\n\n    {{ x }}   b</pre>{{ x }}   <b>"
    assert render(source, x="a  b") == "<b> a  b<pre>\n  a\n\n    a  b   b</pre>a  b <b>"


@pytest.mark.parametrize(
    ("source", "tight"),
    [
        ("<ul>\n  <li>{{ x }}\n  </li>\n</ul>\n", "<ul><li>x</li></ul>"),
        ("<p> one <b>two</b> <i>three</i> </p> {{ x }}", "<p>one <b>two</b> <i>three</i></p>x"),
        (
            "<label>Sort <select>\n<option>a\n<option>b\n</select> </label>",
            "<label>Sort <select><option>a<option>b\n</select> </label>",
        ),
        ('<a class="more" href="{{ x }}">', '<a class=more href="x">'),
        ('<p class="one two" id="a" title="">', '<p class="one two" id=a title="">'),
        ('<p{% if x %} class="one"{% endif %}>a="b" {{ \'<p class="x"> <p>\' }}', None),
    ],
)
def test_html_has_no_white_space_or_quotes_that_it_does_not_need(source: str, tight: str | None) -> None:
    unchanged = '<p class="one">a="b" &lt;p class=&#34;x&#34;&gt; &lt;p&gt;'
    assert render(source, x="x") == (unchanged if tight is None else tight)


def test_white_space_of_values_stays() -> None:
    assert render("{{ text }}", text="a   b\n\nc") == "a   b\n\nc"


def test_a_constant_word_is_translated_when_the_template_is_compiled() -> None:
    words = {"Papers": "Arbeiten", "{n} papers": "{n} Arbeiten"}
    assert render("{{ t('Papers') }} {{ t('Tags') }}", words) == "Arbeiten Tags"
    assert render("{{ t(word) }}", words, word="Papers") == "Arbeiten"
    assert render("{{ plural(n, '{n} paper', '{n} papers') }}", words, n=1200) == "1,200 Arbeiten"
    code = environment(words, page="{{ t('Papers') }}")
    assert "Arbeiten" in str(code.compile("{{ t('Papers') }}", raw=True))


def test_a_translation_is_text_like_any_other() -> None:
    assert render("{{ t('Papers') }}", {"Papers": "<b>"}) == "&lt;b&gt;"


def test_the_row_of_a_card_is_made_once_for_each_root() -> None:
    macros = "{% macro row(card, root) %}<{{ root }}{{ card.id }}>{% endmacro %}"
    made = environment(macros=macros, page="{% import 'macros.html' as ui %}{{ kept(ui.row, card, root) }}")
    page = made.get_template("page.html")
    assert page.render(card=CARD, root="../") == "<../one>"
    assert page.render(card=CARD, root="") == "<one>"
    calls: list[str] = []
    kept = cast(Callable[..., str], made.globals["kept"])

    def row(card: Card, root: str) -> str:
        calls.append(root)
        return root + card.id

    assert [kept(row, CARD, root) for root in ("", "", "../", "")] == ["one", "one", "../one", "one"]
    assert calls == ["", "../"]


def test_a_kept_part_is_made_once_for_each_site_and_each_value_of_what_it_lists() -> None:
    class Site:
        asked = 0

        @property
        def title(self) -> str:
            self.asked += 1
            return "<x>"

    source = "{% kept root, here %}{{ root }}{% if here %}!{% endif %}{{ site.title }} {% endkept %}"
    page = environment(page=source * 2).get_template("page.html")
    first, other = Site(), Site()
    shown = [page.render(site=first, root=root, here=here) for root, here in (("", 0), ("../", 1), ("", 1), ("../", 1))]
    assert shown == [2 * f"{part}&lt;x&gt; " for part in ("", "../!", "!", "../!")]
    assert first.asked == 6, "twice for each of three"
    page.render(site=other, root="", here=0)
    assert other.asked == 2


@pytest.mark.parametrize(
    "source",
    [
        "{% kept root %}{{ page.url }}{% endkept %}",
        "{% kept root %}{% for link in page.feeds %}{{ link }}{% endfor %}{% endkept %}",
        "{% kept root %}{% include 'page.html' %}{% endkept %}",
        "{% kept root %}{% block main %}{% endblock %}{% endkept %}",
    ],
)
def test_a_kept_part_uses_nothing_but_what_it_lists(source: str) -> None:
    with pytest.raises(jinja2.TemplateSyntaxError, match="kept part"):
        render(source, root="", page="")


def test_json_in_a_page_cannot_end_its_script() -> None:
    assert render("{{ text|tojson }}", text="</script>'é\n\"") == r'"\u003c/script\u003e\u0027é\n\""'


def test_numbers_have_their_thousands_apart() -> None:
    assert render("{{ 1234567|thousands }} {{ 12|thousands }}") == "1,234,567 12"


@pytest.mark.parametrize("given", [["a", "<b>"], [Markup("<i>"), "<b>"], [1, "<b>"], [], ["a"]])
def test_lists_are_joined_as_jinja_joins_them(given: list[object]) -> None:
    source = "{{ given|join('<') }} {{ given|join }} {{ (1, 2)|join(', ', attribute='real') }}"
    assert render(source, given=given) == jinja2.Environment(autoescape=True).from_string(source).render(given=given)


def test_the_names_of_links_are_joined() -> None:
    links = [Link("<Ana>", ""), Link("Bo", "")]
    assert render("{{ links|join(', ', attribute='name') }}", links=links) == "&lt;Ana&gt;, Bo"


@pytest.mark.parametrize("source", ["{{ link.name }}", "{{ link['name'] }}", "{{ links|join(attribute='name') }}"])
def test_names_of_the_contract_work_on_other_values(source: str) -> None:
    made = {"name": "Ana"}
    assert render(source, link=made, links=[made]) == jinja2.Template(source).render(link=made, links=[made]) == "Ana"


def test_the_names_of_the_contract_reach_nothing_that_is_hidden() -> None:
    assert render("{{ text.title() }}", text="one") == "One"
    assert render("{{ paper.year is defined }} {{ none.title is defined }}", paper=CARD, none=None) == "False False"
    with pytest.raises(SecurityError):
        render("{{ items.count.__self__.append(1) }}", items=[])
