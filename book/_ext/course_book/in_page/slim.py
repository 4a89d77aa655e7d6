"""The page's modules and stylesheets as they are sent: what only their readers need is left out, nothing is rewritten.

Every line of code stays as it was written, so that what a browser says of it can be found.
"""

import re
from pathlib import Path


def slim(name: str, text: str) -> str:
    """The text of a file without its comments and indentation; what is neither module nor stylesheet stays."""
    if name.endswith(".css"):
        without = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        return re.sub(r"\s*([{};,])\s*", r"\1", without).strip() + "\n"
    if name.endswith(".mjs"):
        lines = (line.strip() for line in re.sub(r"^\s*/\*.*?\*/$", "", text, flags=re.DOTALL | re.MULTILINE).splitlines())
        return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
    return text


def copy_slim(source: str, target: str) -> str:
    """Copy a file so, as `shutil.copytree` asks it."""
    Path(target).write_text(slim(source, Path(source).read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return target
