"""What a teacher gets: the results as a table, JSON, CSV, results.json for Gradescope, and pages."""

from grader.reports.document import as_json
from grader.reports.gradescope import ONE_FOR_GRADESCOPE, as_gradescope
from grader.reports.html import write_html
from grader.reports.spreadsheet import as_csv
from grader.reports.terminal import as_table

__all__ = ["ONE_FOR_GRADESCOPE", "as_csv", "as_gradescope", "as_json", "as_table", "write_html"]
