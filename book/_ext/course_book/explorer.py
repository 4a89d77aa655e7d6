"""The script of the norm explorer, put together from its modules.

A page opened from a folder may load no module, and each file would be a request: so the modules are sent as one script,
every line as it was written but for `import` and `export`.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx

from course_book.slim import slim

MODULES = Path(__file__).parents[2] / "_static" / "norm-explorer"
SCRIPT = "norm-explorer.js"
IMPORT = re.compile(r'^import\b[^;]*? from "\./([\w-]+\.mjs)";\n', re.MULTILINE)


def script() -> str:
    """The modules from which `explorer.mjs` imports, each after those that it needs itself, in a scope of their own."""
    text = "".join(re.sub(r"^export ", "", IMPORT.sub("", module), flags=re.MULTILINE) for module in _in_order())
    return f"(() => {{\n{text}}})();\n"


def _in_order() -> list[str]:
    taken: dict[str, str] = {}

    def take(name: str) -> None:
        if name not in taken:
            source = (MODULES / name).read_text(encoding="utf-8")
            for needed in IMPORT.findall(source):
                take(needed)
            taken[name] = source

    take("explorer.mjs")
    return list(taken.values())


def sent() -> bytes:
    """The script as it is sent."""
    return slim(SCRIPT, script()).encode()


def write_script(app: Sphinx, error: Exception | None) -> None:
    """Put the script among the static files of the site."""
    if error is None and app.builder.format == "html":
        Path(app.outdir, "_static", SCRIPT).write_bytes(sent())
