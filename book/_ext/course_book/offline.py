"""Reading without a network: the service worker, which stands at the root of the site to answer for all of it."""

from pathlib import Path

from sphinx.application import Sphinx

from course_book import slim

WORKER = Path(__file__).parents[2] / "_static" / "service-worker.js"


def write_service_worker(app: Sphinx, error: Exception | None) -> None:
    """Put the service worker beside the front page; course.js makes it known to the browser."""
    if error is None and app.builder.format == "html":
        slim.copy(str(WORKER), str(Path(app.outdir, WORKER.name)))
