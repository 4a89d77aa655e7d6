"""The texts that chapters read: shipped, clean, and of the length that the chapters count on."""

import re
import unicodedata

import pytest

from course.public_texts import FILES, read_text

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


@pytest.mark.parametrize("language", FILES)
def test_a_few_kilobytes_of_composed_text(language):
    """A text is NFC, a few kB, and has no blank lines, stray spaces or carriage returns."""
    text = read_text(language)
    assert unicodedata.is_normalized("NFC", text)
    assert 2_000 < len(text.encode()) < 5_000
    assert text.endswith("\n") and "\r" not in text
    assert all(line == line.strip() != "" for line in text.splitlines())


def test_the_couplets_have_six_and_eight_syllables():
    """Every couplet of Truyện Kiều has 14 syllables, so that couplets are samples of one length."""
    lengths = [len(WORD.findall(line)) for line in read_text("vi").splitlines()]
    assert lengths == [6, 8] * 40


def test_the_english_text_is_as_long_as_the_vietnamese_one():
    """There are at least as many English words as Vietnamese syllables, to make as many samples of the same length."""
    assert len(WORD.findall(read_text("en"))) >= len(WORD.findall(read_text("vi")))


def test_the_vietnamese_text_is_spelled_one_way():
    """Tone marks stand in the old style: on the first vowel of a final oa, oe or uy."""
    new_style = re.compile(r"(?<!q)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])\b", re.IGNORECASE)
    assert new_style.findall(read_text("vi")) == []
    assert new_style.findall("hoá thuỷ khoẻ quý") == ["oá", "uỷ", "oẻ"]


def test_another_language_is_refused():
    """A language without a text is named in the error."""
    with pytest.raises(ValueError, match="no text in 'fr': choose one of vi, en"):
        read_text("fr")
