"""A TOML file read key by key: each error names the file, the line and what to do."""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from grader.text import NOT_READ, CourseError, Text

NO_TOML = Text(
    vi="{path} không đúng dạng TOML: {error}. Hãy sửa dòng đó; {example}.",
    en="{path} is not TOML: {error}. Correct that line; {example}.",
)
WRONG = Text(vi="{path}, dòng {line}: {said}", en="{path}, line {line}: {said}")
LACKS = Text(vi="thiếu {key}. Hãy thêm một dòng, như {example}.", en="{key} is missing. Add a line such as {example}.")
UNKNOWN = Text(
    vi="không có mục nào tên {key}. Hãy dùng một trong các tên: {names}.",
    en="there is no key {key}. Use one of these: {names}.",
)
PERHAPS = Text(
    vi="không có mục nào tên {key}. Có phải bạn muốn viết {name}?", en="there is no key {key}. Did you mean {name}?"
)
NOT_TEXT = Text(
    vi="{key} phải là chữ trong dấu ngoặc kép, như {example}.", en="{key} must be text in quotes, such as {example}."
)
NOT_TEXTS = Text(
    vi="{key} phải là một danh sách chữ trong dấu ngoặc kép, như {example}.",
    en="{key} must be a list of texts in quotes, such as {example}.",
)
NOT_A_NUMBER = Text(
    vi="{key} phải là một số từ {least} đến {most}, như {example}.",
    en="{key} must be a number from {least} to {most}, such as {example}.",
)
NOT_A_WHOLE_NUMBER = Text(
    vi="{key} phải là một số nguyên từ {least} đến {most}, như {example}.",
    en="{key} must be a whole number from {least} to {most}, such as {example}.",
)
NOT_ONE_OF = Text(vi="{key} phải là một trong: {choices}.", en="{key} must be one of these: {choices}.")
NOT_A_MOMENT = Text(
    vi="{key} phải là ngày và giờ không có dấu ngoặc, như {example}.",
    en="{key} must be a day and a time without quotes, such as {example}.",
)
NOT_A_TABLE = Text(
    vi="{key} phải là một phần riêng, bắt đầu bằng {example}.", en="{key} must be a part that begins with {example}."
)
HUGE = 1e9


class SettingsError(CourseError):
    """A file of settings cannot be used."""


