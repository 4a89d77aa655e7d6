"""What is asked of a submission in advance: all calls of a property, and never the reference solution's own results."""

import numpy as np

from each import for_each
from grader.exercises import EXERCISES
from grader.sandbox.inside.block_stream import Blocks
from grader.sandbox.inside.silenced import silenced
from grader.sandbox.inside.worker import perform
from grader.sandbox.prefetch import prefetches_of

SEED = 0
ASKED_ONE_BY_ONE = {
    "check_instance_norm": set(EXERCISES["check_instance_norm"].tests),  # the judge is asked back
}


@for_each(EXERCISES)
def test_what_must_wait_is_not_asked_in_advance(exercise):
    """Asked one by one are only properties in which a result, or an answer of the judge, is handed over."""
    missing = set(EXERCISES[exercise].tests) - set(prefetches_of(EXERCISES[exercise], SEED))
    assert missing == ASKED_ONE_BY_ONE.get(exercise, set())


@for_each(EXERCISES)
def test_no_result_of_the_solution_is_sent(exercise):
    """No argument of a request is what the reference solution returned for an earlier one, unless that was asked."""
    for prop, prefetch in prefetches_of(EXERCISES[exercise], SEED).items():
        objects, results, given = dict(EXERCISES[exercise].solution), set(), set()
        for number, request in enumerate(prefetch.requests):
            sent = told_apart(request.arguments)
            assert not sent & (results - given), prop
            given |= sent
            arguments = [
                value.copy() if isinstance(value, np.ndarray | Blocks) else value for value in request.arguments
            ]
            try:
                with silenced():
                    made = perform(request.do, objects[request.handle], request.name, arguments, request.keywords)
            except RuntimeError:  # asked for in the wrong order, on purpose
                continue
            objects[number] = made
            parts = made if isinstance(made, tuple) else [made]
            results |= told_apart(parts)


def told_apart(values):
    """The bytes of those arrays that cannot be alike by accident: of several numbers that differ."""
    return {value.tobytes() for value in values if isinstance(value, np.ndarray) and len(np.unique(value)) > 3}
