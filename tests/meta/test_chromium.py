"""The browser that tests look at the book with shows each visitor the book as if there had been none before."""

import rendered
from serving import Wire, served

LEAVE = """async () => {
    localStorage.setItem("left", "1");
    sessionStorage.setItem("left", "1");
    document.cookie = "left=1";
    await (await caches.open("left")).put("/left", new Response("left"));
    await new Promise((resolve) => { indexedDB.open("left").onsuccess = resolve; });
}"""
FIND = """async () => [
    localStorage.getItem("left"), sessionStorage.getItem("left"), document.cookie, await caches.has("left"),
    (await indexedDB.databases()).length, (await navigator.permissions.query({name: "clipboard-read"})).state,
]"""


def test_a_visitor_leaves_nothing_to_the_next(visitors):
    """Nothing that was stored, in whichever way, no permission, no cut, and no file: each is fetched anew."""
    sent = []
    wire = Wire()
    with served(rendered.HTML, wire) as site:
        for _ in range(2):
            with visitors.one() as page:
                page.goto(f"{site}book/vi/formula.html", wait_until="networkidle")
                assert page.evaluate(FIND) == [None, None, "", False, 0, "prompt"]
                page.evaluate(LEAVE)
                page.context.grant_permissions(["clipboard-read"])
                page.context.set_offline(True)
            sent.append(+wire.sent)
            wire.sent.clear()
    assert sent[0] == sent[1]
