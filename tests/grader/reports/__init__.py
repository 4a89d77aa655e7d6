"""The reports of `grade`, each made from the same records.

A record is {"submission": one element of "submissions" of the JSON contract, "feedback": {exercise id: HTML fragment}}.
"""

import json

import hypothesis

from grader.reports.spreadsheet import as_csv
from grader.reports.gradescope import ONE_FOR_GRADESCOPE, as_gradescope
from grader.reports.html import write_html
from grader.reports.terminal import as_table
from grader.reports.summary import SURROGATE, escaped

__all__ = ["ONE_FOR_GRADESCOPE", "as_csv", "as_gradescope", "as_json", "as_table", "write_html"]

SCHEMA = 1


def as_json(records: list[dict], seed: int) -> str:
    """The document of the JSON contract; the same records and seed give the same text."""
    document = {
        "schema": SCHEMA,
        "seed": seed,
        "hypothesis": hypothesis.__version__,
        "submissions": [record["submission"] for record in records],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    # A file name that is not UTF-8 holds half characters, which JSON can only write as escape sequences.
    return SURROGATE.sub(lambda match: escaped(match.group()), text)
