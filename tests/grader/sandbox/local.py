"""A learner's objects in this process, as in a notebook, asked as those in a worker are: so the verdict is the same."""

import contextlib
import json
from collections import deque
from collections.abc import Mapping

from grader import time_limits
from grader.exercises import Exercise
from grader.judging.black_box import BlackBox, answer_to
from grader.judging.in_process import LearnersClock, Limited
from grader.judging.verdict import Answers, EndedError, OutOfTimeError
from grader.sandbox.inside.messages import Calls, Question, Reply
from grader.sandbox.inside.wire import Json, WireError
from grader.sandbox.inside.worker import Responder
from grader.sandbox.remote_object import RemoteObject
from grader.sandbox.submission import Submission
from grader.time_limits import Allowance, Stopwatch


class LocalSubmission(Submission):
    """The learner's objects, by name, behind the same messages as in a worker."""

    def __init__(self, exercise: Exercise, objects: Answers) -> None:
        super().__init__(exercise.methods)
        self._clock = LearnersClock()
        self._questions = _Questions(self._clock)
        self._responder = Responder(self._questions, passed_on=(KeyboardInterrupt, OutOfTimeError))
        self._responder.names = dict(objects)
        handles = {name: self._responder.keep(value) for name, value in objects.items()}
        self.answers = {name: RemoteObject(self, handle, name) for name, handle in handles.items()}
        self._allowance = Allowance(self._clock.seconds, time_limits.EXERCISE_SECONDS)

    def _start(self, *, anew: bool = False) -> Stopwatch:
        return self._allowance.stopwatch(anew=anew)

    def _start_trial(self) -> None:
        self._limit.restart(self._allowance.stopwatch())

    def _limited(self, watch: Stopwatch) -> contextlib.AbstractContextManager[object]:
        self._limit = Limited(watch)
        return self._limit

    def _replies(
        self, calls: Calls, blobs: list[bytes], boxes: Mapping[int, BlackBox]
    ) -> tuple[tuple[Reply, ...], list[bytes]]:
        self._questions.boxes = boxes
        with self._clock.running():
            replies, sent = self._responder.answer_calls(calls, list(blobs))
        return tuple(map(_as_received, replies)), sent

    def _broken(self, error: WireError) -> EndedError:
        raise error  # nobody at this end lies


class _Questions:
    """Stands for the wire: what is asked during a call is answered at once."""

    def __init__(self, clock: LearnersClock) -> None:
        self._clock = clock
        self.boxes: Mapping[int, BlackBox] = {}
        self._answers: deque[tuple[Json, list[bytes]]] = deque()

    def send(self, message: Json, blobs: list[bytes]) -> None:
        with self._clock.paused():
            answer, sent = answer_to(Question.from_json(message), blobs, self.boxes)
            self._answers.append((answer.as_json(), sent))

    def receive(self) -> tuple[Json, list[bytes]]:
        return self._answers.popleft()


def _as_received(reply: Reply) -> Reply:
    """A reply as it comes out at the other end of a wire, where only words are another than those that were sent."""
    if not reply.printed and reply.raised is None:
        return reply
    return Reply.from_json(json.loads(json.dumps(reply.as_json())))
