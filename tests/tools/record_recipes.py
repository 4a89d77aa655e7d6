"""Run the recipes of book/recipes and record what they print, for the page that shows both.

    python tests/tools/record_recipes.py

runs every recipe whose packages are installed, each in a process of its own, and writes NAME.txt beside NAME.py; what
was recorded of the others stays. The first line of a recording says of which text it is, the second with which versions
it was made; the page shows all but the first. test_recipes.py runs the recipes again, where their packages are
installed.

Recorded with torch==2.13.0 (the wheel for processors without a GPU), keras==3.15.1, flax==0.12.8 on jax==0.10.2,
onnx==1.23.2 and onnxscript==0.7.2.
"""

import ast
import importlib.util
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from grader.notebook import digest

ROOT = Path(__file__).resolve().parents[2]
RECIPES = sorted((ROOT / "book" / "recipes").glob("*.py"))

# What a recipe needs and does not import itself.
UNSAID = {"keras_mask": {"torch"}, "torch_onnx": {"onnxscript"}}


class Recorded(NamedTuple):
    """A recording: the digest of the recipe's text, the versions, and what was printed."""

    digest: str
    versions: str
    printed: str


def packages(recipe: Path) -> list[str]:
    """The packages from a registry that a recipe needs, in alphabetical order."""
    found = set(UNSAID.get(recipe.stem, set()))
    for node in ast.walk(ast.parse(recipe.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return sorted(found - set(sys.stdlib_module_names) - {"solutions"})


def runnable() -> list[Path]:
    """The recipes whose packages are installed here."""
    return [recipe for recipe in RECIPES if all(importlib.util.find_spec(name) for name in packages(recipe))]


def run(recipe: Path) -> Recorded:
    """Run a recipe on the processor, Keras on PyTorch; CalledProcessError when it fails."""
    settings = {"PYTHONPATH": str(ROOT), "KERAS_BACKEND": "torch", "JAX_PLATFORMS": "cpu", "CUDA_VISIBLE_DEVICES": ""}
    command = [sys.executable, "-X", "utf8", str(recipe)]
    result = subprocess.run(
        command, check=True, capture_output=True, encoding="utf-8", env=os.environ | settings, timeout=300
    )
    versions = ", ".join(f"{name} {version(name)}" for name in packages(recipe))
    return Recorded(digest(recipe.read_text(encoding="utf-8")), versions, result.stdout)


def recorded(recipe: Path) -> Recorded:
    """What is recorded of a recipe; FileNotFoundError when nothing is."""
    lines = recipe.with_suffix(".txt").read_text(encoding="utf-8").split("\n", 2)
    return Recorded(*lines)


def main() -> None:
    for recipe in runnable():
        recipe.with_suffix(".txt").write_text("\n".join(run(recipe)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
