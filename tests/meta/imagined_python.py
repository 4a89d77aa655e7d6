"""A Python of the imagination, in the place of the page's own: the tests say what it answers, and when."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

SESSION = """
export class Session {
  namespaces = 0;
  constructor(options) { Object.assign(this, options); window.python = this; }
  run(code, options) { return this.ask({ do: "run", code, ...options }); }
  check(exercise, code) { return this.ask({ do: "check", exercise, code }); }
  restart() { this.namespaces += 1; return Promise.resolve({ state: "done", result: null, words: "" }); }
  stop() { this.namespaces += 1; this.answer({ state: "stopped", result: null, words: "Stopped it is." }); }
  ask(request) {
    asked.push(request);
    this.onprogress({ phase: "work", loaded: 0, total: 0, words: "At work" });
    return new Promise((answer) => {
      this.answer = answer;
      if (answers.length) answer(answers.shift());
    });
  }
}
"""


def imagining(browser: Browser, **options: Any) -> BrowserContext:
    """A browser in which pages run that Python; close it when done."""
    settings = {"viewport": {"width": 1280, "height": 844}, "reduced_motion": "reduce", **options}
    context = browser.new_context(service_workers="block", **settings)
    context.add_init_script("window.asked = []; window.answers = []")
    # A route is not asked for what a service worker fetches, so there is none.
    context.route("**/session.mjs", lambda route: route.fulfill(body=SESSION, content_type="text/javascript"))
    context.set_default_timeout(10_000)
    return context


def visitor(browser: Browser, **options: Any) -> Page:
    """A page of a new visitor with such a browser; close its context when done."""
    return imagining(browser, **options).new_page()


def ran(*outputs: dict[str, Any], line: int | None = None, state: str = "done", words: str = "") -> dict[str, Any]:
    """The session's answer to a run."""
    result = {"outputs": outputs, "state": state, "line": line, "words": words}
    return {"state": state, "result": result, "words": words}


def checked(score: int, title: str = "A title") -> dict[str, Any]:
    """The session's answer to a check."""
    html = f'<div lang="vi"><p>{title}</p><p>More of it.</p></div>'
    judged = {"html": html, "score": score, "max_score": 10, "solved": score == 10}
    return {
        "state": "done",
        "result": {"outputs": [], "state": "done", "line": None, "words": "", **judged},
        "words": "",
    }


def text(printed: str) -> dict[str, Any]:
    return {"kind": "text", "text": printed}


def raised(line: int) -> dict[str, Any]:
    """The answer to code that printed something and then raised."""
    return ran(text("so far\n"), {"kind": "error", "text": "NameError: no", "line": line}, line=line, state="error")


def will_answer(page: Page, *answers: dict[str, Any]) -> None:
    """Have Python answer this, in this order; without an answer left it goes on working."""
    page.evaluate("(more) => { answers.push(...more) }", answers)