class Settings:
    """One part of a TOML file: `values` by key, of which each is asked for once; `finish` when all are."""

    def __init__(self, path: Path, text: str, values: Mapping[str, Any], header: str = "", number: int = 0) -> None:
        self._path, self._text, self._values = path, text, values
        self._header, self._number = header, number
        self._known: list[str] = []

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, example: str, default: str | None = None) -> str:
        """A text that is not empty."""
        value = self._value(key, f'{key} = "{example}"', default)
        if not isinstance(value, str) or (not value.strip() and value is not default):
            raise self.error(key, NOT_TEXT.format(key=key, example=f'{key} = "{example}"'))
        return value

    def texts(self, key: str, example: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        shown = f'{key} = ["{example}"]'
        value = self._value(key, shown, default)
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) and each.strip() for each in value):
            raise self.error(key, NOT_TEXTS.format(key=key, example=shown))
        return tuple(value)

    def file(self, key: str, example: str) -> Path | None:
        """A path, from the folder of the file of settings; None where it is not given."""
        self._known.append(key)
        return self._path.parent / self.text(key, example) if self.has(key) else None

    def number(
        self, key: str, example: float, least: float = 0, most: float = HUGE, default: float | None = None
    ) -> float:
        """A number between two bounds."""
        value = self._value(key, f"{key} = {example:g}", default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            said = NOT_A_NUMBER.format(key=key, least=f"{least:g}", most=f"{most:g}", example=f"{key} = {example:g}")
            raise self.error(key, said)
        return float(value)

    def whole(self, key: str, example: int, most: int, least: int = 0) -> int:
        """A whole number between two bounds."""
        value = self._value(key, f"{key} = {example}", None)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            said = NOT_A_WHOLE_NUMBER.format(key=key, least=least, most=most, example=f"{key} = {example}")
            raise self.error(key, said)
        return value

    def one_of(self, key: str, choices: Sequence[str], default: str) -> str:
        """One of several words; the default is returned as it is."""
        value = self._value(key, f'{key} = "{default}"', default)
        if value not in (*choices, default):
            raise self.error(key, NOT_ONE_OF.format(key=key, choices=", ".join(f'"{each}"' for each in choices)))
        return str(value)

    def moment(self, key: str) -> datetime | None:
        """A day and a time, by this machine's clock where it names no zone; a day alone ends at midnight."""
        value = self._value(key, key, "")
        if value == "":
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day, 23, 59, 59)  # noqa: DTZ001 - the line below gives it one
        if not isinstance(value, datetime):
            raise self.error(key, NOT_A_MOMENT.format(key=key, example=f"{key} = 2026-11-20T23:59:00+07:00"))
        return value.astimezone()

    def part(self, key: str, *, needed: bool = False) -> "Settings":
        """A table of its own, empty where it is not given and not needed."""
        value = self._value(key, f"[{key}]", None if needed else {})
        if not isinstance(value, dict):
            raise self.error(key, NOT_A_TABLE.format(key=key, example=f"[{key}]"))
        return Settings(self._path, self._text, value, header=f"[{key}]")

    def parts(self, key: str) -> list["Settings"]:
        """All tables of this name, in the order of the file."""
        value = self._value(key, f"[[{key}]]", [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.error(key, NOT_A_TABLE.format(key=key, example=f"[[{key}]]"))
        return [
            Settings(self._path, self._text, each, header=f"[[{key}]]", number=place)
            for place, each in enumerate(value)
        ]

    @property
    def keys(self) -> list[str]:
        return list(self._values)

    def finish(self) -> None:
        """Raise SettingsError for a key that nobody asked for."""
        for key in self._values:
            if key not in self._known:
                near = difflib.get_close_matches(key, self._known, 1)
                unknown = UNKNOWN.format(key=key, names=", ".join(dict.fromkeys(self._known)))
                raise self.error(key, PERHAPS.format(key=key, name=near[0]) if near else unknown)

    def error(self, key: str, said: Text) -> SettingsError:
        """The error that says this of a key, with its line."""
        return SettingsError(WRONG.format(path=self._path, line=self.line(key), said=said))

    def _value(self, key: str, example: str, default: object) -> Any:
        self._known.append(key)
        if key in self._values:
            return self._values[key]
        if default is None:
            raise self.error(key, LACKS.format(key=key, example=example))
        return default

    def line(self, key: str) -> int:
        """The line of a key in this part, else where the part begins, else the first."""
        lines = self._text.splitlines()
        start, end = self._lines_of_part(lines)
        pattern = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=|\s*\[+\s*["']?{re.escape(key)}["']?\s*\]""")
        stop = len(lines) if not self._header else end
        found = next((place for place in range(start, stop) if pattern.match(lines[place])), None)
        return (found if found is not None else max(0, start - 1)) + 1

    def _lines_of_part(self, lines: list[str]) -> tuple[int, int]:
        """Where this part begins and ends, the line of its own header left out."""
        headers = [place for place, line in enumerate(lines) if line.lstrip().startswith("[")]
        if not self._header:
            return 0, headers[0] if headers else len(lines)
        own = [place for place in headers if lines[place].split("#")[0].strip() == self._header]
        if len(own) <= self._number:  # written in another way, as `late = {…}`
            return 0, len(lines)
        start = own[self._number]
        return start + 1, next((place for place in headers if place > start), len(lines))


def read_settings(path: Path, example: Text) -> Settings:
    """The settings in a TOML file. Raises SettingsError where it is none; `example` says where a right one stands."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(NOT_READ.format(path=path, error=error.strerror)) from error
    return settings_in(content, path, example)


def settings_in(content: bytes, path: Path, example: Text) -> Settings:
    """The same of what a file holds, which is called `path`."""
    try:
        text = content.decode("utf-8-sig")
        return Settings(path, text, tomllib.loads(text))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(NO_TOML.format(path=path, error=error, example=example)) from error
