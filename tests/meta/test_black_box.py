"""A function that a learner's test calls and does not look into acts as it would in the learner's own process."""

import json
import tracemalloc

import numpy as np
import pytest

from each import for_each
from grader.judging.black_box import BlackBox, Journal, answer_to
from grader.sandbox.inside.messages import Answers, Question
from grader.sandbox.inside.remote_function import (
    Ahead,
    Layout,
    Outcome,
    RemoteFunction,
    fingerprint,
    outcomes_from,
    question_for,
)
from grader.sandbox.inside.wire import WireError
from mistakes.versions import forget_earlier_calls, versions


class OverTheWire:
    """The worker's half of a box, as a RemoteFunction; `questions` counts what it asked."""

    def __init__(self, box: BlackBox) -> None:
        self.function = RemoteFunction(self.ask)
        self.questions = 0
        self._box = box
        self._ahead = Ahead()

    def ask(self, x, eps, by_name) -> Outcome:
        known = self._ahead.take(x, eps, by_name)
        if known is not None:
            return known
        self.questions += 1
        question, blobs = question_for(0, x, eps, by_name, self._ahead.forget())
        question = Question.from_json(json.loads(json.dumps(question.as_json())))
        message, sent = answer_to(question, blobs, {0: self._box})
        answers = Answers.from_json(json.loads(json.dumps(message.as_json())))
        outcome, *ahead = outcomes_from(answers, sent)
        self._ahead.expect(zip(answers.expected, ahead, strict=True))
        return outcome

    def end(self) -> None:
        """Say how many outcomes were used at last, as a Reply does."""
        self._box.use(self._ahead.forget())


def seen(function) -> str:
    """All that can be seen of a function in a few calls: results, exceptions, and what became of inputs and results."""
    x = np.arange(12.0).reshape(2, 3, 2)
    given, results, story = [], [], []
    for number, eps in enumerate([(), (0.1,), (np.float32(0.5),), (), (1,)] * 3):
        mine = (np.roll(x, number) / (1 + number)).astype(np.float32 if number == 3 else np.float64)
        given.append(mine if number != 7 else np.zeros((1, 2, 1)))
        try:
            results.append(function(given[-1], eps=eps[0]) if number % 4 == 1 and eps else function(given[-1], *eps))
        except Exception as error:
            story.append((type(error), str(error)))
        arrays = [result for result in results if isinstance(result, np.ndarray)]
        story += [array.tobytes() for array in (*given, *arrays)]
        story += [(_strides(array), array.flags.owndata, array is given[-1]) for array in arrays]
        story += [array is earlier for array in arrays for earlier in arrays]
    return repr([*story, [part.tolist() if isinstance(part, np.ndarray) else part for part in results]])


def _strides(array: np.ndarray) -> list[int]:
    """The steps along the axes that have any."""
    return [step for step, size in zip(array.strides, array.shape, strict=True) if size > 1]


@for_each(versions().values(), name=lambda version: version.id)
def test_a_version_is_seen_alike_over_the_wire(version):
    """All that can be seen of it is the same in one process and apart, in a first trial and in one foreseen."""
    journal, told, questions = Journal(), [], []
    for _ in range(2):
        apart = OverTheWire(BlackBox(version.answer, forget_earlier_calls, journal))
        told.append(seen(apart.function))
        questions.append(apart.questions)
    alone = seen(_itself(version.answer))
    assert seen(BlackBox(version.answer, forget_earlier_calls)) == told[0] == told[1] == alone
    assert questions[0] == 15 and questions[1] < 8


def _itself(function):
    """The function itself, as if it had never been called."""
    forget_earlier_calls()

    def called(x, *eps, **named):
        with np.errstate(all="ignore"):
            return function(x, *map(float, eps), **named)

    return called


def test_what_was_foreseen_wrongly_leaves_no_trace():
    """A trial that takes another turn than the last sees what it would have seen alone, and so does the judge."""
    inputs = [np.array([[[number], [number + 1.0]]]) for number in range(40)]
    for version in ("remembers_earlier_calls", "keeps_eps", "reuses_buffer", "empties_last_result", "formula"):
        answer, journal = versions()[version].answer, Journal()
        first = OverTheWire(BlackBox(answer, forget_earlier_calls, journal))
        for x in inputs:
            first.function(x.copy())
        box = BlackBox(answer, forget_earlier_calls, journal)
        again = OverTheWire(box)
        order = [*inputs[:20], *inputs[30:], *inputs[:10]]
        came = [again.function(x.copy()) for x in order]
        assert again.questions < len(order)
        again.end()
        assert np.array_equal(box.last["x"], order[-1])
        alone = BlackBox(answer, forget_earlier_calls)
        assert [y.tolist() for y in came] == [y.tolist() for y in [alone(x.copy()) for x in order]]


