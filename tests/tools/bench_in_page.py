"""Python in the page on a phone's screen, printed and never asserted: a part of `make bench`."""

from statistics import median

import psutil

import rendered
from bank_files import as_file
from browsers import HEIGHT, WIDTH, ChromiumReader
from chromium import headless
from grader.exercises import EXERCISES, Exercise
from mistakes.bank import mistakes_of
from serving import Wire, served
from workbench import ENDED, OBSERVE, RESULT, Workbench

REPETITIONS = 5

# Milliseconds from a click on Check to the verdict, by the page's own clock.
TIMED = f"""new Promise((resolve) => {{
    {OBSERVE};
    const begun = performance.now();
    new MutationObserver((_, observer) => {{
        if (!({ENDED})) return;
        observer.disconnect();
        resolve(performance.now() - begun);
    }}).observe({RESULT}, {{attributes: true, attributeFilter: ["data-state"]}});
    document.querySelector("#workbench [data-do=check]").click();
}})"""


def seconds(workbench: Workbench) -> float:
    """The seconds that a Check takes of what is in the editor."""
    return workbench.reader.evaluate(TIMED) / 1000


def renderer_bytes() -> int:
    """The memory of Chromium's largest page, which is ours: what it holds alone, Python's included."""
    chromium = psutil.Process().children(recursive=True)
    return max(each.memory_full_info().uss for each in chromium if "--type=renderer" in each.cmdline())


def bench_exercise(browser, exercise: Exercise) -> None:
    right = (rendered.ROOT / "solutions" / f"{exercise.id}.py").read_text(encoding="utf-8")
    wrong = as_file(exercise, next(iter(mistakes_of(exercise.id).values())))
    wire = Wire()
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    with served(rendered.HTML, wire) as site:
        workbench = Workbench(ChromiumReader(context.new_page()), f"{site}exercises/vi/{exercise.id}.html")
        workbench.open()
        before, empty = wire.sent.total(), renderer_bytes()
        workbench.reader.fill("#workbench textarea", right)
        first = seconds(workbench)
        megabytes = (wire.sent.total() - before) / 1e6
        later = median(seconds(workbench) for _ in range(REPETITIONS))
        workbench.reader.fill("#workbench textarea", wrong)
        said = median(seconds(workbench) for _ in range(REPETITIONS))
        memory = (renderer_bytes() - empty) / 1e6
        workbench.open()
        again = seconds(workbench)
    context.close()
    print(
        f"{exercise.id:24}{megabytes:10.2f}{first:10.2f}{again:14.2f}{later:10.3f}{said:10.3f}{memory:12.0f}",
        flush=True,
    )


def main() -> None:
    print("in the page: a first verdict with nothing kept, on a second visit, later ones, and the memory it took")
    print(f"{'exercise':24}{'MB sent':>10}{'first, s':>10}{'revisited, s':>14}", end="")
    print(f"{'right, s':>10}{'wrong, s':>10}{'memory, MB':>12}")
    with headless() as browser:
        for exercise in EXERCISES.values():
            bench_exercise(browser, exercise)


if __name__ == "__main__":
    main()
