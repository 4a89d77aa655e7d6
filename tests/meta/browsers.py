"""Chromium, Firefox and WebKit (the engine of Safari), driven by the same few verbs.

Playwright drives the Chromium that is installed, but only patched builds of the others. Those are driven here as the
standards have it: Firefox over WebDriver BiDi, a WebSocket of its own, and WebKitGTK's browser over WebDriver, plain
HTTP, on a screen that exists in memory only. Every process ends with the block that started it, and with the tests.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import websocket
from playwright.sync_api import Page

from chromium import CHROMIUM, headless

FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
WEBKIT_DRIVER = shutil.which("WebKitWebDriver")
MINI_BROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)
XVFB = shutil.which("Xvfb")

# WebKit would be busy for long with two things that nothing tested depends on: imitating a graphics card that is not
# here, and compiling most of Python once more for the best speed.
WITHOUT_EFFORT = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1", "JSC_useOMGJIT": "0"}

WIDTH, HEIGHT = 390, 844  # a phone's
PATIENCE = 90  # seconds, on a busy machine

# What Firefox would otherwise ask its maker's hosts for; the first one says that there is no such host.
FIREFOX_SETTINGS = {
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.newtabpage.activity-stream.feeds.topsites": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}

SETTLED = """(async () => {{
    try {{ return JSON.stringify({{value: await ({expression})}}); }}
    catch (error) {{ return JSON.stringify({{error: String(error) + "\\n" + (error?.stack ?? "")}}); }}
}})()"""

# What a finger would do: bring it into view, and touch what is there. A covered or disabled button is no button.
TOUCH = """(() => {{
    const element = document.querySelector({selector});
    if (!element) return "is not there";
    if (element.disabled) return "is disabled";
    element.scrollIntoView({{block: "center", behavior: "instant"}});
    const box = element.getBoundingClientRect();
    const touched = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!touched || !element.contains(touched)) return "is hidden, or covered by " + touched?.outerHTML.slice(0, 200);
    element.focus();
    element.click();
    return "";
}})()"""

TYPE = """((field, text) => {{
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", {{bubbles: true, inputType: "insertText"}}));
}})(document.querySelector({selector}), {text})"""


class Reader(ABC):
    """Somebody who reads one page at a time in a browser of theirs."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Go to an address, and wait until it is loaded."""

    @abstractmethod
    def _text_of(self, promise: str) -> str:
        """The text that a JavaScript expression of the page promises."""

    def evaluate(self, expression: str) -> object:
        """The value of a JavaScript expression in the page, or what it promises."""
        answer = json.loads(self._text_of(SETTLED.format(expression=expression)))
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer.get("value")

    def wait(self, condition: str, seconds: float = PATIENCE, otherwise: str = "null") -> object:
        """The value of an expression once it is true; `otherwise` is looked at to say what there was instead."""
        end = time.monotonic() + seconds
        while not (value := self.evaluate(condition)):
            if time.monotonic() > end:
                raise TimeoutError(f"{seconds} s without {condition}; there is {self.evaluate(otherwise)!r}")
            time.sleep(0.1)
        return value

    def click(self, selector: str) -> None:
        if problem := self.evaluate(TOUCH.format(selector=json.dumps(selector))):
            raise RuntimeError(f"{selector} {problem}")

    def fill(self, selector: str, text: str) -> None:
        self.evaluate(TYPE.format(selector=json.dumps(selector), text=json.dumps(text)))


class ChromiumReader(Reader):
    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        self.page.goto(address)

    def _text_of(self, promise: str) -> str:
        return self.page.evaluate(promise)


