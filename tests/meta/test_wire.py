"""The wire holds whatever comes over it: only messages and values come out, or the errors that it names."""

import json
import math
import socket
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import time_limits
from grader.judging.black_box import BlackBox, answer_to
from grader.judging.verdict import SKIPPED, EndedError
from grader.sandbox.client import Code, RemoteSubmission
from grader.sandbox.inside.block_stream import Blocks
from grader.sandbox.inside.messages import Answers, Loaded, Question
from grader.sandbox.inside.remote_function import outcomes_from, question_for
from grader.sandbox.inside.wire import (
    DTYPES,
    HEAD,
    MAX_BLOB_BYTES,
    MAX_JSON_BYTES,
    Channel,
    ClosedError,
    Opaque,
    TooSlowError,
    WireError,
    decode,
    encode,
    screened,
)
from grader.sandbox.launcher import Worker
from grader.sandbox.prefetch import Request, prefetch_of
from grader.sandbox.remote_object import RemoteObject
from grader.sandbox.submission import RemoteError

LOADED = Loaded({"f": 1}, (), ()).as_json()
NO_CODE = Code((), "a.py", {})
quick = settings(database=None, deadline=None, max_examples=100)

sides = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
arrays = hnp.arrays(st.sampled_from(list(DTYPES.values())), sides)
numbers = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats()
values = st.recursive(
    arrays | numbers,
    lambda part: st.lists(part, max_size=8) | st.lists(part, max_size=8).map(tuple),
    max_leaves=12,
).filter(lambda value: depth(value) <= 4)
odd_numbers = st.integers() | st.sampled_from([10**400, -(10**400), 2**62, -1, 0, 1, 2, True]) | st.floats()
json_values = st.recursive(
    st.none() | st.booleans() | odd_numbers | st.text(max_size=5),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=5), part, max_size=4),
    max_leaves=10,
)
shapes = st.lists(odd_numbers | json_values, max_size=4) | json_values | st.just([1] * 40) | st.just([0] + [2**40] * 3)
# Nearly right: the keys that mean something, with anything under them.
value_messages = st.recursive(
    st.fixed_dictionaries(
        {"array": odd_numbers | json_values, "dtype": st.sampled_from([*DTYPES, "O", 1]), "shape": shapes}
    )
    | st.fixed_dictionaries(
        {"array": st.just(0), "dtype": st.just("uint8"), "shape": st.sampled_from([[3], [3, 1], [4]])}
    )
    | st.fixed_dictionaries({"number": odd_numbers | json_values})
    | st.fixed_dictionaries({"float": st.sampled_from(["inf", "nan", "1", 2])})
    | st.fixed_dictionaries(
        {"handle": odd_numbers | json_values},
        optional={"type": json_values, "dtype": json_values, "length": json_values},
    )
    | json_values,
    lambda part: (
        st.fixed_dictionaries({"tuple": st.lists(part, max_size=9)})
        | st.fixed_dictionaries({"list": st.lists(part, max_size=9)})
    ),
    max_leaves=6,
)


def depth(value: object) -> int:
    """How many tuples and lists stand around the innermost part."""
    return 1 + max(map(depth, value), default=0) if isinstance(value, tuple | list) else 0


def same(one: object, other: object) -> bool:
    """Of one type, and equal bit for bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


def once(channel: Channel):
    """What connects to the worker at the other end of a channel, and then to none."""
    workers = iter([Worker(channel, lambda: 0.0)])

    def connect() -> Worker:
        try:
            return next(workers)
        except StopIteration:
            raise EndedError("skipped", SKIPPED) from None

    return connect


def pair() -> tuple[Channel, socket.socket]:
    """The judge's channel, and the bare socket at the other end."""
    ours, theirs = socket.socketpair()
    return Channel(ours), theirs


@quick
@given(values)
def test_what_is_encoded_is_decoded(value):
    """Every value that may cross comes out as it went in, also through JSON, in arrays of its own."""
    blobs: list[bytes] = []
    assert same(decode(json.loads(json.dumps(encode(value, blobs))), blobs), value)