def test_what_was_foreseen_and_never_asked_was_not_raised():
    """An exception of a call that was only foreseen is none that a learner's test let through."""

    def raises_at_three(x, eps=1e-5):
        if x[0, 0, 0] == 3:
            raise ValueError("three")
        return x

    journal, inputs = Journal(), [np.full((1, 1, 1), float(number)) for number in range(6)]
    first = OverTheWire(BlackBox(lambda x, eps=1e-5: x, journal=journal))
    for x in inputs:
        first.function(x)
    box = BlackBox(raises_at_three, journal=journal)
    again = OverTheWire(box)
    for x in inputs[:3]:
        again.function(x)
    again.end()
    assert not box.let_through(ValueError("three"))
    with pytest.raises(ValueError, match="three"):
        again.function(inputs[3])
    again.end()
    assert box.let_through(ValueError("three"))


def test_more_than_was_foreseen_cannot_have_been_used():
    """Who says so breaks the protocol."""
    box = BlackBox(lambda x, eps=1e-5: x)
    with pytest.raises(WireError):
        box.use(1)


def test_calls_are_told_apart():
    """Other numbers, another shape, dtype or eps make another fingerprint; the memory order does not."""
    x = np.arange(6.0).reshape(1, 2, 3)
    others = [(x + 1, None), (x.reshape(1, 3, 2), None), (x.astype(np.float32), None), (x, 1e-5), (x, 1), (x, 1.0)]
    calls = [(x, None, False), (x, 1.0, True), *((*call, False) for call in others)]
    assert len({fingerprint(*call) for call in calls}) == 8
    assert fingerprint(np.asfortranarray(x), None, False) == fingerprint(x, None, False)


def test_a_layout_is_laid_out():
    """A copy of an array lies in memory as the array does."""
    x = np.arange(24.0).reshape(2, 3, 4)
    laid_out = [x.copy(), x, x.T.copy().T, x.transpose(1, 0, 2), np.asfortranarray(x), np.zeros((2, 3, 8))[..., ::2]]
    for array in [*laid_out, x.transpose(1, 0, 2).copy(order="K"), x.astype(np.float32).transpose(0, 2, 1)]:
        layout = Layout.of(array)
        copy = array.copy() if layout is None else layout.lay_out(array.copy())
        assert copy.strides == array.strides and np.array_equal(copy, array)
        assert [copy.flags[name] for name in ("C", "F", "OWNDATA")] == [array.flags[n] for n in ("C", "F", "OWNDATA")]


def test_an_input_that_may_not_be_written_is_not():
    """A version that would write into it raises, as NumPy does, and is refused by letting that through."""
    x = np.array([[[0.0], [2.0]]])
    x.flags.writeable = False
    box = BlackBox(versions()["centres_input"].answer)
    with pytest.raises(ValueError, match="read-only") as raised:
        box(x)
    assert box.let_through(raised.value) and x.tolist() == [[[0.0], [2.0]]]


@pytest.mark.parametrize(
    "arguments, kind",
    [
        (([[[1.0]]],), TypeError),
        ((np.ones((1, 1, 1), int),), TypeError),
        ((np.ones((2, 2)),), ValueError),
        ((np.ones((0, 1, 1)),), ValueError),
        ((np.ones((1, 201, 1)),), ValueError),
        ((np.ones((101, 100, 1)),), ValueError),
        ((np.full((1, 1, 1), np.nan),), ValueError),
        ((np.full((1, 1, 1), -50.1),), ValueError),
        ((np.ones((1, 1, 1)), "0.1"), TypeError),
        ((np.ones((1, 1, 1)), True), TypeError),
        ((np.ones((1, 1, 1)), 1e-6), ValueError),
        ((np.ones((1, 1, 1)), float("nan")), ValueError),
    ],
)
def test_what_may_not_be_asked_is_refused_before_it_is_computed(arguments, kind):
    """Input on which right versions would part, or take long, gets a sentence, on either side of the wire."""
    box = BlackBox(lambda x, eps=1e-5: 1 / 0)
    with pytest.raises(kind, match="must"):
        box(*arguments)
    question, blobs = question_for(0, *arguments, *[None][len(arguments) - 1 :])
    with pytest.raises(WireError):
        answer_to(question, blobs, {0: box})


def test_a_black_box_tells_nothing_and_ends():
    """It has one name and look, answers a thousand calls, and none once it is closed."""
    box = BlackBox(versions()["batch_norm"].answer)
    assert (repr(box), box.__name__) == ("<function instance_norm>", "instance_norm")
    for _ in range(1000):
        box(np.ones((1, 1, 1)))
    with pytest.raises(RuntimeError, match="more than 1000"):
        box(np.ones((1, 1, 1)))
    closed = BlackBox(versions()["batch_norm"].answer)
    closed.close()
    with pytest.raises(RuntimeError, match="after the check"):
        closed(np.ones((1, 1, 1)))


def test_a_closed_box_keeps_its_last_input_alone():
    """Learners' tests keep the function they were given; what went through it is not kept with it."""
    box = BlackBox(lambda x: None)
    tracemalloc.start()
    for number in range(5):
        box(np.full((1, 1, 10_000), float(number)))
    kept = tracemalloc.get_traced_memory()[0]
    box.close()
    left = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept - left > 4 * 80_000 - 8_000
    assert np.array_equal(box.last["x"], np.full((1, 1, 10_000), 4.0))
