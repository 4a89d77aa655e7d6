"""How hard each chapter and exercise is, from 1 to 3, by the name that both twins share."""

from grader.exercises import EXERCISES

DIFFICULTY = {
    **{f"exercises/{name}": exercise.difficulty for name, exercise in EXERCISES.items()},
    "book/introduction": 1,
    "book/formula": 1,
    "book/one-sample-one-feature": 1,
    "book/one-sample-two-features": 1,
    "book/two-samples-one-feature": 1,
    "book/two-samples-two-features": 1,
    "book/gamma-and-beta": 2,
    "book/what-always-holds": 2,
    "book/eps-and-small-variances": 2,
    "book/five-norms": 2,
    "book/layouts-and-frameworks": 2,
    "book/padding-and-masks": 2,
    "book/numbers-on-real-machines": 3,
    "book/backward-pass": 3,
    "book/does-it-help": 3,
    "book/where-it-is-used": 2,
    "book/time-series-and-sound": 2,
    "book/testing-by-properties": 3,
    "book/who-grades-the-grader": 3,
}
