"""A stream of blocks ends once, tells how much memory was held, and does so in a worker as in a notebook."""

import json
import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.check import check
from grader.exercises import EXERCISES
from grader.grade import Grader
from grader.judging.cases import DEFAULT_SEED
from grader.judging.verdict import Verdict, judge
from grader.results import ExerciseResult
from grader.sandbox.inside.block_stream import Blocks, decode_argument, decode_walk, encode_argument, encode_walk
from grader.sandbox.inside.wire import WireError
from mistakes.bank import mistakes_of
from notebooks import ROOT
from submitted import defined_by, task
from test_wire import arrays, json_values, quick, same, values, walks

EXERCISE = EXERCISES["streaming_stats"]
RIGHT = (ROOT / "solutions" / "streaming_stats.py").read_text(encoding="utf-8")
KILOBYTE = np.zeros((1, 4, 32))


@pytest.fixture(autouse=True)
def memory_is_traced_by_nobody():
    """No test begins with memory being traced, nor leaves it so."""
    assert not tracemalloc.is_tracing()
    yield
    assert not tracemalloc.is_tracing()


def held(read) -> float:
    """How many of 100 blocks `read` holds at most."""
    with Blocks([KILOBYTE], 100) as blocks:
        read(blocks)
    return blocks.held / KILOBYTE.nbytes


def verdict_on(answer) -> Verdict:
    return judge(EXERCISE, {"streaming_stats": answer}, DEFAULT_SEED)


# In one process


def test_a_stream_is_walked_once():
    """It is an iterator over its own arrays, and a second walk gives nothing."""
    parts = [np.ones((1, 1, 1)), np.zeros((1, 2, 1))]
    blocks = Blocks(parts)
    assert iter(blocks) is blocks
    assert [id(block) for block in blocks] == [id(part) for part in parts]
    assert list(blocks) == []


def test_a_long_stream_hands_out_copies():
    """Its array comes round so often, whatever is written into what was handed out."""
    seen = []
    for block in Blocks([np.ones((1, 2, 1))], 3):
        seen.append(block.tolist())
        block[...] = 7
    assert seen == [[[[1.0], [1.0]]]] * 3


def test_a_copy_begins_anew():
    """A stream that was walked can be copied, which copies its arrays."""
    blocks = Blocks([np.ones((1, 2, 1))], 3)
    next(blocks)
    copied = blocks.copy()
    assert len(list(copied)) == 3
    assert not np.shares_memory(copied.arrays[0], blocks.arrays[0])


def grow(blocks) -> np.ndarray:
    """Join each block with all before it."""
    joined = next(blocks)
    for block in blocks:
        joined = np.concatenate([joined, block], axis=1)
    return joined


@pytest.mark.parametrize(
    "read, least, most",
    [
        (lambda blocks: [None for _ in blocks], 0, 2),
        (lambda blocks: [block.mean() for block in blocks], 0, 10),
        (next, 0, 0),
        (lambda blocks: 7, 0, 0),
        (list, 100, 120),
        (grow, 100, 210),
        (lambda blocks: [next(blocks) for _ in range(50)], 49, 60),
        (lambda blocks: [block.tolist() for block in blocks], 100, 600),
        (lambda blocks: b"".join(block.tobytes() for block in blocks), 100, 250),
    ],
    ids=["nothing", "scalars", "first", "not-read", "list", "joined", "half", "lists", "bytes"],
)
def test_what_is_held_is_measured(read, least, most):
    """Arrays, Python's numbers and bytes count; what was let go does not."""
    # The smaller of two: what other threads of a worker hold meanwhile is traced too.
    assert least <= min(held(read), held(read)) <= most


def test_memory_from_before_is_nobodys_fault():
    """What was there before the first step does not count, whoever traces."""
    tracemalloc.start()
    kept = list(range(10**5))
    assert held(lambda blocks: [None for _ in blocks]) <= 2
    assert len(kept) == 10**5
    assert tracemalloc.is_tracing()
    tracemalloc.stop()


@pytest.mark.parametrize("hide", [tracemalloc.stop, tracemalloc.clear_traces], ids=lambda hide: hide.__name__)
def test_tracing_that_was_interfered_with_is_noticed(hide):
    """Stopped or cleared in the middle, also when it is begun again, the memory held cannot be told."""

    def read(blocks):
        kept = [block for block, _ in zip(blocks, range(50), strict=False)]
        hide()
        if not tracemalloc.is_tracing():
            tracemalloc.start()
        kept += blocks
        if hide is tracemalloc.stop:
            tracemalloc.stop()

    assert held(read) == math.inf


def test_an_exception_ends_the_tracing():
    """However a walk ends, the tracing that it began does too, and whoever walks on is not measured."""
    with pytest.raises(ZeroDivisionError), Blocks([KILOBYTE], 100) as blocks:
        next(blocks)
        _ = 1 / 0
    assert len(list(blocks)) == 99
    assert blocks.held == 0


def test_a_learner_who_traces_is_not_disturbed(capsys):
    """check neither stops a tracing that is going on, nor forgets its peak or its traces."""
    answer = defined_by(RIGHT)["streaming_stats"]
    tracemalloc.start()
    mine = list(range(10**6))
    del mine
    _, peak = tracemalloc.get_traced_memory()
    check("streaming_stats", answer, lang="en")
    assert "10/10" in capsys.readouterr().out
    assert tracemalloc.is_tracing()
    assert tracemalloc.get_traced_memory()[1] >= peak > 10**7
    tracemalloc.stop()


