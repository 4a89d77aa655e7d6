"""Timings and sizes of the book, printed and never asserted: the last part of `make bench`.

Each build of ours stands beside a plain `jupyter-book build` of the same pages with its default settings, which execute
the notebooks, in the same run on the same machine; the ratio is what counts.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import rendered
from chromium import first_visit, headless
from serving import served

EDITED = "book/en/formula.ipynb"
PLAIN_CONFIG = (
    "title: Plain\nparse: {myst_enable_extensions: [amsmath, colon_fence, dollarmath]}\nexecute: {allow_errors: true}\n"
)


def copy_of_the_book(folder: Path, plain: bool) -> Path:
    """The sources of the book in a folder of their own; plain ones without our extensions and settings."""
    ignored = shutil.ignore_patterns(".*", "_build", "build", "my", "*.egg-info", "__pycache__")
    shutil.copytree(rendered.ROOT, folder, ignore=ignored)
    if plain:
        (folder / "_config.yml").write_text(PLAIN_CONFIG + "only_build_toc_files: true\n", encoding="utf-8")
    return folder


def build(book: Path) -> float:
    """Seconds that `jupyter-book build` takes."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(book)]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def edit(book: Path) -> None:
    """Change a word of prose in one chapter."""
    chapter = book / EDITED
    chapter.write_text(
        chapter.read_text(encoding="utf-8").replace("small tensor", "little tensor", 1), encoding="utf-8"
    )


def bench_builds() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours, plain = (copy_of_the_book(Path(folder, name), plain=name == "plain") for name in ("ours", "plain"))
        print("book: seconds of `jupyter-book build`")
        print(f"{'':24}{'ours':>8}{'plain':>8}{'ratio':>8}")
        for name, prepare in (("cold", None), ("nothing changed", None), ("one chapter edited", edit)):
            if prepare:
                prepare(ours)
                prepare(plain)
            # Only the build with nothing to do can be repeated; it is short, so the best of a few counts.
            repetitions = 4 if name == "nothing changed" else 1
            mine, theirs = (min(build(book) for _ in range(repetitions)) for book in (ours, plain))
            print(f"{name:24}{mine:8.1f}{theirs:8.1f}{mine / theirs:8.2f}", flush=True)


def bench_first_visit() -> None:
    print("book: first visit of a page, compressed, on a web server")
    print(f"{'page':44}{'requests':>10}{'kB':>8}")
    with served(rendered.HTML) as site, headless() as browser:
        for name in (
            "index.html",
            "book/vi/formula.html",
            "book/en/two-samples-two-features.html",
            "exercises/vi/instance_norm.html",
        ):
            context = browser.new_context()  # that of a new visitor, who has nothing stored
            sizes = first_visit(context.new_page(), site + name)
            print(f"{name:44}{len(sizes):10}{sum(sizes) / 1000:8.1f}", flush=True)
            context.close()


if __name__ == "__main__":
    bench_first_visit()
    bench_builds()
