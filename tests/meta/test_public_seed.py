"""The seed that `check` draws with is known to everybody: an answer that knows its cases is worth nothing elsewhere."""

import json

import pytest

from grader import cli, seed
from grader.exercises import EXERCISES
from grader.judging.cases import DEFAULT_SEED, cases_of
from grader.judging.verdict import failure, judge
from grader.rubric import FULL_MARKS
from grader.sandbox.launcher import isolation
from solutions.check_instance_norm import check_instance_norm
from solutions.instance_norm import instance_norm

SEEDS = (DEFAULT_SEED + 1, 1, 2)


class Table:
    """An `instance_norm` that only looks up what was noted of the right one, and knows nothing of what was not."""

    def __init__(self):
        self.noted = {}

    def note(self, x, eps=1e-5):
        """The right answer, noted under what it was asked."""
        y = instance_norm(x, eps)
        self.noted[self.key(x, eps)] = y.copy()
        return y

    def look_up(self, x, eps=1e-5):
        """What was noted; the input where nothing was."""
        return self.noted.get(self.key(x, eps), x).copy()

    @staticmethod
    def key(x, eps):
        """All that a call is given, as bytes."""
        return x.tobytes(), x.shape, x.dtype, eps


class Count:
    """A `check_instance_norm` that refuses by the number of the call and never calls what it is given."""

    def __init__(self):
        self.refused = []
        self.calls = 0

    def note(self, version):
        """The right verdict, noted in order."""
        try:
            check_instance_norm(version)
        except BaseException:
            self.refused.append(True)
            raise
        self.refused.append(False)

    def recite(self, version):
        """The verdict that was noted for the call of this number."""
        self.calls += 1
        assert not self.refused[(self.calls - 1) % len(self.refused)]


@pytest.fixture(scope="module")
def table():
    """A table of all calls that the public seed makes."""
    made = Table()
    assert score("instance_norm", made.note, DEFAULT_SEED) == FULL_MARKS
    return made


@pytest.fixture(scope="module")
def order():
    """The order of the versions that the public seed draws."""
    made = Count()
    assert score("check_instance_norm", made.note, DEFAULT_SEED) == FULL_MARKS
    return made.refused


def score(exercise, answer, drawn_from):
    """The points of an answer to an exercise that asks for one function."""
    return judge(EXERCISES[exercise], {exercise: answer}, drawn_from).score


def test_a_table_of_outputs_is_worth_nothing_with_another_seed(table):
    """With the public seed it has full marks, which is why `grade` does not draw with that."""
    assert score("instance_norm", table.look_up, DEFAULT_SEED) == FULL_MARKS
    assert [score("instance_norm", table.look_up, other) for other in SEEDS] == [0] * len(SEEDS)


def test_the_order_of_the_versions_is_worth_nothing_with_another_seed(order):
    """A test that only counts its calls has full marks with the public seed, and none with another."""

    def recited(drawn_from):
        counting = Count()
        counting.refused = order
        return score("check_instance_norm", counting.recite, drawn_from)

    assert recited(DEFAULT_SEED) == FULL_MARKS
    assert [recited(other) for other in SEEDS] == [0] * len(SEEDS)


@pytest.mark.parametrize("prop", EXERCISES["instance_norm"].tests)
def test_every_property_asks_for_more_than_the_table_has(table, prop):
    """Another seed gives cases of each property that the public one does not have."""
    asked = Table()
    exercise = EXERCISES["instance_norm"]
    for case in cases_of(exercise, SEEDS[0])[prop]:
        failure(exercise.tests[prop], {"instance_norm": asked.note}, case)
    assert set(asked.noted) - set(table.noted)


RECITES = """
REFUSED = {refused}
calls = 0


def check_instance_norm(instance_norm):
    global calls
    calls += 1
    assert REFUSED[calls - 1] == "0"
"""


@pytest.mark.skipif(isolation().kind != "bwrap", reason="the command grades where bwrap works")
def test_the_command_draws_with_a_seed_of_the_teachers_own(order, tmp_path, monkeypatch):
    """Without --seed a test that recites the public order gets no point, and the JSON says which seed it was."""
    monkeypatch.setattr(seed, "user_config_path", lambda name: tmp_path / name)
    handed_in, results = tmp_path / "check_instance_norm.py", tmp_path / "out.json"
    handed_in.write_text(RECITES.format(refused=repr("".join(str(int(refused)) for refused in order))))
    seeds = []
    for options, expected in ((["--seed", str(DEFAULT_SEED)], 10), ([], 0), ([], 0)):
        cli.main([str(handed_in), *options, "--json", str(results)])
        document = json.loads(results.read_text(encoding="utf-8"))
        assert document["submissions"][0]["score"] == expected
        seeds.append(document["seed"])
    assert seeds[0] == DEFAULT_SEED != seeds[1] == seeds[2]
