"""One test for many things: it fails once, and names every one that it fails for."""

from collections.abc import Callable, Iterable

import pytest


def for_each(
    things: Iterable[object], *, name: Callable[[object], str] = str
) -> Callable[[Callable[[object], None]], Callable[[], None]]:
    """Turn a test of one thing into a test of all of them, which tells of every one that fails, and why.

    A test that is cheap for each of many things costs more to be collected, sent to a worker and reported than to run.
    `name` is what a thing is called when it fails.
    """
    everything = list(things)

    def of_all(test: Callable[[object], None]) -> Callable[[], None]:
        def all_hold() -> None:
            told = []
            for thing in everything:
                try:
                    test(thing)
                except AssertionError as error:
                    told.append(f"{name(thing)}: {error}")
            assert everything, "there is nothing to test"
            if told:
                pytest.fail("\n\n".join(told), pytrace=False)

        all_hold.__name__, all_hold.__doc__ = test.__name__, test.__doc__
        return all_hold

    return of_all
