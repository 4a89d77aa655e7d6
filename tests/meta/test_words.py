"""The words of the course: spelled right, in one style, and in the terms of the glossary."""

import unicodedata

import pytest

import words
from course_book.content.terms import TERMS, Misuse, Term
from grader.text import LANGUAGES, Text
from words import Passage, passages

EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
MISUSES = [misuse for term in TERMS for misuse in term.never]


@pytest.fixture(scope="module")
def dictionaries() -> None:
    """Debian's dictionaries; without them there is nothing to look a word up in."""
    try:
        for lang in LANGUAGES:
            words.unknown(["a"], lang)
    except words.DictionaryMissingError as missing:
        pytest.skip(str(missing))


@EVERY_LANGUAGE
def test_spelled_right(dictionaries, lang):
    """Every word is in the dictionary or on the project's list."""
    problems = words.misspelt(passages(), lang, words.listed(lang))
    assert not problems, "\n".join(problems)


@EVERY_LANGUAGE
def test_no_needless_word_is_listed(dictionaries, lang):
    """The project's list has only what a text says and the dictionary lacks."""
    problems = words.needless(passages(), lang, words.listed(lang))
    assert not problems, "\n".join(problems)


@EVERY_LANGUAGE
def test_the_list_is_sorted(lang):
    """The project's list is sorted and has each word once."""
    own_words = words.listed(lang)
    assert own_words == sorted(set(own_words)), f"LC_ALL=C sort -u -o tests/meta/words.{lang}.txt{{,}}"


def test_oxford_spelling(dictionaries):
    """English words end in -ize where -ise is possible too."""
    problems = words.not_oxford(passages())
    assert not problems, "\n".join(problems)


def test_tone_marks_in_one_style():
    """Vietnamese is written hóa, tùy, khỏe everywhere."""
    problems = words.tone_marks_elsewhere(passages())
    assert not problems, "\n".join(problems)


def test_decimal_commas():
    """Vietnamese numbers have a decimal comma."""
    problems = words.decimal_points(passages())
    assert not problems, "\n".join(problems)


def test_text_is_composed():
    """No letter is stored in parts."""
    problems = words.not_composed(passages())
    assert not problems, "\n".join(problems)


def test_terms_are_used():
    """Where the English text has a term of the glossary, the Vietnamese text has its Vietnamese term."""
    problems = words.terms_missing(passages(), TERMS)
    assert not problems, "\n".join(problems)


def test_no_form_is_used_that_the_glossary_forbids():
    """No Vietnamese text has a form that the course does not use."""
    problems = words.terms_misused(passages(), MISUSES)
    assert not problems, "\n".join(problems)


# The checks above, on texts that were broken on purpose


def passage(vi: str = "", en: str = "") -> list[Passage]:
    """One passage of a page."""
    return [Passage("book/{lang}/a.ipynb", "cell head", Text(vi=vi, en=en))]


@pytest.mark.parametrize(
    "lang, text, word",
    [
        ("vi", "Chuẫn hóa từng mẫu", "Chuẫn"),
        ("vi", "một chuỗi ngiêng", "ngiêng"),
        ("vi", "qúy, không phải quý", "qúy"),
        ("vi", "mot, viết thiếu dấu", "mot"),
        ("en", "The varience of a column", "varience"),
        ("en", "What color is it", "color"),
        ("en", "a mean–varience pair", "varience"),
    ],
)
def test_a_misspelt_word_is_named(dictionaries, lang, text, word):
    """The message has the file, the cell and the word, and says where a right one is added."""
    (problem,) = words.misspelt(passage(**{lang: text}), lang, [])
    assert problem.startswith(f"book/{lang}/a.ipynb, cell head: ")
    assert repr(word) in problem
    assert f"words.{lang}.txt" in problem


@pytest.mark.parametrize(
    "lang, text",
    [
        ("vi", "Khóa học thỏa mãn, tùy ý; Ủy ban khỏe, quý và thủy"),
        ("en", "Colours, behaviours and normalized results; nobody's, don’t"),
    ],
)
def test_right_words_are_no_problem(dictionaries, lang, text):
    """Old-style tone marks, capitals, apostrophes of both kinds and British spelling are right."""
    assert words.misspelt(passage(**{lang: text}), lang, []) == []


