"""What a submission says cannot act on what shows it, and stays readable."""

import json

import pytest
from jinja2 import DictLoader
from markupsafe import Markup

from grader.markup import templates_of
from grader.sanitize import flowing, harmless_json, one_line, printable

ACTING = ["\x00", "\x07", "\x1b[2J", "\x7f", "\x9b31m", "\u2028", "\u202e", "\u2066", "\U000e0041", "\udce9", "\r"]
VIETNAMESE = "Nguyễn Thị Ánh: “đúng rồi” − 10/10 ✓"


@pytest.mark.parametrize("acting", ACTING, ids=ascii)
@pytest.mark.parametrize("harmless", [printable, one_line, flowing, harmless_json])
def test_nothing_acts(harmless, acting):
    """Controls, marks of direction and half characters are spelt out, in ASCII."""
    shown = harmless(f"a{acting}b")
    assert shown.isprintable() and shown.isascii()


@pytest.mark.parametrize("harmless", [printable, one_line, flowing, harmless_json])
def test_vietnamese_stays(harmless):
    """What can be printed is left alone."""
    assert harmless(VIETNAMESE) == VIETNAMESE


def test_white_space():
    """Line breaks and tabs stay, are spelt out, or are one space."""
    text = "a\tb\n c"
    assert (printable(text), one_line(text), flowing(text)) == (text, "a\\tb\\n c", "a b c")


@pytest.mark.parametrize("acting", ACTING, ids=ascii)
def test_json_says_the_same(acting):
    """Made harmless, JSON reads back as it was."""
    data = {"path": f"a{acting}b\n"}
    assert json.loads(harmless_json(json.dumps(data, ensure_ascii=False, indent=1))) == data


def test_a_template_lets_nothing_through():
    """Every value is made harmless and escaped, without a filter; HTML of our own stays."""
    made = templates_of("grader.reports").overlay(loader=DictLoader({"a": "{{ said }}{{ own }}"}))
    assert made.get_template("a").render(said="<b>\x1b", own=Markup("<i>")) == "&lt;b&gt;\\x1b<i>"
