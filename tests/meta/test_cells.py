"""The cells of a submission run as in Jupyter, and what fails, hangs or is not there costs only itself."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader import cli, time_limits
from grader.exercises import EXERCISES
from grader.grade import Grader
from grader.reports import as_json, as_table
from grader.reports.submission_page import submission_page
from grader.sandbox.launcher import isolation
from grader.submissions.load import lacking
from grader.text import LANGUAGES
from notebooks import ROOT
from submitted import as_notebook, loaded, read_file, task

if isolation().kind == "none":
    pytest.skip("submissions run in workers that are forked, which this system cannot do", allow_module_level=True)

NORM = EXERCISES["instance_norm"]
RIGHT = (ROOT / "solutions" / "instance_norm.py").read_text(encoding="utf-8")
ONES = np.ones((1, 2, 1))


def written(path: Path, *cells: str) -> Path:
    """A notebook with these cells."""
    path.write_text(as_notebook([*cells], metadata={"course": {"exercise": "instance_norm"}}), encoding="utf-8")
    return path


@pytest.fixture
def little_time(monkeypatch):
    """Half a second of computing, and two of waiting."""
    monkeypatch.setattr(time_limits, "COMPUTING_SECONDS", 0.5)
    monkeypatch.setattr(time_limits, "WAITING_FACTOR", 4)


def values(path: Path, *names: str) -> tuple[dict[str, object], list[tuple[int, str, int | None]]]:
    """What the cells of a notebook leave under these names, and what went wrong: cell, kind and line."""
    with path.open() as file:
        cells = ["".join(cell["source"]) for cell in json.load(file)["cells"]]
    asked = ", ".join(f"globals().get({name!r})" for name in names)
    written(path, *cells, f"def instance_norm(x):\n    return [{asked}]")
    with loaded(path, NORM) as submission, submission.during():
        found = submission.answers["instance_norm"](ONES)
        return dict(zip(names, found, strict=True)), [(p.cell, p.kind, p.line) for p in submission.loaded.problems]


def test_cells_run_as_in_jupyter(tmp_path):
    """Magics keep their bodies, display and await work, files that are written are imported and run."""
    path = written(
        tmp_path / "a.ipynb",
        "%%time\nfirst = 1",
        "%%capture kept\nprint('x')\nsecond = 2",
        "%%prun -q\nthird = 3",
        "%%timeit -n 1000000 -r 100\nsum(range(10))",
        "%%writefile module.py\nFOURTH = 4",
        "import module\n%run module.py\nfourth = module.FOURTH + FOURTH",
        "import asyncio\nasync def fifth_of():\n    await asyncio.sleep(0)\n    return 5\nfifth = await fifth_of()",
        "%matplotlib inline\n%config InlineBackend.figure_format = 'retina'\nimport matplotlib.pyplot as plt\n"
        "plt.plot([1, 2])\nplt.show()\nsixth = len(plt.get_fignums())",
        "display(first)\nfirst?\n?len\n7",
        "seventh = _",
        "get_ipython().run_line_magic('timeit', 'first')\n%load_ext autoreload\n%autoreload 2\n%env A=8",
        "import os\neighth = int(os.environ['A'])\nninth = kept.stdout.strip()",
    )
    names = "first second third fourth fifth sixth seventh eighth"
    found, problems = values(path, *names.split())
    assert problems == []
    assert list(found.values()) == [1, 2, 3, 8, 5, 1, 7, 8]


def test_nothing_runs_on_the_machine_of_whoever_grades(tmp_path):
    """Shell lines, other programs, editors and installers do nothing, wherever they stand."""
    programs = ["%%bash\n", "%%sh\n", "%%script bash\n", "%%system\n", "%%!\n"]
    path = written(
        tmp_path / "a.ipynb",
        "!touch by-a-line\nfiles = !touch by-a-list\nlisted = len(files)",
        "!pip install torch\n%pip install torch\n%conda install torch\n%edit a.py",
        *(f"{program}touch by-a-cell" for program in programs),
        "%sx touch by-sx\n%system touch by-system",
        "import os\nleft = [name for name in os.listdir() if name.startswith('by-')]",
    )
    found, problems = values(path, "listed", "left")
    assert found == {"listed": 0, "left": []}
    assert problems == []


AFTER = (
    "import math\ndef function(x):\n    return 1\nclass Class:\n    number = 2\nif True:\n    constant = 3\n"
    "try:\n    import nowhere\nexcept ImportError:\n    nowhere = 4\nprint(undefined)\nnumber = math.floor(5.5)\n"
    "values = [function(0), Class.number, constant, nowhere, number]\nnumber = also_undefined\nran = []\nran.append(1)"
)
FAILING = {
    "plain": "1 / 0\n",
    "missing": "import torch\n",
    "call": "raise SystemExit\n",
    "in_time": "%%time\n1 / 0\n",
    "in_capture": "%%capture\n1 / 0\n",
    "in_prun": "%%prun -q\n1 / 0\n",
    "interrupt": "raise KeyboardInterrupt\n",
}


def test_after_a_failure_the_definitions_of_its_cell_still_run(tmp_path):
    """Imports, functions, classes and assignments are there; what else stands behind the failure does not run."""
    cells = [failing + AFTER.replace("values", f"values_{kind}") for kind, failing in FAILING.items()]
    found, problems = values(written(tmp_path / "a.ipynb", *cells), "ran", *(f"values_{kind}" for kind in FAILING))
    assert found.pop("ran") == []
    assert found == {name: [1, 2, 3, 4, 5] for name in found}
    assert len(found) == len(FAILING) and {what for _, what, _ in problems} == {"raised"}


def test_plain_python_goes_on_after_a_failure_too(tmp_path):
    """In a .py file what fails costs only what needs it, and the future that it imports holds for all of it."""
    path = tmp_path / "instance_norm.py"
    code = f'"""Mine."""\nfrom __future__ import annotations\nimport torch\ndef f(x: nowhere): ...\n{RIGHT}'
    path.write_text(code, encoding="utf-8")
    with loaded(path, NORM) as submission:
        assert submission.loaded.packages == ("torch",)
        assert [problem.line for problem in submission.loaded.problems] == [3]
        with submission.during():
            assert submission.answers["instance_norm"](ONES).shape == ONES.shape


def test_cells_without_end_cost_only_themselves(tmp_path, little_time):
    """Each is stopped, named by its line, and passed over; all else of the notebook is there."""
    path = written(
        tmp_path / "a.ipynb",
        "before = 1\nwhile True:\n    pass\ndef after():\n    return 2",
        "import time\ntime.sleep(1000)",
        "import os\nleft = 3\nos._exit(0)",
        "%%capture\ninside = 4\nwhile True:\n    try:\n        sum(range(10 ** 5))\n    except:\n        pass",
        "last = after()",
    )
    found, problems = values(path, "before", "left", "inside", "last")
    assert found == {"before": 1, "left": 3, "inside": 4, "last": 2}
    assert problems == [(1, "stopped", 2), (2, "stopped", 2), (3, "ended", 3), (4, "stopped", 2)]
    with loaded(path, NORM) as submission:
        said = lacking(read_file(path), submission.loaded)
    for lang, words in (("en", "code cell 1, line 2: stopped"), ("vi", "ô code số 1, dòng 2: bị dừng")):
        assert words in said[lang]


def test_too_much_of_it_ends_the_submission(tmp_path, little_time, monkeypatch):
    """All cells together have their time too."""
    monkeypatch.setattr(time_limits, "LOADING_SECONDS", 1)
    monkeypatch.setattr(time_limits, "WAITING_FACTOR", 60)  # on a busy machine computing takes long
    path = written(tmp_path / "a.ipynb", *["while True:\n    pass"] * 9, RIGHT)
    with Grader() as grader:
        result = grader.grade(task(path))
    assert result.score == 0 and "seconds of computing" in result.error.en


def test_prompts_come_to_an_end(tmp_path, little_time):
    """`input()` gives nothing, and whoever asks on hears that nobody will answer: in each cell anew."""
    loop = "asked = 0\nwhile True:\n    asked += 1\n    input('?')"
    path = written(tmp_path / "a.ipynb", "name = input('name? ')", loop, "again = input()", loop)
    found, problems = values(path, "name", "asked", "again")
    assert found["name"] is not None and found["asked"] > 1
    assert [(cell, kind) for cell, kind, _ in problems] == [(2, "raised"), (4, "raised")]


NEEDS = "import numpy as np\nimport torch\nfrom google.colab import drive\ndef instance_norm(x, eps=1e-5):\n"


def test_a_missing_package_is_named_where_it_costs_points(tmp_path):
    """In the table, on the page and in the JSON; where it costs nothing, nothing is said."""
    needy = written(tmp_path / "needy.ipynb", f"{NEEDS}    return torch.tensor(x)")
    right = written(tmp_path / "right.ipynb", f"import torch, seaborn\n{RIGHT}")
    with Grader() as grader:
        lost, full = grader.grade(task(needy)), grader.grade(task(right))
    assert (lost.score, full.score, full.error) == (0, 10, None)
    for lang in LANGUAGES:
        shown = [as_table([lost], lang, 400), submission_page(lost, lang), as_json([lost], 0)]
        assert all("torch, google" in text for text in shown), lang
        assert "NameError" in shown[0]  # and what came of it


def test_plain_python_does_without_ipython():
    """A .py file is run without loading IPython's shell, unless it is a notebook's code."""
    code = "from grader.sandbox.inside.execute import run; import sys; run([sys.argv[1]], 'a.py')"
    code += "; print('IPython.core.interactiveshell' in sys.modules)"
    for cell, expected in ((RIGHT, "False"), ("x = 7 % 3 != 0", "False"), ("%matplotlib inline", "True")):
        command = [sys.executable, "-c", code, cell]
        assert subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip() == expected, cell


def test_a_class_with_such_notebooks_is_graded(tmp_path, little_time):
    """`grade` gives full marks where the answer is right, whatever stands around it."""
    (tmp_path / "class").mkdir()
    written(tmp_path / "class" / "a.ipynb", "while True:\n    pass", f"%%time\nimport seaborn\n{RIGHT}", "1 / 0")
    arguments = ["--trust", str(tmp_path / "class"), "--seed", "0", "--jobs", "1"]
    assert cli.main([*arguments, "--json", str(tmp_path / "out.json")]) == 0
