"""The prose of the course, and what is wrong with its words: spelling, tone marks, terms.

A passage is a text that stands in both languages: a cell of twin notebooks, an alt text, a section of a Markdown page,
a `Text(vi=…, en=…)` of the Python code, the words of the norm explorer, an entry of Sphinx's catalogue. Only its words
count: code, mathematics, addresses and HTML tags are taken out first. What a reader sees of the Python code, the
comments and docstrings of the solutions and of the graded tests, is English alone.

Spelling is judged by Debian's hunspell with its dictionaries. A right word that they do not know stands in
`words.vi.txt` or `words.en.txt`, one a line, sorted.
"""

import ast
import io
import re
import subprocess
import tokenize
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

import twins
from course_book.content.terms import Misuse, Term
from grader.text import LANGUAGES, Text

ROOT = twins.ROOT
PYTHON = ("book/_ext", "book/course", "book/in_page", "tests/grader", "tests/graded", "tests/mistakes")
DESCRIBED = "tests/graded"
PYTHON_SHOWN = ("solutions", "tests/graded")
EXPLORER = "book/_static/norm-explorer/words.mjs"
CATALOGUE = "book/locales/vi/LC_MESSAGES/sphinx.po"
DICTIONARIES = {"vi": "vi_VN", "en": "en_GB"}
LANGUAGE_NAMES = {"vi": "Vietnamese", "en": "English"}
DECIMAL_IN_WORDS = re.compile(r"(?:(\S+) )?(?<![\w.,/:=])(\d+\.\d+)(?![\w/]|\.\w)")
DECIMAL_IN_MATHEMATICS = re.compile(r"\d+\.\d+")


@dataclass(frozen=True)
class Passage:
    """A text in both languages, or in one with the other left empty; `{lang}` in `file` is the language's folder."""

    file: str
    place: str
    text: Text

    def where(self, lang: str) -> str:
        return f"{self.file.format(lang=lang)}, {self.place}"


# Where prose stands