@quick
@given(st.lists(st.binary(max_size=50), max_size=5), st.dictionaries(st.text(max_size=5), json_values, max_size=3))
def test_what_is_sent_is_received(blobs, message):
    """A message arrives with its blobs, one after the other."""
    message.pop("blobs", None)
    ours, theirs = pair()
    other = Channel(theirs)
    for _ in range(2):
        ours.send(message, blobs)
    for _ in range(2):
        received, parts = other.receive(5)
        assert (json.dumps(received), parts) == (json.dumps(message), blobs)
    ours.close()
    other.close()


@quick
@given(
    st.binary(max_size=100)
    | st.builds(
        lambda head, rest, text: HEAD.pack(head, rest) + text, *[st.integers(0, 60)] * 2, st.binary(max_size=100)
    )
    | json_values.map(json.dumps).map(lambda text: HEAD.pack(len(text), 0) + text.encode())
    | st.builds(lambda sizes: json.dumps({"blobs": sizes}), json_values | st.lists(odd_numbers, max_size=4)).map(
        lambda text: HEAD.pack(len(text), 3) + text.encode() + b"abc"
    )
)
def test_any_bytes_are_a_message_or_an_error_of_the_wire(sent):
    """Nothing but a message, or WireError, comes of bytes, and it comes at once."""
    ours, theirs = pair()
    with theirs:
        theirs.sendall(sent)
        theirs.shutdown(socket.SHUT_WR)
        began = time.monotonic()
        try:
            message, blobs = ours.receive(5)
            assert isinstance(message, dict) and all(type(blob) is bytes for blob in blobs)
        except WireError:
            pass
        assert time.monotonic() - began < 4
    ours.close()


@pytest.mark.parametrize("sizes", [(MAX_JSON_BYTES + 1, 0), (0, MAX_BLOB_BYTES + 1), (2**32 - 1, 2**32 - 1)])
def test_a_message_that_is_too_long_is_refused_by_its_head(sizes):
    """What would fill the judge's memory is not even read."""
    ours, theirs = pair()
    with theirs:
        theirs.sendall(HEAD.pack(*sizes))
        with pytest.raises(WireError, match="too long"):
            ours.receive(5)
    ours.close()


@pytest.mark.parametrize("text", [b"[" * MAX_JSON_BYTES, b"9" * MAX_JSON_BYTES, b'{"a":' * 100_000, b"\xff\xfe\0\0"])
def test_json_that_breaks_readers_is_an_error_of_the_wire(text):
    """Deep nesting, endless digits and odd encodings end in WireError."""
    ours, theirs = pair()
    sender = threading.Thread(target=theirs.sendall, args=(HEAD.pack(len(text), 0) + text,))
    sender.start()
    with pytest.raises(WireError):
        ours.receive(20)
    sender.join()
    theirs.close()
    ours.close()


def test_a_trickle_of_bytes_is_too_slow():
    """Whoever sends a byte now and then does not get more time for it."""
    ours, theirs = pair()
    stop = threading.Event()

    def trickle() -> None:
        theirs.sendall(HEAD.pack(1000, 0))
        while not stop.wait(0.02):
            theirs.sendall(b" ")

    sender = threading.Thread(target=trickle)
    sender.start()
    began = time.monotonic()
    with pytest.raises(TooSlowError):
        ours.receive(0.3)
    assert time.monotonic() - began < 2
    stop.set()
    sender.join()
    theirs.close()
    ours.close()


def test_nobody_at_the_other_end():
    """Sending to, and receiving from, an end that is gone says Closed; one that takes nothing is too slow."""
    ours, theirs = pair()
    with pytest.raises(TooSlowError):
        ours.send({}, [bytes(8 << 20)], 0.1)
    theirs.close()
    with pytest.raises(ClosedError):
        ours.send({}, [], 1)
    with pytest.raises(ClosedError):
        ours.receive(1)
    ours.close()


@quick
@given(value_messages)
def test_any_json_is_a_value_or_an_error_of_the_wire(message):
    """Nothing but a plain value, or WireError, comes of JSON, and no array is larger than its bytes."""
    try:
        value = decode(json.loads(json.dumps(message)), [b"abc", bytes(8), b""])
    except WireError:
        return
    for part in leaves(value):
        assert part is None or type(part) in (bool, int, float, np.ndarray, Opaque)
        assert not isinstance(part, np.ndarray) or part.nbytes <= 8


def leaves(value: object) -> list:
    """The parts of nested tuples and lists."""
    return [leaf for part in value for leaf in leaves(part)] if isinstance(value, tuple | list) else [value]