def test_a_listed_word_is_no_problem(dictionaries):
    """A word on the list is right, with a capital too; a name on the list is right with its capitals only."""
    assert words.misspelt(passage(vi="Batch, batch, NumPy"), "vi", ["NumPy", "batch"]) == []
    (problem,) = words.misspelt(passage(vi="numpy"), "vi", ["NumPy"])
    assert "'numpy'" in problem


def test_needless_words_are_named(dictionaries):
    """A word on the list that no text says, or that the dictionary has, is to be taken off."""
    unused, known = words.needless(passage(en="A word, eps"), "en", ["eps", "dtype", "word"])
    assert "'dtype' stands in no text" in unused
    assert "'word' is in the dictionary" in known


def test_a_missing_dictionary_is_said_with_the_way_out(monkeypatch):
    """Without a dictionary there is an exception that says what to install, and no silent success."""
    monkeypatch.setitem(words.DICTIONARIES, "vi", "xx_YY")
    with pytest.raises(words.DictionaryMissingError, match="apt-get install hunspell hunspell-vi hunspell-en-gb"):
        words.unknown(["chuẩn"], "vi")


@pytest.mark.parametrize("word", ["normalise", "normalised", "Normalising", "organisation", "recognises"])
def test_ise_is_named(dictionaries, word):
    """A word in -ise that may end in -ize is named."""
    (problem,) = words.not_oxford(passage(en=f"They {word} it"))
    assert repr(word) in problem and "iz" in problem


def test_words_that_only_end_in_ise_are_right(dictionaries):
    """Exercise, precise, otherwise and the like have no other spelling."""
    text = "An exercise, otherwise precise, raises and revises noise; the promise comprised surprising advice; analysed"
    assert words.not_oxford(passage(en=text)) == []


@pytest.mark.parametrize("new, old", [("hoá", "hóa"), ("tuỳ", "tùy"), ("thoả", "thỏa"), ("Uỷ", "Ủy"), ("khoẻ", "khỏe")])
def test_a_tone_mark_in_the_new_style_is_named(new, old):
    """The message says how the course writes the syllable."""
    (problem,) = words.tone_marks_elsewhere(passage(vi=f"từ {new} này"))
    assert repr(new) in problem and repr(old) in problem
    assert words.tone_marks_elsewhere(passage(vi=f"từ {old} này, quý, quỳ, hoàn, tuyến")) == []


@pytest.mark.parametrize(
    "vi, en, found",
    [
        ("hay 0.5.", "or 0.5.", ["0.5"]),
        ("bằng 0.5, hay $x = 1.25$", "is 0.5, or $x = 1.25$", ["0.5", "1.25"]),
        ("Python 3.11, mục 3.2", "Python 3.11, section 3.2", []),
        ("bằng 0,5, `0.5`, eps=0.5, arXiv:1607.08022, $0{,}5$", "is 0.5", []),
    ],
)
def test_a_decimal_point_is_named(vi, en, found):
    """A version, a section, code and an address keep their points."""
    problems = words.decimal_points(passage(vi, en))
    assert [problem.split(": ")[1] for problem in problems] == found


@EVERY_LANGUAGE
def test_a_letter_stored_in_parts_is_named(lang):
    """Decomposed text is seen in either language."""
    (problem,) = words.not_composed(passage(**{lang: unicodedata.normalize("NFD", "café")}))
    assert f"book/{lang}/a.ipynb, cell head is not NFC" in problem


VARIANCE = Term(
    forms=Text(vi="phương sai", en="variance"),
    means=Text(vi="…", en="…"),
    read="book/formula#step-mean",
    accepted="độ phân tán",
    never=(Misuse(form="lớp", instead="tầng", why="lớp là class", unless="class"),),
)


@pytest.mark.parametrize("en", ["the variance", "Variances differ", "a *variance* of\n1"])
def test_a_missing_term_is_named(en):
    """A term in English, plural or not, asks for its Vietnamese term."""
    (problem,) = words.terms_missing(passage("độ biến thiên", en), [VARIANCE])
    assert problem.startswith("book/vi/a.ipynb, cell head: ") and "'phương sai'" in problem


@pytest.mark.parametrize(
    "vi, en",
    [
        ("Phương sai của cột", "the variance"),
        ("phương\nsai", "the variance"),
        ("độ phân tán", "the variance"),
        ("một cột", "covariances, `variance` and $\\text{x} variance$"),
        ("", "The variance of English alone"),
    ],
)
def test_a_term_in_its_place_is_no_problem(vi, en):
    """Any accepted form will do; code and parts of words are no terms."""
    assert words.terms_missing(passage(vi, en), [VARIANCE]) == []


