"""Timings and sizes of the book, printed and never asserted: the last part of `make bench`.

Each build of ours stands beside a plain `jupyter-book build` of the same pages with its default settings, which execute
the notebooks, in the same run on the same machine; the ratio is what counts.

What a page weighs before anybody runs anything stands beside what it weighs in a book built without the editor.
"""

import json
import os
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


def build(book: Path, **environment: str) -> float:
    """Seconds that `jupyter-book build` takes."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(book)]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=os.environ | environment)
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


PAGES = (
    *("index.html", "book/vi/formula.html", "book/en/two-samples-two-features.html"),
    *("exercises/vi/instance_norm.html", "exercises/en/check_instance_norm.html"),
)


def weights(site: Path) -> dict[str, tuple[int, int]]:
    """How many requests each page makes at a first visit, and how many bytes come."""
    found = {}
    with served(site) as address, headless() as browser:
        for name in PAGES:
            context = browser.new_context()  # that of a new visitor, who has nothing stored
            sizes = first_visit(context.new_page(), address + name)
            found[name] = len(sizes), sum(sizes)
            context.close()
    return found


def bench_first_visit() -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = copy_of_the_book(Path(folder, "book"), plain=False)
        # Nothing kept and nothing to be had: such a build leaves the editor out.
        build(plain, XDG_CACHE_HOME=f"{folder}/cache", PIP_NO_INDEX="1", PIP_FIND_LINKS=folder, REQUIRE_ALL="")
        without = weights(plain / "_build" / "html")
    print("book: first visit of a page, compressed, on a web server, before anything is run")
    print(f"{'page':44}{'requests':>10}{'kB':>8}{'without the editor':>20}")
    for name, (requests, size) in weights(rendered.HTML).items():
        print(f"{name:44}{requests:10}{size / 1000:8.1f}{without[name][1] / 1000:20.1f}", flush=True)


def bench_parts() -> None:
    (listing,) = (rendered.HTML / "in-page").glob("*/files.json")
    listed = json.loads(listing.read_text(encoding="utf-8"))
    print("book: what comes with the first Run or Check, once, in MB as it is sent")
    for group, words in (("base", "Python, NumPy, the course"), ("plots", "with the first figure")):
        print(f"{words:44}{listed['bytes'][group] / 1e6:10.2f}")
        for entry in sorted(listed["groups"][group], key=lambda entry: -entry["bytes"]):
            print(f"  {entry['name']:62}{entry['bytes'] / 1e6:10.2f}")
    cases = [entry["bytes"] / 1e6 for entry in listed["cases"].values()]
    print(f"{'the cases of an exercise':44}{min(cases):10.2f} to {max(cases):.2f}")


if __name__ == "__main__":
    bench_first_visit()
    bench_parts()
    bench_builds()
