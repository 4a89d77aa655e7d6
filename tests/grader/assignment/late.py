"""What a hand-in after the deadline still earns."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from grader.judging.counterexample import number
from grader.text import Text

# Where lateness is read: as the system that collected it marked it, where it did, or always from the times of files.
Times = Literal["marks", "files"]
DAY = timedelta(days=1)

LATE = Text(vi="Nộp trễ {by}: được tính {percent}% số điểm.", en="Handed in {by} late: {percent}% of the points count.")
MARKED = Text(
    vi="Được đánh dấu là nộp trễ, tính như trễ {by}: được tính {percent}% số điểm.",
    en="Marked as late, which counts as {by}: {percent}% of the points count.",
)
TOO_LATE = Text(vi="Nộp trễ {by}, quá hạn chót: không được tính điểm.", en="Handed in {by} late, too late to count.")
DAYS = Text(vi="{count} ngày", en="{count} days")
ONE_DAY = Text(vi="1 ngày", en="1 day")
HOURS = Text(vi="{count} giờ", en="{count} h")
MINUTES = Text(vi="{count} phút", en="{count} min")


@dataclass(frozen=True)
class Lateness:
    """By how much a hand-in is late; not `exact` where a system only says that it is, which counts as one day."""

    by: timedelta
    exact: bool = True


ONE_DAY_MARKED = Lateness(DAY, exact=False)


@dataclass(frozen=True)
class LateRule:
    """Until when a hand-in is in time, and what it loses after.

    Each day that has begun since the deadline takes `per_day` of what was earned, a fraction; up to `grace` after it
    nothing is lost, and after `until` nothing counts.
    """

    deadline: datetime
    grace: timedelta = timedelta(0)
    per_day: float = 1.0
    until: datetime | None = None
    times: Times = "marks"

    def lateness(self, moment: datetime) -> Lateness | None:
        """How late a moment is, None where it is in time or within the grace."""
        by = moment - self.deadline
        return Lateness(by) if by > self.grace else None

    def share(self, late: Lateness | None) -> float:
        """The part of its points that a hand-in keeps that was so late."""
        if late is None or late.by <= self.grace:
            return 1.0
        if self.until is not None and self.deadline + late.by > self.until:
            return 0.0
        return max(0.0, 1 - self.per_day * math.ceil(late.by / DAY))

    def said(self, late: Lateness) -> Text:
        """What a student hears of having been late."""
        share = self.share(late)
        said = (LATE if late.exact else MARKED) if share else TOO_LATE
        return said.format(by=span(late.by), percent=number(round(100 * share, 2)))


def span(by: timedelta) -> Text:
    """A span of time in its largest unit, begun ones counted."""
    if by > DAY:
        return DAYS.format(count=math.ceil(by / DAY))
    if by == DAY:
        return ONE_DAY
    minutes = math.ceil(by / timedelta(minutes=1))
    return MINUTES.format(count=minutes) if minutes < 60 else HOURS.format(count=math.ceil(minutes / 60))
