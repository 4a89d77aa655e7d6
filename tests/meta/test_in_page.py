"""The Python that runs in a page, here in CPython: cells, outputs, answers, the timer, and what is not there."""

import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from each import for_each
from grader import time_limits
from grader.exercises import EXERCISES
from grader.grade import Grader
from grader.judging.in_process import LearnersClock, Limited
from grader.judging.verdict import EndedError
from grader.sandbox.launcher import isolation
from grader.text import LANGUAGES
from grader.time_limits import Stopwatch
from in_page import cells, clock, plots, words
from in_page.cells import Cells, pretty
from in_page.exercise import check
from in_page.outputs import MAX_FIGURES, MAX_LETTERS, Outputs, harmless
from notebooks import ROOT
from submitted import as_notebook, task

SOLUTIONS = {name: (ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8") for name in EXERCISES}


@pytest.fixture
def session():
    """Cells that find nothing defined; afterwards this process has its own main module again."""
    before = sys.modules["__main__"]
    yield Cells()
    sys.modules["__main__"] = before


def shown(result: dict) -> list[tuple[str, str]]:
    return [
        (output.get("stream", output["kind"]), output.get("text") or output["html"]) for output in result["outputs"]
    ]


# Cells


def test_prints_and_the_last_value_in_order(session):
    """Text of one stream is one output; the value of the last expression stands by itself, None does not."""
    result = session.run("import sys\nprint(1)\nprint(2)\nprint(3, file=sys.stderr)\nprint(4)\n5", "en")
    assert shown(result) == [("stdout", "1\n2\n"), ("stderr", "3\n"), ("stdout", "4\n"), ("value", "5")]
    assert (result["state"], result["line"], result["words"]) == ("done", None, "")
    for nothing in ("None", "x = 5", "5;", "5;  # said", "", "print(end='')", "def f(): pass"):
        assert shown(session.run(nothing, "en")) == []


def test_cells_share_their_names_until_they_begin_anew(session):
    """Classes of a cell are those of its main module, so that pickles and dataclasses work."""
    session.run("import pickle\nclass A: pass\nx = pickle.dumps(A())", "en")
    assert shown(session.run("type(pickle.loads(x)) is A, __name__", "en")) == [("value", "(True, '__main__')")]
    session.restart()
    assert session.run("x", "en")["state"] == "error"


@for_each(
    [
        ([1, 2], "[1, 2]"),
        ({"b": 1, "a": 2}, "{'b': 1, 'a': 2}"),
        (list(range(40)), "[" + ",\n ".join(map(str, range(40))) + "]"),
        (int, "int"),
        (Outputs, "in_page.outputs.Outputs"),
        (len, "<function builtins.len>"),
        ("a\nb", r"'a\nb'"),
    ]
)
def test_values_are_shown_as_in_a_notebook(pair):
    """Collections over several lines, classes by their names."""
    value, text = pair
    assert pretty(value) == text


def test_html_and_display(session):
    """What shows itself as HTML does, where it is displayed too; HTML can neither act nor load."""
    session.run("class Table:\n  def _repr_html_(self): return '<b onclick=x>1</b><script>2</script>'", "en")
    assert shown(session.run("display(Table(), 3)\nprint(4)\nTable()", "en")) == [
        ("html", "<b>1</b>"),
        ("value", "3"),
        ("stdout", "4\n"),
        ("html", "<b>1</b>"),
    ]
    assert session.run("Table", "en")["outputs"][0]["kind"] == "text"


@for_each(
    [
        ("<img src=http://a.b/c>", ""),
        ("<a href='javascript:x'>y</a>", "<a>y</a>"),
        ("<p style='background:url(//a.b)'>y", "<p>y</p>"),
        ("<svg><script>x</script></svg>y", "y"),
        ("<style>x</style>1 &lt; 2", "1 &lt; 2"),
        ("<td colspan=2>x</b></td>", '<td colspan="2">x</td>'),
        ('<td colspan="&quot; onclick=x">', '<td colspan="&quot; onclick=x"></td>'),
        ("a<br>b<br/>c", "a<br>b<br>c"),
    ]
)
def test_html_is_made_harmless(pair):
    """Words and tables stay; scripts, addresses and styles go; what is open is closed."""
    html, kept = pair
    assert harmless(html) == kept


def test_outputs_are_bounded(session):
    """A flood keeps its beginning, and a sentence says so."""
    result = session.run("for i in range(10**5): print('flood')", "en")
    ((_, text),) = shown(result)
    assert MAX_LETTERS <= len(text) <= MAX_LETTERS + 1 and result["words"] == words.CUT.en
    outputs = Outputs()
    for _ in range(MAX_FIGURES + 5):
        outputs.figure("<svg>")
    assert len(outputs.as_json()) == MAX_FIGURES and outputs.cut is not None


# What goes wrong


def test_an_exception_tells_the_learners_lines(session):
    """Those that led there, in this cell and in cells before, and not those of libraries."""
    session.run("import numpy as np\n\ndef f(x):\n    return np.mean(x, axis=7)", "en")
    result = session.run("print(1)\nf(np.ones(3))", "en")
    assert (result["state"], result["line"]) == ("error", 2)
    assert result["outputs"][1]["text"] == (
        "Line 2:\n    f(np.ones(3))\nA cell that ran before, line 4, in f:\n    return np.mean(x, axis=7)\n"
        "numpy.exceptions.AxisError: axis 7 is out of bounds for array of dimension 1"
    )
    assert "Dòng 2:" in session.run("\nf(np.ones(3))", "vi")["outputs"][0]["text"]


def test_a_deep_way_is_shortened(session):
    """Of a thousand lines the first ones and the last ones are told."""
    result = session.run("def f(n):\n    return f(n + 1)\nf(0)", "en")
    assert result["words"] == words.TOO_DEEP.en
    assert len(result["outputs"][0]["text"].splitlines()) < 30 and "lines left out" in result["outputs"][0]["text"]


@for_each(
    [
        ("x = 1\nif x\n  y", 2, "SyntaxError", ""),
        ("%matplotlib inline\nx = 1", 1, "SyntaxError", words.MAGIC.format(line=1).en),
        ("x = 1\n!pip install x", 2, "SyntaxError", words.MAGIC.format(line=2).en),
        ("\nimport torch.nn", 2, "No module named 'torch'", words.NOT_HERE.format(name="torch").en),
        ("import sys\nsys.exit()", 2, "SystemExit", words.EXITED.en),
        ("input('name? ')", 1, f"EOFError: {words.NOBODY_TYPES.en}", ""),
        ("raise KeyError('mine')", 1, "KeyError: 'mine'", ""),
        ("raise MemoryError", 1, "MemoryError", words.TOO_MUCH_MEMORY.en),
        ("raise ExceptionGroup('both', [ValueError(1), ValueError(2)])", 1, "both", ""),
        ("class E(Exception):\n  def __str__(self): raise self\nraise E", 3, "E", ""),
    ]
)
def test_what_goes_wrong_is_told(said):
    """The line, what Python says, and a sentence where Python's words do not help."""
    code, line, text, sentence = said
    before = sys.modules["__main__"]
    try:
        result = Cells().run(code, "en")
    finally:
        sys.modules["__main__"] = before
    assert (result["state"], result["line"], result["words"]) == ("error", line, sentence)
    assert text in result["outputs"][-1]["text"] and "in_page" not in result["outputs"][-1]["text"]


def test_an_endless_cell_is_stopped(session, monkeypatch):
    """With the line at which it was, and the cells after it run."""
    monkeypatch.setattr(cells, "RUN_SECONDS", 0.2)
    result = session.run("print(1)\nwhile True:\n    pass", "en")
    assert (result["state"], result["words"]) == (
        "stopped",
        "The code was stopped after 0.2 seconds of computing. Perhaps a loop there never ends.",
    )
    assert result["line"] in (2, 3) and shown(result)[0] == ("stdout", "1\n")
    assert shown(session.run("print(2)", "en")) == [("stdout", "2\n")]


# The timer


def test_the_timer_made_of_a_clock(monkeypatch):
    """What the page's clock answers is all that is needed: limits hold, and what sleeps is woken."""
    system, asked = signal.setitimer, []

    def set_timer(seconds: float, every: float) -> None:
        asked.append((seconds, every))
        system(signal.ITIMER_REAL, seconds, every)  # stands for the page, which tells Python when the time has come

    for module, name in ((signal, "setitimer"), (signal, "ITIMER_REAL"), (time, "sleep")):
        monkeypatch.setattr(module, name, getattr(module, name))
    clock.install(set_timer)
    learners = LearnersClock()
    limited = Limited(Stopwatch(learners.seconds, 0.2), cells.run_limited.__code__)
    with pytest.raises(EndedError), learners.running(), limited:
        cells.run_limited(lambda: time.sleep(1000))
    assert asked[0][0] > 0 and asked[-1] == (0, 0)
    around = Limited(Stopwatch(learners.seconds, 0.2), cells.run_limited.__code__)
    with pytest.raises(EndedError), learners.running(), around:
        with Limited(Stopwatch(learners.seconds, 0.2)):
            pass  # one within another leaves the timer as it was
        cells.run_limited(lambda: time.sleep(1000))
    with pytest.raises(ValueError, match="non-negative"):
        time.sleep(-1)


# Answers


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_is_judged(lang):
    """With the score, the feedback's HTML, what the code printed; the way on leads to a page."""
    result = check("instance_norm", f"print('here')\n{SOLUTIONS['instance_norm']}", lang)
    assert (result["state"], result["score"], result["max_score"], result["solved"]) == ("done", 10, 10, True)
    assert shown(result) == [("stdout", "here\n")]
    assert f'lang="{lang}"' in result["html"] and 'href="instance_norm_1d.html"' in result["html"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_to_read_is_a_link(lang):
    """Of a named mistake, of an answer that is right only near 0, after the last exercise: the page and its section."""
    wrong = check("instance_norm", SOLUTIONS["instance_norm"].replace("axis=1", "axis=(1, 2)"), lang)
    code = "def instance_norm(x, eps=1e-5):\n    mean = x.mean(axis=1, keepdims=True)\n"
    code += "    var = np.maximum((x * x).mean(axis=1, keepdims=True) - mean * mean, 0)\n"
    far = check("instance_norm", f"import numpy as np\n{code}    return (x - mean) / np.sqrt(var + eps)\n", lang)
    last = check("check_instance_norm", SOLUTIONS["check_instance_norm"], lang)
    for result in (wrong, far, last):
        ((chapter, anchor),) = re.findall(r'href="[.][.]/[.][.]/(book/[^"#]*)[.]html(#[^"]+)?"', result["html"])
        assert list((ROOT / chapter).parent.glob(f"{Path(chapter).name}.*"))
        assert bool(anchor) == (result is not last)


@for_each(
    [
        ("", words.NOTHING_TO_JUDGE),
        ("def instance_norm(x:", words.NOTHING_TO_JUDGE),
        ("raise ValueError('mine')\nprint(1)", words.NOTHING_TO_JUDGE),
        ("from solutions.instance_norm import instance_norm", words.BORROWED),
        ("import graded.definition as d\ninstance_norm = d.instance_norm", words.BORROWED),
        ("from graded import definition\ninstance_norm = definition.instance_norm", words.BORROWED),
    ]
)
def test_nothing_to_judge(pair):
    """Where the name is not defined, or is the course's own code."""
    code, sentence = pair
    result = check("instance_norm", code, "en")
    assert result["state"] in ("done", "error") and "score" not in result
    assert result["words"].startswith(sentence.format(name="instance_norm").en)


RIGHT = SOLUTIONS["instance_norm"]
STUB = "def instance_norm(x, eps=1e-5):\n    raise NotImplementedError\n"
ODD = {
    "right": RIGHT,
    "stub": STUB,
    "defined after a failure": f"print(undefined)\n{RIGHT}",
    "kept after a failure": f"{RIGHT}\nraise ValueError\ninstance_norm = None\nprint(instance_norm)",
    "defined twice": f"{STUB}{RIGHT}",
    "no function": "instance_norm = 5",
    "asks for a name": f"name = input('name? ')\n{RIGHT}",
    "exits": f"{RIGHT}\nimport sys\nsys.exit()",
    "calls check": f"{RIGHT}\ncheck('instance_norm', instance_norm)",
    "main": f"if __name__ == '__main__':\n    import numpy as np\n{RIGHT}",
    "wants the course": "from graded import definition as d\ndef instance_norm(x, eps=1e-5):\n    return d.mean(x)\n",
    "prints": RIGHT.replace("    return", "    print(x)\n    return"),
    "without an import": "def instance_norm(x, eps=1e-5):\n    return np.zeros(x.shape, x.dtype)\n",
}


@pytest.mark.skipif(isolation().kind == "none", reason="submissions run in workers that this system cannot fork")
def test_the_score_is_that_of_the_downloaded_notebook(tmp_path):
    """Run statement by statement as `grade` runs it, with stand-ins for the course."""
    setup = "import numpy as np\n\nfrom grader.check import check"
    different = {}
    with Grader() as grader:
        for name, code in ODD.items():
            path = tmp_path / f"{name}.ipynb"
            metadata = {"course": {"exercise": "instance_norm", "lang": "en"}}
            path.write_text(as_notebook([setup, code], metadata=metadata), encoding="utf-8")
            (graded,) = grader.grade(task(path, asked=("instance_norm",), seed=20160727)).exercises
            here = check("instance_norm", code, "en")
            if graded.score != here.get("score"):
                different[name] = graded.score, here.get("score"), here["words"]
    assert different == {}


def test_hints_after_failures_in_a_row():
    """They count here as for `check`."""
    wrong = "def instance_norm(x, eps=1e-5):\n    return (x - x.mean(axis=1, keepdims=True)) / 3\n"
    check("instance_norm", RIGHT, "en")
    told = ["Open “Hint" in check("instance_norm", wrong, "en")["html"] for _ in range(3)]
    assert told == [False, True, True]
    check("instance_norm", RIGHT, "en")
    assert "Open “Hint" not in check("instance_norm", wrong, "en")["html"]


def test_check_is_there_for_a_cell(session, monkeypatch):
    """Called by code that is run, it tells what it finds out, also where no thread can be started for its progress."""

    def no_threads(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Timer, "start", no_threads)
    call = "from grader.check import check\ncheck('instance_norm', instance_norm, lang='en')"
    ((stream, text),) = shown(session.run(f"{RIGHT}\n{call}", "en"))
    assert stream == "stdout" and text.startswith("✓ Instance normalization: solved, 10/10")


def test_an_answer_that_does_not_end_while_it_is_run(monkeypatch):
    """Is stopped there, its definitions count, and the next check works."""
    monkeypatch.setattr(time_limits, "COMPUTING_SECONDS", 0.5)
    result = check("instance_norm", f"while True: pass\n{RIGHT}", "en")
    assert result["score"] == 10 and "stopped after 0.5 seconds" in result["words"]


# What is not there


@for_each(
    [
        ("import matplotlib.pyplot as plt", False),
        ("import matplotlib.pyplot as plt\nplt.plot([1])", True),
        ("plt.plot([1])", True),
        ("from matplotlib.path import Path", False),
        ("from matplotlib.path import Path as P\nP([])", True),
        ("from pathlib import Path\nPath('x')", False),
        ("import pylab", True),
        ("from matplotlib.pyplot import *", True),
        ("def f():\n    import matplotlib\n    return matplotlib", True),
        ("import numpy as np\nnp.ones(3)", False),
        ("matplotlib", True),
        ("plt.plot(", False),
    ]
)
def test_matplotlib_is_needed(pair):
    """By code that does more with it than import it."""
    code, needed = pair
    assert plots.needed(code, {}) is needed


# As in a page: no processes, no timer, no folder of a user's, no cache; Matplotlib comes later.
WITHOUT = """
import os, signal, site, subprocess, sys, tempfile, time
from pathlib import Path

def absent(*arguments, **named):
    raise OSError("not there")

del os.fork
subprocess.Popen = absent
site.getusersitepackages = lambda: None
system, timer = signal.setitimer, signal.ITIMER_REAL
del signal.setitimer, signal.ITIMER_REAL
os.environ["XDG_CACHE_HOME"] = os.environ["HOME"] = "/proc/nowhere"
sys.modules |= dict.fromkeys(("psutil", "IPython", "tqdm", "pytest", "matplotlib_inline"))
import json
from in_page import answering
answering.CASES = Path(sys.argv[1])
python = answering.Answering(lambda seconds, every: system(timer, seconds, every), lambda: None)

def ask(**request):
    return json.loads(python.answer(json.dumps({"lang": "en", **request})))
"""
JUDGES = """
for path in Path("solutions").glob("*.py"):
    if path.stem != "__init__":
        found = ask(do="check", exercise=path.stem, code=path.read_text(encoding="utf-8"))
        print(path.stem, f"{found['score']:g}", found["state"])
found = ask(do="check", exercise="instance_norm", code="def instance_norm(x, eps=1e-5):\\n return np.mean(x, axis=7)")
print("at line 2" in found["html"], [name for name in sys.modules if name.endswith((".launcher", ".client", ".batch"))])
"""
WARNS = """
for _ in range(2):
    print(ask(do="run", code="import warnings\\nwarnings.warn('mine')")["outputs"])
"""
DRAWS = """
code = "import matplotlib.pyplot as plt\\nfrom matplotlib.path import Path\\n"
code += "from course.figures import use_course_style\\nuse_course_style()"
print(ask(do="run", code=code)["state"], "matplotlib.figure" in sys.modules)
request = json.dumps({"do": "run", "code": "plt.plot([1], color='#1f5fa8')\\nplt.title('<b>')\\nPath", "lang": "en"})
print(python.needs_plots(request))
python.plots_are_here()
found = json.loads(python.answer(request))
print([output["kind"] for output in found["outputs"]], found["outputs"][0].get("text"))
svg = found["outputs"][-1]["svg"]
print("var(--before)" in svg, "&lt;b&gt;" in svg, "<b>" in svg, svg.count("<svg"), 'width="749"' in svg)
print(python.needs_plots(request))
"""


def printed_without(code: str, folder: object) -> list[str]:
    command = [sys.executable, "-c", WITHOUT + code, str(folder)]
    run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_judging_without_processes_timer_and_cache(tmp_path):
    """With cases that were drawn beforehand, whatever drew them; the learner's line is found."""
    from grader.judging.cases import DEFAULT_SEED, cases_of, drawn_name
    from grader.judging.draw_cases import store

    for name, exercise in EXERCISES.items():
        store(tmp_path / drawn_name(name), cases_of(exercise, DEFAULT_SEED))
    *judged, line = printed_without(JUDGES, tmp_path)
    assert sorted(judged) == sorted(f"{name} 10 done" for name in EXERCISES) and line == "True []"


def test_a_warning_is_told_each_time(tmp_path):
    """On the stream of errors, with the line that caused it; a cell that runs again warns again."""
    for number, line in enumerate(printed_without(WARNS, tmp_path), start=1):
        text = f"<cell {number}>:2: UserWarning: mine\\n  warnings.warn('mine')\\n"
        assert line == f"[{{'kind': 'text', 'text': \"{text}\", 'stream': 'stderr'}}]"


def test_matplotlib_comes_when_it_is_needed(tmp_path):
    """Until then a stand-in does nothing; what was asked of that is asked again, and names are the real things."""
    assert printed_without(DRAWS, tmp_path) == [
        "done False",
        "True",
        "['text', 'figure'] matplotlib.path.Path",
        "True True False 2 True",
        "False",
    ]
