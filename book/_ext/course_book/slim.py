"""What is sent, without what only its writers need: scripts, stylesheets, code in colours.

Every line of code stays as it was written, so what a browser's console says of it is found in the source.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx

# What every page runs is one request: to the first of these scripts the others are joined, each a subject of its own.
JOINED = {"course.js": ("where.js", "nearby.js", "terms.js")}


def slim(name: str, text: str) -> str:
    """The text of a script or stylesheet without its comments and indentation; anything else stays as it is."""
    if name.endswith(".css"):
        without = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        return re.sub(r"(?<!:)\s*([{};,])\s*", r"\1", without).strip() + "\n"
    if name.endswith((".js", ".mjs")):
        without = re.sub(r"^ */\*.*?\*/$", "", text, flags=re.DOTALL | re.MULTILINE)
        lines = (line.strip() for line in without.splitlines())
        return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
    return text


def copy(source: str, target: str) -> str:
    """Copy a file so, as `shutil.copytree` asks it."""
    Path(target).write_text(slim(source, Path(source).read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return target


def sent(path: Path) -> bytes:
    """A file of `_static` as it is sent."""
    if path.suffix not in (".css", ".js"):
        return path.read_bytes()
    parts = [path, *(path.with_name(name) for name in JOINED.get(path.name, ()))]
    return "".join(slim(part.name, part.read_text(encoding="utf-8")) for part in parts).encode()


# Of what Pygments tells apart, the kinds of token that course.css colours, by the first class of each rule.
COLOURED = {
    kind: kinds.split()[0]
    for kinds in ("k kn kc ow kd", "s s1 s2 sa sd se si", "m mi mf mh mo", "c c1 cm", "nf nc nd fm")
    for kind in kinds.split()
}
TOKEN = re.compile(r'<span class="([a-z]{1,2}\d?)">([^<]*)</span>')
NEIGHBOURS = re.compile(r'<span class="(\w+)">[^<]*</span>(?:<span class="\1">[^<]*</span>)+')
MARK = re.compile(r"</?span[^>]*>")
IN_LITERAL = re.compile(r'<span class="pre">([^<]*)</span>')


# Classes that docutils and Sphinx write, and that no style, script or test of ours asks for.
UNASKED = {"container", "docutils", "external", "internal", "literal", "notranslate", "reference", "simple"}
UNASKED |= {"std", "std-doc", "std-ref"}
CLASSES = re.compile(r' class="([^"]*)"')


def slim_body(body: str) -> str:
    """The text of a page without classes that mean nothing here, and with slim code."""

    def asked(found: re.Match[str]) -> str:
        kept = " ".join(name for name in found[1].split() if name not in UNASKED)
        return f' class="{kept}"' if kept else ""

    return CLASSES.sub(asked, slim_code(body))


def slim_code(body: str) -> str:
    """A page with marks only around those tokens of code that have a colour, neighbours of a colour in one.

    Pygments marks every name, comma and space; compressed, that is a tenth of a chapter.
    """

    def mark(found: re.Match[str]) -> str:
        kind = COLOURED.get(found[1])
        return f'<span class="{kind}">{found[2]}</span>' if kind else found[2]

    def slim_block(found: re.Match[str]) -> str:
        marked = TOKEN.sub(mark, found[0].replace("<span></span>", ""))
        return NEIGHBOURS.sub(lambda same: f'<span class="{same[1]}">{MARK.sub("", same[0])}</span>', marked)

    return IN_LITERAL.sub(r"\1", re.sub(r"<pre>.*?</pre>", slim_block, body, flags=re.DOTALL))


def slim_assets(app: Sphinx, error: Exception | None) -> None:
    """Make those of `_static` slim that Sphinx has copied to the site."""
    if error is None and app.builder.format == "html":
        for static in app.config.html_static_path:
            for path in Path(app.confdir, static).glob("*.*"):
                copied = Path(app.outdir, "_static", path.name)
                if path.suffix in (".css", ".js") and copied.exists():
                    copied.write_bytes(sent(path))
