"""Our scripts and stylesheets as they are sent: what only their readers need is left out, and nothing is rewritten.

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


def slim_assets(app: Sphinx, error: Exception | None) -> None:
    """Make those of `_static` slim that Sphinx has copied to the site."""
    if error is None and app.builder.format == "html":
        for static in app.config.html_static_path:
            for path in Path(app.confdir, static).glob("*.*"):
                copied = Path(app.outdir, "_static", path.name)
                if path.suffix in (".css", ".js") and copied.exists():
                    copied.write_bytes(sent(path))