def test_any_of_the_mistakes_leaves_nothing_traced():
    """Wrong versions raise, return early, or never read: tracing ends after each (see the fixture)."""
    for mistake in mistakes_of("streaming_stats").values():
        verdict_on(mistake.answer)
        assert not tracemalloc.is_tracing(), mistake.id


# On the wire


@quick
@given(st.lists(arrays, max_size=4), st.integers(1, 1000))
def test_a_stream_crosses_the_wire(parts, times):
    """Its arrays and how often they come round arrive, through JSON too, in arrays of its own."""
    blobs: list[bytes] = []
    message = json.loads(json.dumps(encode_argument(Blocks(parts, times), blobs)))
    arrived = decode_argument(message, blobs)
    assert type(arrived) is Blocks and arrived.times == times
    assert same(arrived.arrays, parts)


@quick
@given(values)
def test_any_other_argument_crosses_as_before(value):
    """What is no stream is a value as any."""
    blobs: list[bytes] = []
    assert same(decode_argument(json.loads(json.dumps(encode_argument(value, blobs))), blobs), value)


@quick
@given(st.lists(arrays, max_size=4), st.data())
def test_what_a_walk_did_is_done_here(parts, data):
    """The judge's stream ends up with what was written into the worker's, and with the memory that it saw."""
    here, there = Blocks([part.copy() for part in parts]), Blocks([part.copy() for part in parts])
    before = [array.tobytes() for array in there.arrays]
    for array in there.arrays:
        if data.draw(st.booleans()):
            array[...] = 1
    there.held = data.draw(st.integers(0, 2**40) | st.just(math.inf))
    blobs: list[bytes] = []
    decode_walk(json.loads(json.dumps(encode_walk(there, before, blobs))), blobs, here)
    assert here.held == there.held
    assert [array.tobytes() for array in here.arrays] == [array.tobytes() for array in there.arrays]


@quick
@given(walks | json_values)
def test_any_account_of_a_walk_is_one_or_breaks_the_rules(message):
    """Whatever a worker tells, the judge's arrays keep their shapes, or the worker is known to break the rules."""
    blocks = Blocks([np.zeros(3, np.uint8), np.zeros((1, 1, 1))])
    try:
        decode_walk(message, [b"abc", bytes(8), b""], blocks)
        assert type(blocks.held) is float and blocks.held >= 0
    except WireError:
        pass
    assert [array.shape for array in blocks.arrays] == [(3,), (1, 1, 1)]


# In a worker

HOLDS_ALL = """
def streaming_stats(blocks):
    kept = []
    for block in blocks:
        kept.append(block)
        hide()
    x = np.concatenate(kept, axis=1)
    return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
"""
WAYS_TO_HIDE = {
    "not-at-all": "",
    "reset-the-peak": "    tracemalloc.reset_peak()",
    "clear": "    tracemalloc.clear_traces()",
    "stop": "    tracemalloc.stop()",
    "stop-and-start": "    tracemalloc.stop(); tracemalloc.start()",
    "patch": "    tracemalloc.get_traced_memory = tracemalloc.get_object_traceback = lambda *_: (0, 0)",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A function that gives what `grade` records of a file with this code."""
    folder = tmp_path_factory.mktemp("submissions")
    with Grader() as grader:

        def grade(code: str) -> ExerciseResult:
            path = folder / "streaming_stats.py"
            path.write_text(code, encoding="utf-8")
            (result,) = grader.grade(task(path, seed=DEFAULT_SEED)).exercises
            return result

        yield grade


@pytest.mark.parametrize("way", WAYS_TO_HIDE.values(), ids=WAYS_TO_HIDE)
def test_memory_cannot_be_hidden_by_tracemalloc(graded, way):
    """Who holds all blocks breaks the guard on memory and nothing else, whatever is done to the tracing."""
    result = graded(f"import tracemalloc\nimport numpy as np\ndef hide():\n    pass\n{way}\n{HOLDS_ALL}")
    broken = [prop.name for prop in result.properties if not prop.holds]
    assert (broken, result.score) == (["memory"], 5)


@pytest.mark.parametrize("before", ["", "import tracemalloc\ntracemalloc.start()\n", "kept = [0.0] * 10**6\n"])
def test_a_right_answer_holds_little(graded, before):
    """The reference solution gets full marks, also where the submission traces memory itself, or holds some before."""
    assert graded(before + RIGHT).score == 10


def test_what_is_written_into_a_block_is_seen(graded):
    """A block that is overwritten in a worker breaks the guard, as in a notebook."""
    code = RIGHT.replace("        length = block", "        block += 1\n        length = block")
    (broken,) = (prop for prop in graded(code).properties if prop.name == "blocks_untouched")
    assert broken.status == "failed"
    assert "streaming_stats(iter(parts))" in broken.counterexample


@pytest.mark.parametrize(
    "body",
    [
        "return blocks",
        "return blocks, blocks",
        "return iter(blocks)",
        "raise ValueError(blocks)",
        "return list(blocks)",
        "return next(blocks), [next(blocks, None)]",
        "blocks.arrays.append(0); return 1",
        "blocks.arrays.clear(); return 1",
        "blocks.held = float('nan'); return 1",
        "blocks.held = -1; return 1",
        "blocks.held = 'little'; return 1",
        "blocks.arrays = None; return 1",
        "blocks.times = 10**9; return 1",
        "yield from blocks",
    ],
)
def test_a_stream_that_is_misused_earns_nothing(graded, body):
    """Handed back, bent or broken, it ends in a named way and without a point; with a right answer next all is well."""
    result = graded(f"def streaming_stats(blocks):\n    {body}\n")
    assert result.score == 0
    assert {prop.status for prop in result.properties} <= {"passed", "failed", "error", "skipped", "timeout"}
    assert graded(RIGHT).score == 10
