"""What other frameworks made of the course's example 4, recorded, so that a notebook needs NumPy alone.

The recordings stand in frameworks.json, which tests/tools/record_frameworks.py writes; a test makes the calls again
wherever the framework is installed.
"""

import json
from dataclasses import dataclass
from importlib.resources import files

import numpy as np


@dataclass(frozen=True)
class Recording:
    """One call of a framework: its text, the framework's version, and what the call returned, raised or warned."""

    version: str
    code: str
    returned: np.ndarray | None
    raised: str | None
    warned: list[str]


def recorded(name: str) -> Recording:
    """The recording of that name, such as "torch_layer"; ValueError lists the names there are."""
    everything = json.loads(files("course").joinpath("frameworks.json").read_text(encoding="utf-8"))
    if name not in everything:
        raise ValueError(f"nothing is recorded under {name!r}; there are {', '.join(everything)}")
    recording = everything[name]
    returned = recording["returned"]
    return Recording(**(recording | {"returned": None if returned is None else np.array(returned)}))