@pytest.mark.parametrize("shape", [[0, 2**62], [0, 2**40, 2**40], [2**63, 0], [0, 10**400]])
def test_an_empty_array_claims_no_giant_axes(shape):
    """No bytes fill any shape with a 0 in it, but a mean over such an array would need terabytes."""
    with pytest.raises(WireError):
        decode({"array": 0, "dtype": "float64", "shape": shape}, [b""])


def test_the_bytes_of_an_array_stand_for_one_array():
    """A message that names the same bytes again and again would need many times the memory that it brought."""
    array = {"array": 0, "dtype": "float64", "shape": [2]}
    assert len(decode({"tuple": [array]}, [bytes(16)])) == 1
    with pytest.raises(WireError):
        decode({"tuple": [array, array]}, [bytes(16)])


@quick
@given(st.text(st.characters()))
def test_texts_fit_for_any_screen(text):
    """No escape sequence, half character or sign that turns the writing round comes out of a text."""
    said = screened(text + "\x1b[2J\ud800\u202e", 500)
    said.encode("utf-8")
    assert all(sign.isprintable() or sign in "\n\t" for sign in said)


raises = st.fixed_dictionaries(
    {
        "kinds": st.just([]) | st.lists(st.sampled_from(["RuntimeError", "AssertionError", "x"])) | json_values,
        "type": st.sampled_from(["ValueError", "class", "NotImplementedError", ""]) | json_values,
        "said": st.text(max_size=5) | json_values,
        "line": st.none() | st.tuples(odd_numbers, st.text(max_size=5)) | json_values,
    }
)
walks = st.fixed_dictionaries(
    {"held": st.fixed_dictionaries({"number": odd_numbers | numbers}) | value_messages,
     "arrays": st.lists(st.none() | value_messages, max_size=3) | json_values}
)  # fmt: skip
replies = st.fixed_dictionaries(
    {"numbers": st.just([]) | st.lists(odd_numbers, max_size=2) | json_values,
     "arguments": st.just([None, None]) | json_values
     | st.lists(st.none() | value_messages | walks, min_size=2, max_size=2),
     "changed": st.just([]) | st.lists(st.tuples(odd_numbers, value_messages), max_size=2) | json_values},
    optional={"result": value_messages, "raised": raises | json_values},
)  # fmt: skip
whole_replies = (
    st.lists(replies | json_values, min_size=2, max_size=2).map(lambda parts: {"replies": parts})
    | st.lists(replies, max_size=3).map(lambda parts: {"replies": parts})
    | json_values
)
problems = st.fixed_dictionaries(
    {"cell": odd_numbers, "kind": st.sampled_from(["syntax", "raised", "stopped", "ended", "x"]),
     "line": st.none() | odd_numbers,
     "said": st.text(max_size=5)}
)  # fmt: skip
places = st.fixed_dictionaries({"at": st.lists(odd_numbers, min_size=1, max_size=3) | json_values})
loads = st.just(LOADED) | places | st.fixed_dictionaries(
    {"handles": st.dictionaries(st.just("f"), odd_numbers | json_values) | json_values,
     "borrowed": st.lists(st.text(max_size=3)) | json_values,
     "problems": st.lists(problems | json_values, max_size=3) | json_values,
     "packages": st.lists(st.text(max_size=3)) | json_values}
)  # fmt: skip


@settings(quick, max_examples=300)
@given(loads, st.lists(whole_replies, min_size=1, max_size=4))
def test_any_replies_give_a_result_or_a_named_end(load, answers):
    """A worker that answers anything gives results, exceptions of ours, or EndedError: no other error, and no wait."""
    ours, theirs = pair()
    for answer in [load, *answers]:
        text = json.dumps({**answer, "blobs": [3]} if isinstance(answer, dict) else answer).encode()
        theirs.sendall(HEAD.pack(len(text), 3) + text + b"abc")
    theirs.shutdown(socket.SHUT_WR)
    began = time.monotonic()
    try:
        submitted = RemoteSubmission(once(ours), NO_CODE, ("f",), frozenset({"forward"}))
        if "f" in submitted.answers:
            use(submitted)
    except EndedError as end:
        assert end.status in ("timeout", "error", "skipped")
    finally:
        ours.close()
        theirs.close()
    assert time.monotonic() - began < 4