@pytest.mark.parametrize(
    "vi, en, found", [("Lớp này", "this layer", 1), ("Lớp này", "these classes", 0), ("`lớp`", "", 0)]
)
def test_a_forbidden_form_is_named_unless_it_is_right(vi, en, found):
    """The message gives the right term and the reason; where the English says a word of `unless`, all is well."""
    problems = words.terms_misused(passage(vi, en), VARIANCE.never)
    assert len(problems) == found
    assert all("say 'tầng', since lớp là class" in problem for problem in problems)


@pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: misuse.form)
def test_every_forbidden_form_is_found(misuse):
    """Each entry of the glossary finds the form it forbids."""
    (problem,) = words.terms_misused(passage(f"Đây là {misuse.form}.", "This."), [misuse])
    assert misuse.instead in problem


# What counts as prose


@pytest.mark.parametrize(
    "text",
    [
        "`kode` and ```\nkode\n```",
        "```{mistakes} kode\nkode\n```",
        "$kode$ and $$\nkode\n$$",
        "<span class='kode'>and</span> <!-- kode -->",
        "https://kode.example/kode and [and](kode.ipynb#kode)",
        "x_kode, kode=1, kode.kode, kode(x), kode/kode, --kode=x, kode1, {kode}, Σkode",
        "\\begin{align}kode\\end{align}",
    ],
)
def test_code_is_no_prose(text):
    """Code, mathematics, addresses, tags, placeholders and names with marks of code are left out."""
    assert set(words.words(text)) <= {"and"}


@pytest.mark.parametrize(
    "text, found",
    [
        ("**Bold**, *it’s* “so”…", ["Bold", "it's", "so"]),
        ("$x \\text{ if odd}$", ["if", "odd"]),
        ("two-pass — and (more).", ["two", "pass", "and", "more"]),
        ("| mẫu | kênh |", ["mẫu", "kênh"]),
        ("[the chapter](a.md): 5 < 6", ["the", "chapter"]),
    ],
)
def test_words_of_a_text(text, found):
    """Marks around words, dashes between them and words in mathematics are seen for what they are."""
    assert words.words(text) == found


def test_strings_equal_in_both_languages_are_code():
    """Of a code cell, only what was translated is prose."""
    text = Text(vi="upper left\n# trung bình\nmẫu", en="upper left\n# the mean\nsample")
    assert words.translated(text) == Text(vi="# trung bình\nmẫu", en="# the mean\nsample")


def test_every_call_with_both_languages_is_found():
    """`vi=` and `en=` of any call, f-strings too, with the line."""
    code = 'a = Text(vi="một", en=f"one {x} two")\n\n@graded(points=3, vi="hai", en="two")\ndef f(): g(vi="only")\n'
    assert sorted((p.place, p.text.vi, p.text.en) for p in words.passages_of_python("a.py", code)) == [
        ("line 1", "một", "one … two"),
        ("line 3", "hai", "two"),
    ]


def test_remarks_of_code_are_english():
    """Comments and docstrings are found with their lines."""
    found = list(words.remarks_of_python("a.py", '"""A module."""\n\nx = 1  # a number\n'))
    assert [(p.place, p.text.vi, p.text.en) for p in found] == [
        ("line 3", "", "# a number"),
        ("line 1", "", "A module."),
    ]


@pytest.mark.parametrize(
    "file",
    [
        "book/{lang}/formula.ipynb",
        "exercises/{lang}/instance_norm.ipynb",
        "solutions/{lang}/instance_norm.md",
        "README.md",
        "book/index.md",
        "book/_ext/course_book/content/words.py",
        "book/_static/norm-explorer/words.mjs",
        "book/locales/vi/LC_MESSAGES/sphinx.po",
        "tests/grader/feedback/compose.py",
        "tests/graded/test_instance_norm.py",
        "tests/graded/instance_norm.toml",
        "tests/graded/instance_norm.remarks.toml",
        "tests/mistakes/instance_norm.py",
    ],
)
def test_all_kinds_of_text_are_read(file):
    """Each kind of file that holds prose in two languages gives words in both."""
    found = [passage for passage in passages() if passage.file == file]
    assert all(words.places(found, lang) for lang in LANGUAGES)


def test_alt_texts_are_read():
    """What is said of a figure to who cannot see it is prose too."""
    assert any(p.place.endswith(":alt") and p.text.vi for p in passages())