class FirefoxReader(Reader):
    """WebDriver BiDi: commands and answers as JSON over a WebSocket."""

    def __init__(self, address: str) -> None:
        self.socket = websocket.create_connection(address + "/session", suppress_origin=True, timeout=2 * PATIENCE)
        self.sent = 0
        self.ask("session.new", capabilities={})
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.ask("browsingContext.setViewport", context=self.tab, viewport={"width": WIDTH, "height": HEIGHT})

    def ask(self, method: str, **params: object) -> dict:
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.sent:
            pass
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def open(self, address: str) -> None:
        self.ask("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def _text_of(self, promise: str) -> str:
        answer = self.ask("script.evaluate", expression=promise, target={"context": self.tab}, awaitPromise=True)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return answer["result"]["value"]


class WebKitReader(Reader):
    """WebDriver: one request over HTTP for each command."""

    def __init__(self, port: int) -> None:
        self.driver = HTTPConnection("127.0.0.1", port, timeout=3 * PATIENCE)
        self.session = "/session"
        options = {"binary": str(MINI_BROWSER), "args": ["--automation"]}
        limits = {"script": 2000 * PATIENCE, "pageLoad": 2000 * PATIENCE}
        capabilities = {"webkitgtk:browserOptions": options, "timeouts": limits}
        self.session += "/" + self.ask("", capabilities={"alwaysMatch": capabilities})["sessionId"]
        self.ask("/window/rect", width=WIDTH, height=HEIGHT)

    def ask(self, command: str, method: str = "POST", **params: object):
        self.driver.request(method, self.session + command, json.dumps(params) if method == "POST" else None)
        value = json.load(self.driver.getresponse())["value"]
        if isinstance(value, dict) and "error" in value:
            raise RuntimeError(f"{command}: {value['error']}: {value['message']}")
        return value

    def open(self, address: str) -> None:
        self.ask("/url", url=address)

    def _text_of(self, promise: str) -> str:
        return self.ask("/execute/async", script=f"{promise}.then(arguments[arguments.length - 1])", args=[])


@contextmanager
def running(command: list[str], **options) -> Iterator[subprocess.Popen[str]]:
    """A process and its children while the block runs; the kernel ends it too should the tests be ended themselves."""
    with_us = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    process = subprocess.Popen([*with_us, *command], text=True, start_new_session=True, **options)
    try:
        yield process
    finally:
        # The group, since whoever was started may have started others; it lasts while one of them does.
        try:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=10)
            os.killpg(process.pid, signal.SIGKILL)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()


@contextmanager
def chromium() -> Iterator[Reader]:
    with headless() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_default_timeout(1000 * PATIENCE)
        yield ChromiumReader(page)


@contextmanager
def firefox() -> Iterator[Reader]:
    with ExitStack() as stack:
        profile = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        settings = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in FIREFOX_SETTINGS.items())
        Path(profile, "user.js").write_text("\n".join(settings), encoding="utf-8")
        command = [str(FIREFOX), "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        log = Path(profile, "log")
        with log.open("w") as errors:
            stack.enter_context(running([*command, "about:blank"], stdout=errors, stderr=errors))
        reader = FirefoxReader(announced(lambda: log.read_text(errors="replace"), "WebDriver BiDi listening on "))
        stack.callback(reader.socket.shutdown)
        yield reader


def announced(said: Callable[[], str], words: str) -> str:
    """What stands behind these words in what a process says, as soon as it says so."""
    end = time.monotonic() + PATIENCE
    while words not in (text := said()) or "\n" not in (behind := text.partition(words)[2]):
        if time.monotonic() > end:
            raise TimeoutError(f"{PATIENCE} s without {words!r}, but with {text!r}")
        time.sleep(0.05)
    return behind.partition("\n")[0].strip()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@contextmanager
def screen() -> Iterator[str]:
    """A screen in memory, by its name."""
    reading, writing = os.pipe()
    command = [str(XVFB), "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with running(command, pass_fds=[writing], stderr=subprocess.DEVNULL):
        os.close(writing)
        with os.fdopen(reading) as name:
            yield f":{name.readline().strip()}"


@contextmanager
def webkit() -> Iterator[Reader]:
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        own = {"HOME": home, "XDG_CACHE_HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
        display = stack.enter_context(screen())
        own |= {"XDG_RUNTIME_DIR": home, "DISPLAY": display, "GDK_BACKEND": "x11"}
        port = free_port()
        command = [str(WEBKIT_DRIVER), f"--port={port}"]
        silent = subprocess.DEVNULL
        stack.enter_context(running(command, env={**WITHOUT_EFFORT, **os.environ, **own}, stdout=silent, stderr=silent))
        wait_for(port)
        reader = WebKitReader(port)
        stack.callback(reader.driver.close)
        stack.callback(reader.ask, "", method="DELETE")
        yield reader


def wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


BROWSERS: dict[str, Callable[[], AbstractContextManager[Reader]]] = {
    "chromium": chromium,
    "firefox": firefox,
    "webkit": webkit,
}


def missing(name: str) -> str:
    """Which of Debian's packages a browser needs and this machine lacks; nothing where all is there."""
    parts = {
        "chromium": {"chromium": CHROMIUM},
        "firefox": {"firefox-esr": FIREFOX},
        "webkit": {"webkit2gtk-driver": WEBKIT_DRIVER and MINI_BROWSER, "xvfb": XVFB},
    }
    return " ".join(package for package, found in parts[name].items() if not found)
