"""A text that exists in both languages of the course."""

from dataclasses import dataclass

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, kw_only=True)
class Text:
    """The same sentence in Vietnamese and in English; leaving one out is a TypeError."""

    vi: str
    en: str

    def __getitem__(self, lang: str) -> str:
        """The sentence in `lang`, one of LANGUAGES; KeyError for any other."""
        if lang not in LANGUAGES:
            raise KeyError(f"unknown language {lang!r}: choose one of {', '.join(LANGUAGES)}")
        return self.vi if lang == "vi" else self.en

    def format(self, **values: object) -> "Text":
        """Both sentences with `{name}` replaced; a value may be a Text itself."""
        return Text(**{lang: self[lang].format(**_values_in(lang, values)) for lang in LANGUAGES})


def _values_in(lang: str, values: dict[str, object]) -> dict[str, object]:
    return {name: value[lang] if isinstance(value, Text) else value for name, value in values.items()}


# A file that something else names is not there, or may not be read.
NOT_READ = Text(
    vi="Không đọc được {path} ({error}). Hãy kiểm tra đường dẫn.", en="{path} cannot be read ({error}). Check the path."
)


class CourseError(Exception):
    """Something that cannot be done; `text` says why, and what to do, in both languages.

    Every error of the grader that a person reads is one of these. Assertions of graded tests are AssertionErrors, and
    what comes over the wire in another form is a WireError: the first are shown as feedback, the second are counted
    against the submission.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
