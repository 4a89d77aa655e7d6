"""An exercise's workbench as whoever solves it there has it: its editor, its buttons, and what they make it show."""

from browsers import Reader

EDITOR = "#workbench textarea"
RESULT = 'document.querySelector("#workbench [data-result]")'
SECONDS = 300  # for a first download and an answer, on a busy machine

# The states since a click: the one before it is not to be taken for the one after it.
OBSERVE = f"""(() => {{
    globalThis.states = [];
    globalThis.observer?.disconnect();
    globalThis.observer = new MutationObserver(() => states.push({RESULT}.dataset.state));
    observer.observe({RESULT}, {{attributes: true, attributeFilter: ["data-state"]}});
}})()"""
ENDED = f"""states.some((state) => ["loading", "running"].includes(state))
    && ["done", "stopped", "error"].includes({RESULT}.dataset.state)"""
SHOWN = f"{{...{RESULT}.dataset, text: {RESULT}.innerText}}"


class Workbench:
    """The workbench of the page at an address, in somebody's browser."""

    def __init__(self, reader: Reader, address: str) -> None:
        self.reader = reader
        self.address = address

    def open(self) -> None:
        """Go there, or open it anew; the buttons come to life with the page's script."""
        self.reader.open(self.address)
        self.reader.wait('document.querySelector("#workbench [data-do=check]")?.disabled === false')

    @property
    def code(self) -> str:
        """What stands in the editor."""
        return str(self.reader.evaluate(f"document.querySelector({EDITOR!r}).value"))

    def press(self, button: str, code: str) -> dict[str, str]:
        """What it shows after a button was pressed with this code in the editor: its data, and the text."""
        self.reader.fill(EDITOR, code)
        self.reader.evaluate(OBSERVE)
        self.reader.click(f"#workbench button[data-do={button}]")
        self.reader.wait(ENDED, SECONDS, otherwise=f"[states, {SHOWN}]")
        return self.reader.evaluate(SHOWN)

    def check(self, code: str) -> dict[str, str]:
        return self.press("check", code)

    def run(self, code: str) -> dict[str, str]:
        return self.press("run", code)
