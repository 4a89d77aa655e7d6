"""What every HTML page of a report stands in: head, style, and small pieces of markup.

Pages ask nothing of any other place and run nothing: no scripts, no fonts, no images; a policy in the head says so
to the browser too, in case something of a submission ever got through unescaped.
"""

import unicodedata
from html import escape

from grader.sanitize import flowing, one_line, printable

LONGEST_NAME = 90
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #1d2329; --soft: #565f69; --line: #d5dae0; --raised: #f4f6f8;
  --link: #0b5cad; --good: #1c6b31; --bad: #a3420b; --bar: #3d85d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181c; --text: #e4e8ec; --soft: #a7b0b9; --line: #39424b; --raised: #1e242a;
    --link: #7db8f5; --good: #7fd193; --bad: #f5a566; --bar: #4f93dd;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; background: var(--page); color: var(--text);
  font: 1rem/1.6 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
}
h1, h2, caption { line-height: 1.35; text-wrap: balance; }
h1 { font-size: 1.6rem; margin: .5rem 0 .75rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.total { font-size: 1.15rem; margin: .25rem 0 1rem; }
.soft { color: var(--soft); }
.notice, .error { margin: 1rem 0; padding: .6rem .9rem; border-left: 4px solid var(--bad); background: var(--raised); }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: 1rem 0; }
caption { text-align: start; font-weight: 600; padding-bottom: .35rem; }
th, td { text-align: start; vertical-align: top; padding: .5rem .6rem .5rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; font-size: .9rem; }
tbody th { font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: end; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.number + * { padding-left: .6rem; }
td ul { margin: 0; padding: 0; list-style: none; }
td li + li { margin-top: .35rem; }
.why { margin: .35rem 0 0; color: var(--soft); }
pre {
  margin: .35rem 0 0; padding: .4rem .6rem; overflow-x: auto; background: var(--raised); border-radius: .25rem;
  font: .85rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-wrap: normal;
}
.scores { margin: 1rem 0; }
.scores figcaption { font-weight: 600; }
.chart { display: block; width: 100%; max-width: 36rem; height: auto; margin-top: .5rem; font-size: 15px; }
.chart text { fill: var(--text); text-anchor: middle; }
.chart rect { fill: var(--bar); }
.chart path { stroke: var(--soft); }
@media (max-width: 36rem) {
  body { padding-top: .75rem; }
  h1 { font-size: 1.35rem; }
  .chart { font-size: 20px; }
}
"""


def page(title: str, body: str, lang: str) -> str:
    """A whole page; `title` is plain text, `body` is HTML."""
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{inline(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def inline(text: str) -> str:
    """Any text as HTML on one line: for names, where a line break is part of the name and is spelt out."""
    return escape(one_line(text))


def cut(name: str) -> str:
    """A name with its middle left out when it is very long."""
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[-half:]}"


def prose(text: str) -> str:
    """Any text as HTML, all white space as single spaces."""
    return escape(flowing(text))


def fragment(html: str) -> str:
    """HTML that is escaped already, without what a page cannot hold: control characters and half characters."""
    return "".join(each for each in html if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs"))


def code(text: str) -> str:
    """Lines of code; they scroll sideways, also with the keyboard."""
    return f'<pre tabindex="0">{escape(printable(text))}</pre>'


def table(caption: str, heads: list[tuple[str, str, str]], rows: list[str]) -> str:
    """A table with a header cell for each (words, width, class) of `heads`; `rows` are HTML."""
    columns = "".join(f'<col style="width:{width}">' if width else "<col>" for _, width, _ in heads)
    cells = "".join(f'<th scope="col"{_classed(name)}>{escape(words)}</th>' for words, _, name in heads)
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n<colgroup>{columns}</colgroup>\n"
        f"<thead><tr>{cells}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>\n</table>"
    )


def row(head: str, *cells: tuple[str, str]) -> str:
    """A row of a table: `head` names it, and each cell is (HTML, class)."""
    beside = "".join(f"<td{_classed(name)}>{html}</td>" for html, name in cells)
    return f'<tr><th scope="row">{head}</th>{beside}</tr>'


def _classed(name: str) -> str:
    return f' class="{name}"' if name else ""
