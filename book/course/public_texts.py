"""Two short texts in the public domain, one in each language of the course, for chapters that need real text.

`texts/kieu.txt` is the opening of Truyện Kiều by Nguyễn Du (1765-1820): lines 1 to 80, that is 40 couplets of 6 and 8
syllables, a line of verse a line. The author died two centuries ago, and the poem has been in print in quốc ngữ since
1875. The wording is the common one of today. It was compared with Trương Vĩnh Ký's edition (lines 15 to 52, on
Vietnamese Wikisource), with the readings of the editions of 1902 and of Bùi Kỷ and Trần Trọng Kim (lines 1 to 20, as
the Nôm Foundation gives and notes them), and with Dương Quảng Hàm's Quốc văn trích diễm (lines 61 to 80, on
Wikisource). Punctuation is made even, gẫy is written gãy as elsewhere in the text, and tone marks stand where the old
style puts them (thúy, họa).

`texts/alice.txt` is the opening of Alice's Adventures in Wonderland by Lewis Carroll (1832-1898), published in 1865:
the first eight paragraphs of chapter I as Project Gutenberg gives them (eBook 11), a paragraph a line. Words in
capitals, which stand for italics there, are in ordinary letters here.
"""

from importlib.resources import files

FILES = {"vi": "kieu.txt", "en": "alice.txt"}


def read_text(language: str) -> str:
    """The text in `language`, "vi" or "en", in composed Unicode (NFC). Raises ValueError for any other language."""
    if language not in FILES:
        raise ValueError(f"there is no text in {language!r}: choose one of {', '.join(FILES)}")
    return files("course").joinpath("texts", FILES[language]).read_text(encoding="utf-8")
