"""The figures of "Who grades the grader?" are computed rightly, and the grader lives up to what it promises."""

import tomllib

import pytest

from each import for_each
from grader import fingerprint, quality
from grader.exercises import EXERCISES
from grader.quality import (
    ELSEWHERE_SEEDS,
    Quality,
    Sample,
    Share,
    from_elsewhere,
    from_the_bank,
    measure,
    measured,
    pooled,
)
from mistakes.bank import mistakes_of
from notebooks import ROOT

STATS = EXERCISES["instance_stats"]


@pytest.mark.parametrize(
    "count, n, low, high",
    [
        # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval(count, n, low, high):
    """The interval equals published ones."""
    assert Share(n, ["x"] * count).interval == pytest.approx((low, high), abs=5e-5)


def test_thirty_right_answers_leave_one_in_ten_open():
    """As the question on the page has it: none of 30 refused, and still more than 11 % cannot be ruled out."""
    assert 0.11 < Share(30).interval[1] < 0.12


def test_nothing_measured_says_nothing():
    """Without observations the interval is everything."""
    assert Share(0).interval == (0.0, 1.0)


def test_each_answer_is_counted_once_where_it_belongs():
    """Caught, named and refused are told apart, whatever the number of seeds."""

    def unknown(x):
        return x.mean(1, keepdims=True) + 1, x.var(1, keepdims=True)

    known = {sample.id: sample for sample in from_the_bank(STATS)}
    mistake = known["unbiased_variance"]
    samples = [
        mistake,
        Sample("misnamed", known["over_batch"].answers, False, "over_samples"),
        Sample("unknown", STATS.answers_from(unknown), False),
        Sample("right but said to be wrong", STATS.solution, False, "over_batch"),
        Sample("wrong but said to be right", mistake.answers, True),
        Sample("right", STATS.solution, True),
    ]
    found = measure(STATS, samples, [0, 1])
    assert found.accepted == Share(4, ["right but said to be wrong"])
    assert found.named_rightly.names == ["unbiased_variance"]
    assert found.named_wrongly.names == ["misnamed"]
    assert found.not_named == Share(3, ["right but said to be wrong"])
    assert found.refused == Share(2, ["wrong but said to be right"])


def test_answers_from_elsewhere_are_judged_rightly():
    """Of the answers whose authors had not seen the tests, no right one loses points, at most one wrong one in 200 gets
    full marks, and at most one in 100 a false name."""
    found = pooled(measured(exercise, from_elsewhere, ELSEWHERE_SEEDS) for exercise in EXERCISES.values())
    assert found.refused.names == []
    assert found.accepted.count <= found.accepted.n / 200, found.accepted.names
    assert found.named_wrongly.count <= found.named_wrongly.n / 100, found.named_wrongly.names


@for_each(EXERCISES.values(), name=lambda exercise: exercise.id)
def test_answers_from_elsewhere_are_told_apart(exercise):
    """Each has a name of its own, and what it is said to deserve is in the bank."""
    samples = from_elsewhere(exercise)
    assert len({sample.id for sample in samples}) == len(samples)
    names = {name for sample in samples for name in (sample.deserves, *sample.also) if name is not None}
    assert names <= set(mistakes_of(exercise.id))


def test_what_is_kept_is_what_was_measured(tmp_path, monkeypatch):
    """Measured once, read afterwards; and measured anew where what was kept is spoilt or the code has changed."""
    monkeypatch.setattr(quality, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(quality, "from_elsewhere", lambda exercise: from_elsewhere(exercise)[:3])
    first = measured(STATS, quality.from_elsewhere, [0])
    assert first == measure(STATS, quality.from_elsewhere(STATS), [0])
    monkeypatch.setattr(quality, "measure", lambda *_: pytest.fail("measured again"))
    assert measured(STATS, quality.from_elsewhere, [0]) == first
    monkeypatch.setattr(quality, "measure", lambda *_: pooled([first, first]))
    (kept,) = tmp_path.iterdir()
    kept.write_text("{}", encoding="utf-8")
    assert measured(STATS, quality.from_elsewhere, [0]) != first
    monkeypatch.setattr(quality, "measure", lambda *_: first)
    monkeypatch.setattr(quality, "fingerprint_of_the_code", lambda: "other")
    assert measured(STATS, quality.from_elsewhere, [0]) == first


def test_what_is_kept_depends_on_every_package_of_code(tmp_path, monkeypatch):
    """Every installed package counts, but for those of the book, which judge nothing; and so does all of its code."""
    folders = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-dir"]
    assert set(fingerprint.PACKAGES) == {name for name, folder in folders.items() if not folder.startswith("book/")}
    (tmp_path / "deciding" / "deeper").mkdir(parents=True)
    (tmp_path / "deciding" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(fingerprint, "PACKAGES", ("deciding",))
    told = []
    for code in ("x = 1", "x = 2"):
        (tmp_path / "deciding" / "deeper" / "module.py").write_text(code, encoding="utf-8")
        told.append(fingerprint.fingerprint_of_the_code.__wrapped__())
    assert told[0] != told[1]


def test_parts_are_the_whole(tmp_path, monkeypatch):
    """Measured in parts, each kept by itself, it is what is measured at once."""
    monkeypatch.setattr(quality, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(quality, "SAMPLES_IN_A_PART", 2)
    monkeypatch.setattr(quality, "from_the_bank", lambda exercise: from_the_bank(exercise)[-22:-17])
    assert measured(STATS, quality.from_the_bank, [0]) == measure(STATS, quality.from_the_bank(STATS), [0])
    assert len(list(tmp_path.iterdir())) == len(quality.parts_of(quality.from_the_bank(STATS))) == 3


def test_pooled_is_the_sum():
    """Several sets count as one."""
    one = Quality(*(Share(2, [name]) for name in "abcde"))
    assert pooled([one, one]).refused == Share(4, ["b", "b"])
