"""Who grades the grader? How many wrong answers get full marks, how many right ones are refused, what is misnamed.

    python -m grader.quality --seeds 20

measures the bank for 20 seeds and fails when a wrong version gets through or a right one is refused.
"""

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields

from grader.exercises import EXERCISES, Exercise
from grader.feedback.diagnosis import named_mistake
from grader.fingerprint import fingerprint_of_the_code
from grader.judging.cases import DEFAULT_SEED, cache_folder, cases_of
from grader.judging.verdict import Answers, Verdict, judge, judge_on
from grader.reports.atomic import write_whole
from grader.text import Text
from mistakes.bank import mistakes_of, right_versions_of
from mistakes.trials import mostly_once
from mistakes.unseen import unseen

MAX_FOR_A_MISTAKE = 9  # a mistake may concern one of several functions, or one promise of many
MAX_FOR_A_TEST = 9.9  # one wrong version of many may get through
SAMPLES_IN_A_PART = 12
# The bank is measured with the seed of `check`, since it is judged with that anyway, and what is new with another.
BANK_SEEDS = [DEFAULT_SEED]
ELSEWHERE_SEEDS = [0]
Z_95 = 1.959963984540054  # the normal quantile of a 95 % interval


@dataclass(frozen=True)
class Share:
    """`count` out of `n`, with names of those counted."""

    n: int
    names: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.names)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of Wilson (1927), DOI 10.1080/01621459.1927.10502953; (0, 1) where n is 0."""
        if self.n == 0:
            return 0.0, 1.0
        share, z2 = self.count / self.n, Z_95**2
        centre = (share + z2 / (2 * self.n)) / (1 + z2 / self.n)
        half = Z_95 * math.sqrt(share * (1 - share) / self.n + z2 / (4 * self.n**2)) / (1 + z2 / self.n)
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True)
class Quality:
    """What was measured on a set of answers, each answer counted once.

    A wrong answer counts as accepted when any seed tried gives it full marks, a right one as refused when any seed
    refuses it: the same answer under another seed is no new observation. Named wrongly is a share of all wrong answers;
    named rightly and not named are shares of those that deserve a name.
    """

    accepted: Share
    refused: Share
    named_wrongly: Share
    named_rightly: Share
    not_named: Share


MEASURES = {
    "accepted": Text(vi="bài sai được trọn điểm", en="wrong answers with full marks"),
    "refused": Text(vi="bài đúng bị trừ điểm", en="right answers that lost points"),
    "named_wrongly": Text(vi="bài sai bị gọi sai tên lỗi", en="wrong answers misnamed"),
}


@dataclass(frozen=True)
class Sample:
    """Answers to an exercise, by name, of which it is known what the grader should say: right, or wrong by a name.

    `also` are other names that are true of a wrong one.
    """

    id: str
    answers: Answers
    is_right: bool
    deserves: str | None = None
    also: tuple[str, ...] = ()

    def is_called_rightly(self, name: str | None) -> bool:
        """Whether this name of a mistake is true of it."""
        return name is not None and name in (self.deserves, *self.also)


SamplesOf = Callable[[Exercise], list[Sample]]
VerdictOf = Callable[[Exercise, Sample, int], Verdict]


def from_the_bank(exercise: Exercise) -> list[Sample]:
    """The mistakes and right versions that the grader was built with."""
    wrong, right = mistakes_of(exercise.id).values(), right_versions_of(exercise.id).values()
    return [
        *(Sample(entry.id, exercise.answers_with(entry.of, entry.answer), False, entry.id) for entry in wrong),
        *(Sample(entry.id, exercise.answers_with(entry.of, entry.answer), True) for entry in right),
    ]


def from_elsewhere(exercise: Exercise) -> list[Sample]:
    """Answers by somebody who had seen neither the graded tests nor the bank."""
    return [
        Sample(
            entry.id,
            exercise.answers_with(entry.of or exercise.names[0], entry.answer),
            entry.is_right,
            entry.deserves,
            entry.also,
        )
        for entry in unseen(exercise.id)
    ]


def verdict_on(exercise: Exercise, sample: Sample, seed: int) -> Verdict:
    """The verdict on a sample, for the cases of a seed."""
    return judge_mostly_once(exercise, sample.answers, seed)


def judge_mostly_once(exercise: Exercise, answers: Answers, seed: int) -> Verdict:
    """Judge on the cases of `seed`, but a learner's test on one version of eight twice and on the others once.

    To try all of them twice finds out who guesses, and no answer that is measured or tested does.
    """
    cases = cases_of(exercise, seed)
    if exercise.id == "check_instance_norm":
        cases = {prop: [{"versions": mostly_once(case["versions"])} for case in drawn] for prop, drawn in cases.items()}
    return judge_on(cases, exercise, answers)


def measure(
    exercise: Exercise, samples: list[Sample], seeds: Iterable[int], verdict_of: VerdictOf = verdict_on
) -> Quality:
    """Judge every sample with every seed, unless `verdict_of` knows the verdict, and name every wrong one."""
    wrong = [sample for sample in samples if not sample.is_right]
    right = [sample for sample in samples if sample.is_right]
    deserving = [sample for sample in wrong if sample.deserves is not None]
    seeds = list(seeds)
    full, named = {}, {}
    for sample in samples:
        for seed in seeds:
            verdict = verdict_of(exercise, sample, seed)
            full[sample.id, seed] = verdict.solved
            if seed == seeds[0] and (mistake := named_mistake(verdict, sample.answers)) is not None:
                named[sample.id] = mistake.id
    return Quality(
        accepted=Share(len(wrong), [s.id for s in wrong if any(full[s.id, seed] for seed in seeds)]),
        refused=Share(len(right), [s.id for s in right if not all(full[s.id, seed] for seed in seeds)]),
        named_wrongly=Share(
            len(wrong), [s.id for s in wrong if s.id in named and not s.is_called_rightly(named[s.id])]
        ),
        named_rightly=Share(len(deserving), [s.id for s in deserving if s.is_called_rightly(named.get(s.id))]),
        not_named=Share(len(deserving), [s.id for s in deserving if s.id not in named]),
    )


def measured(
    exercise: Exercise, samples_of: SamplesOf, seeds: Sequence[int], verdict_of: VerdictOf = verdict_on
) -> Quality:
    """`measure` of the bank or of the answers from elsewhere, kept on disk until any code of the course changes."""
    parts = parts_of(samples_of(exercise))
    return pooled(measured_part(exercise, samples_of, seeds, part, verdict_of) for part in parts)


def parts_of(samples: list[Sample]) -> range:
    """The numbers of the parts in which these samples are measured, so that several processes can share the work."""
    return range(math.ceil(len(samples) / SAMPLES_IN_A_PART))


def measured_part(
    exercise: Exercise, samples_of: SamplesOf, seeds: Sequence[int], part: int, verdict_of: VerdictOf = verdict_on
) -> Quality:
    """The same of one part of the samples."""
    told = (exercise.id, samples_of.__name__, str(part), *map(str, seeds), fingerprint_of_the_code())
    path = cache_folder() / f"quality-{'-'.join(told)}.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Quality(**{measure.name: Share(**kept[measure.name]) for measure in fields(Quality)})
    except (OSError, ValueError, KeyError, TypeError):  # not there yet, or spoilt
        first = part * SAMPLES_IN_A_PART
        quality = measure(exercise, samples_of(exercise)[first : first + SAMPLES_IN_A_PART], seeds, verdict_of)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(asdict(quality)))
    return quality


def pooled(qualities: Iterable[Quality]) -> Quality:
    """What was measured on several sets of answers, as one set."""
    qualities = list(qualities)

    def together(name: str) -> Share:
        shares: list[Share] = [getattr(quality, name) for quality in qualities]
        return Share(sum(share.n for share in shares), [name for share in shares for name in share.names])

    return Quality(**{part.name: together(part.name) for part in fields(Quality)})


def most_for_a_mistake(exercise: Exercise) -> float:
    """The most points that a named mistake may leave."""
    return MAX_FOR_A_TEST if exercise.id == "check_instance_norm" else MAX_FOR_A_MISTAKE


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the grader on the bank.")
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds to try (default: 20)")
    seeds = range(parser.parse_args().seeds)
    failed = False
    for exercise in EXERCISES.values():
        samples = from_the_bank(exercise)
        for seed in seeds:
            verdicts = [(sample, judge(exercise, sample.answers, seed)) for sample in samples]
            highest = max(verdict.score for sample, verdict in verdicts if not sample.is_right)
            refused = [sample.id for sample, verdict in verdicts if sample.is_right and not verdict.solved]
            print(
                f"{exercise.id}, seed {seed}: highest score of a mistake {highest:g}, refused {refused or 'none'}",
                flush=True,
            )
            failed |= highest > most_for_a_mistake(exercise) or bool(refused)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