@cache
def passages() -> tuple[Passage, ...]:
    """All the prose of the course."""
    found = [passage for page in twins.pages() for passage in passages_of_page(page)]
    for folder in PYTHON:
        for path in sorted((ROOT / folder).rglob("*.py")):
            found += passages_of_python(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / DESCRIBED).glob("*.toml")):
        found += passages_of_toml(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    for folder in PYTHON_SHOWN:
        for path in sorted((ROOT / folder).rglob("*.py")):
            found += remarks_of_python(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    found += passages_of_explorer((ROOT / EXPLORER).read_text(encoding="utf-8"))
    found += passages_of_catalogue((ROOT / CATALOGUE).read_bytes())
    return tuple(found)


def passages_of_page(page: str) -> list[Passage]:
    """The prose cells, alt texts and captions of a page, and of its code cells what was translated."""
    loaded = {lang: twins.load(page, lang) for lang in LANGUAGES}
    code = {cell["id"] for cell in loaded["vi"]["cells"] if cell["cell_type"] == "code"}
    vi, en = (twins.texts(loaded[lang]) for lang in LANGUAGES)
    both = {place: Text(vi=vi.get(place, ""), en=en.get(place, "")) for place in {**vi, **en}}
    return [Passage(page, f"cell {place}", translated(text) if place in code else text) for place, text in both.items()]


def translated(text: Text) -> Text:
    """Of the strings and comments of a code cell, those that differ: what is equal in both languages is code."""
    lines = {lang: text[lang].splitlines() for lang in LANGUAGES}
    return Text(
        vi="\n".join(line for line in lines["vi"] if line not in lines["en"]),
        en="\n".join(line for line in lines["en"] if line not in lines["vi"]),
    )


def passages_of_python(file: str, code: str) -> Iterator[Passage]:
    """Whatever a call is given as `vi=` and `en=`."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            given = {word.arg: literal(word.value) for word in node.keywords}
            if given.keys() >= set(LANGUAGES):
                text = without_titles(Text(**{lang: given[lang] for lang in LANGUAGES}))
                yield Passage(file, f"line {node.lineno}", text)


def passages_of_toml(file: str, described: str) -> Iterator[Passage]:
    """Whatever a table says in both languages."""
    waiting = [("", tomllib.loads(described))]
    for place, value in waiting:
        parts = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
        waiting += [(f"{place} {name}".strip(), part) for name, part in parts]
        if isinstance(value, dict) and value.keys() >= set(LANGUAGES):
            yield Passage(file, place, without_titles(Text(**{lang: value[lang] for lang in LANGUAGES})))


def without_titles(text: Text) -> Text:
    """The text without what is quoted alike in both languages: the title of a work, in the language of the work."""
    titles = set.intersection(*(set(re.findall(r'"[^"]+"', text[lang])) for lang in LANGUAGES))
    return Text(
        **{
            lang: re.sub(r'"[^"]+"', lambda quoted: "" if quoted[0] in titles else quoted[0], text[lang])
            for lang in LANGUAGES
        }
    )


def literal(node: ast.expr) -> str:
    """What an expression says in so many words: of an f-string, what stands around the braces; of code, nothing."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "…".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def remarks_of_python(file: str, code: str) -> Iterator[Passage]:
    """The comments and docstrings, which are in English."""
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            yield Passage(file, f"line {token.start[0]}", Text(vi="", en=token.string))
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (docstring := ast.get_docstring(node)):
            yield Passage(file, f"line {node.body[0].lineno}", Text(vi="", en=docstring))


def passages_of_explorer(script: str) -> list[Passage]:
    """The words of the norm explorer, all of them as one passage."""
    vi, en = re.search(r"\bvi: \{(.*?)\n  \},\s*en: \{(.*?)\n  \},", script, re.DOTALL).groups()
    words = {lang: "\n".join(re.findall(r'"([^"]*)"', block)) for lang, block in (("vi", vi), ("en", en))}
    return [Passage(EXPLORER, "WORDS", Text(**words))]


def passages_of_catalogue(catalogue: bytes) -> Iterator[Passage]:
    """The words of Sphinx that the course translates."""
    for message in read_po(io.BytesIO(catalogue)):
        if message.id:
            yield Passage(CATALOGUE, f"line {message.lineno}", Text(vi=str(message.string), en=str(message.id)))


# The words of a text

NOT_PROSE = (
    (twins.CODE, "…"),
    (twins.MATHEMATICS, lambda formula: "… ".join(["", *re.findall(r"\\text\{([^}]*)\}", formula[0]), ""])),
    (re.compile(r"\]\([^)\s]*\)"), "]"),
    (re.compile(r"https?://\S+"), "…"),
    (re.compile(r"</?[a-z][^<>]*>|<!--.*?-->", re.DOTALL), "…"),
    (re.compile(r"\{[^{}\n]*\}"), "…"),
)
AROUND_A_WORD = ".,;:!?…\"“”'‘’()[]{}*«»–—-·#…"
# With one of these inside it is a name or a formula, a number or a path.
CODE_MARK = re.compile(r"[^\w'’–—…-]|[\d_Α-ω]")
BETWEEN_WORDS = re.compile(r"[–—…-]")


def prose(text: str) -> str:
    """The text without code, mathematics, addresses, HTML tags and placeholders."""
    for pattern, instead in NOT_PROSE:
        text = pattern.sub(instead, text)
    return text


def words(text: str) -> list[str]:
    """The words of a text in order; single letters are names of variables and are left out."""
    chunks = (chunk.strip(AROUND_A_WORD) for chunk in prose(text).split())
    parts = (part for chunk in chunks if not CODE_MARK.search(chunk) for part in BETWEEN_WORDS.split(chunk))
    return [part.replace("’", "'") for part in parts if len(part) > 1]


def places(found: Iterable[Passage], lang: str) -> dict[str, list[str]]:
    """Every word of the passages in one language, with the places where it stands."""
    standing: dict[str, list[str]] = {}
    for passage in found:
        for word in words(passage.text[lang]):
            standing.setdefault(word, []).append(passage.where(lang))
    return standing


# Spelling

LISTS = {lang: Path(__file__).with_name(f"words.{lang}.txt") for lang in LANGUAGES}
INSTALL = "apt-get install hunspell hunspell-vi hunspell-en-gb"

# The tone mark of a syllable that ends in oa, oe or uy stands on the first vowel (hóa: the style of the course) or on
# the second (hoá: the style of the dictionary). The u of qu is no vowel.
FIRST = ["óa", "òa", "ỏa", "õa", "ọa", "óe", "òe", "ỏe", "õe", "ọe", "úy", "ùy", "ủy", "ũy", "ụy"]
SECOND = ["oá", "oà", "oả", "oã", "oạ", "oé", "oè", "oẻ", "oẽ", "oẹ", "uý", "uỳ", "uỷ", "uỹ", "uỵ"]
# Oxford spelling: where both -ise and -ize make a word, it is -ize.
ISE = re.compile(r"is(?=(?:e|ed|es|er|ers|ing|able|ation|ations)$)")


class DictionaryMissingError(Exception):
    """hunspell or one of its dictionaries is not installed; the message says how to install it."""


def listed(lang: str) -> list[str]:
    """The right words that the dictionary does not know, as the project's list has them."""
    return LISTS[lang].read_text(encoding="utf-8").splitlines()


def unknown(candidates: Collection[str], lang: str) -> set[str]:
    """Those of the words that the dictionary does not know; DictionaryMissingError when there is no dictionary."""
    looked_up = {word: as_in_dictionary(word) if lang == "vi" else word for word in candidates}
    command = ["hunspell", "-i", "utf-8", "-d", DICTIONARIES[lang], "-l"]
    lines = "\n".join(looked_up.values())
    try:
        run = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", check=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise DictionaryMissingError(
            f"hunspell with the dictionary {DICTIONARIES[lang]} is missing: {INSTALL}"
        ) from error
    not_found = set(run.stdout.split())
    return {word for word, form in looked_up.items() if form in not_found}


def as_in_dictionary(syllable: str) -> str:
    """A Vietnamese syllable as its dictionary writes it: Hóa becomes hoá."""
    return _with_tone_mark_moved(syllable.lower(), FIRST, SECOND)


def in_course_style(syllable: str) -> str:
    """A Vietnamese syllable as the course writes it: hoá becomes hóa."""
    return _with_tone_mark_moved(syllable, SECOND, FIRST)


def _with_tone_mark_moved(syllable: str, from_: list[str], to: list[str]) -> str:
    start, end = syllable[:-2], syllable[-2:]
    if end.lower() not in from_ or start.lower() == "q":
        return syllable
    moved = to[from_.index(end.lower())]
    return start + (moved.capitalize() if end[0].isupper() else moved)


def misspelt(found: Iterable[Passage], lang: str, own_words: Collection[str]) -> list[str]:
    """Every word that neither the dictionary nor the project's list knows. A list's `instance` covers `Instance`."""
    standing = places(found, lang)
    own = set(own_words)
    not_listed = [word for word in standing if word not in own and word.lower() not in own]
    return [
        f"{standing[word][0]}: no {LANGUAGE_NAMES[lang]} dictionary has {word!r}: correct it, mark it as code with "
        f"backticks, or, if it is right, add it to tests/meta/{LISTS[lang].name}"
        for word in sorted(unknown(not_listed, lang))
    ]


def needless(found: Iterable[Passage], lang: str, own_words: Collection[str]) -> list[str]:
    """Every word of the project's list that no text needs."""
    standing = set(places(found, lang))
    lower = {word.lower() for word in standing}
    known = set(own_words) - unknown(own_words, lang)
    return [
        f"tests/meta/{LISTS[lang].name}: {word!r} "
        f"{'is in the dictionary' if word in known else 'stands in no text'}: take it off the list"
        for word in own_words
        if word in known or (word not in standing and word not in lower)
    ]


def not_oxford(found: Iterable[Passage]) -> list[str]:
    """Every English word in -ise that is one in -ize as well."""
    standing = places(found, "en")
    with_z = {word: ISE.sub("iz", word) for word in standing if ISE.search(word)}
    no_words = unknown(with_z.values(), "en")
    return [
        f"{standing[word][0]}: {word!r} is {other!r} in Oxford spelling: write that"
        for word, other in with_z.items()
        if other not in no_words
    ]


def tone_marks_elsewhere(found: Iterable[Passage]) -> list[str]:
    """Every Vietnamese syllable whose tone mark stands on the second vowel."""
    return [
        f"{where[0]}: {word!r} has its tone mark in the new style: write {in_course_style(word)!r}"
        for word, where in places(found, "vi").items()
        if in_course_style(word) != word
    ]


def not_composed(found: Iterable[Passage]) -> list[str]:
    """Every passage with a letter that is stored in parts."""
    return [
        f"{passage.where(lang)} is not NFC: store it composed, unicodedata.normalize('NFC', text)"
        for passage in found
        for lang in LANGUAGES
        if not unicodedata.is_normalized("NFC", passage.text[lang])
    ]


def decimal_points(found: Iterable[Passage]) -> list[str]:
    """Every Vietnamese number with a decimal point, in words or in mathematics.

    A version, such as that of Python 3.11, is no decimal number: the same name stands before it in English. Nor is a
    section, such as mục 3.2.
    """
    problems = []
    for passage in found:
        english = prose(passage.text.en)
        numbers = [
            number
            for name, number in DECIMAL_IN_WORDS.findall(prose(passage.text.vi))
            if name != "mục" and (not name or f"{name} {number}" not in english)
        ]
        for formula in twins.MATHEMATICS.finditer(twins.CODE.sub("", passage.text.vi)):
            numbers += DECIMAL_IN_MATHEMATICS.findall(formula[0])
        problems += [
            f"{passage.where('vi')}: {number}: Vietnamese has a decimal comma, in mathematics {{,}}; what is code or "
            "was printed stands in backticks"
            for number in numbers
        ]
    return problems


# Terms


def says(text: str, forms: str, *, plural: bool = False) -> str | None:
    """The first of the forms, separated by commas, that stands in the text as whole words; else None."""
    ending = "(?:s|es)?" if plural else ""
    for form in forms.split(", "):
        words_of_form = r"\s+".join(map(re.escape, form.split()))
        if re.search(rf"(?<!\w){words_of_form}{ending}(?!\w)", text, re.IGNORECASE):
            return form
    return None


def terms_missing(found: Iterable[Passage], terms: Iterable[Term]) -> list[str]:
    """Every passage whose English side has a term and whose Vietnamese side has none of its Vietnamese forms."""
    held = [term for term in terms if term.held]
    problems = []
    for passage in found:
        vi, en = (prose(passage.text[lang]) for lang in LANGUAGES)
        for term in held if vi.strip() and en.strip() else ():
            said = says(en, term.forms.en, plural=True)
            # An English word that stays is a name of the code: were it a word, the dictionary would not know it.
            if said and not says(vi, ", ".join(filter(None, (term.forms.vi, term.accepted, said)))):
                problems.append(
                    f"{passage.where('vi')}: where the English text says {said!r}, say {term.forms.vi!r}; if another "
                    "word is right here, add it as `accepted` to the term in book/_ext/course_book/content/terms.py"
                )
    return problems


def terms_misused(found: Iterable[Passage], misuses: Iterable[Misuse]) -> list[str]:
    """Every Vietnamese text with a form that the course does not use."""
    misuses = list(misuses)
    return [
        f"{passage.where('vi')}: {misuse.form!r}: say {misuse.instead!r}, since {misuse.why}"
        for passage in found
        for misuse in misuses
        if says(prose(passage.text.vi), misuse.form)
        and not (misuse.unless and says(prose(passage.text.en), misuse.unless, plural=True))
    ]