def use(submitted: RemoteSubmission) -> None:
    """Ask for calls, foretold and not, and use what comes back."""
    x, blocks = np.zeros(3, np.uint8), Blocks([np.zeros(3, np.uint8)])
    asked = [Request("call", "f", None, (x.copy(), blocks.copy())), Request("get", 0, "gamma", (x.copy(), 1.0))]
    with submitted.during(prefetch_of(asked)):
        for second in (blocks, 1.0, blocks, 1.0):
            try:
                result = submitted.answers["f"](x, second)
                if isinstance(result, RemoteObject):
                    result.forward(x, 1.0)
                    result.beta = x
            except RemoteError as error:
                assert str(error).isprintable() or "\n" in str(error) or "\t" in str(error)
            assert all(type(array) is np.ndarray and array.shape == (3,) for array in (x, *blocks.arrays))


# Questions, which a worker asks the judge during a call

a_number = {"array": 0, "dtype": "float64", "shape": [1, 1, 1]}
questions = st.fixed_dictionaries(
    {
        "box": st.just(0) | odd_numbers | json_values,
        "x": st.just(a_number) | value_messages,
        "eps": st.sampled_from([{"number": None}, {"number": 0.5}]) | value_messages,
        "used": st.just(0) | odd_numbers | json_values,
    }
)


@settings(quick, max_examples=300)
@given(
    questions | st.dictionaries(st.sampled_from(["box", "x", "eps", "used"]), json_values),
    st.binary(min_size=8, max_size=8),
)
def test_any_question_is_answered_or_an_error_of_the_wire(question, blob):
    """Whatever is asked, the judge answers with a message, or raises WireError, and computes with nothing strange."""
    asked = []

    def function(x, eps=1e-5):
        assert type(x) is np.ndarray and x.ndim == 3 and np.abs(x).max() <= 50 and 1e-5 <= eps <= 1
        asked.append(x)
        return x

    box = BlackBox(function)
    try:
        answer, blobs = answer_to(Question.from_json(json.loads(json.dumps(question))), [blob], {0: box})
    except WireError:
        assert asked == []
        return
    (came,) = outcomes_from(Answers.from_json(json.loads(json.dumps(answer.as_json()))), blobs)
    assert came.raised is None and len(asked) == 1 and box.raised == set()


@quick
@given(st.lists(questions | replies | json_values, min_size=1, max_size=4))
def test_any_questions_in_a_call_give_a_result_or_a_named_end(sent):
    """A worker that asks anything, in any number, gives a result, an exception of ours, or EndedError, and no wait."""
    ours, theirs = pair()
    for part in [LOADED, *sent, {"replies": sent[:1]}]:
        text = json.dumps({**part, "blobs": [8]} if isinstance(part, dict) else part).encode()
        theirs.sendall(HEAD.pack(len(text), 8) + text + bytes(8))
    theirs.shutdown(socket.SHUT_WR)
    began = time.monotonic()
    try:
        submitted = RemoteSubmission(once(ours), NO_CODE, ("f",), frozenset())
        submitted.answers["f"](BlackBox(lambda x, eps=1e-5: x))
    except EndedError as end:
        assert end.status in ("timeout", "error", "skipped")
    except RemoteError:
        pass
    finally:
        ours.close()
        theirs.close()
    assert time.monotonic() - began < 4


def test_too_many_questions_are_too_slow(monkeypatch):
    """Who asks on and on is not given more time for it."""
    monkeypatch.setattr(time_limits, "COMPUTING_SECONDS", 0.3)
    monkeypatch.setattr(time_limits, "WAITING_FACTOR", 1)
    ours, theirs = pair()
    other, stop = Channel(theirs), threading.Event()

    def ask_on() -> None:
        other.send(LOADED, [])
        while not stop.is_set():
            try:
                question, blobs = question_for(0, np.ones((1, 1, 1)), None)
                other.send(question.as_json(), blobs)
                other.receive()
            except ClosedError:
                return

    asking = threading.Thread(target=ask_on)
    asking.start()
    submitted = RemoteSubmission(once(ours), NO_CODE, ("f",), frozenset())
    began = time.monotonic()
    with pytest.raises(EndedError) as end:
        submitted.answers["f"](BlackBox(lambda x, eps=1e-5: x))
    assert end.value.status == "timeout" and time.monotonic() - began < 2
    stop.set()
    ours.close()
    asking.join()
    other.close()
