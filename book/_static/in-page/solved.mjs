// The list of exercises: which are solved or begun in this browser, and the one place that erases all that it keeps.

import { bestMark, kept, PAGES, PARTS, SITE } from "./kept.mjs";

// Forget every answer and mark, the pages that were read, and the Python that was loaded.
async function eraseAll() {
  try {
    for (const name of Object.keys(localStorage)) if (/^(answer|solved|loaded|question|read|place):/.test(name)) localStorage.removeItem(name);
    for (const name of [PARTS, PAGES]) {
      const cache = await caches.open(name);
      for (const { url } of await cache.keys()) if (url.startsWith(SITE)) await cache.delete(url);
    }
  } catch {}
}

const part = (id) => document.getElementById(id).content.cloneNode(true);
const links = [...document.querySelectorAll("article li a[href*='exercises/']")];
const nameOf = (link) => link.pathname.split("/").at(-1).replace(".html", "");

const soFar = document.createElement("div");
document.querySelector("article h2").before(soFar);

function show() {
  let solved = 0;
  for (const link of links) {
    link.parentElement.querySelector(".mark, .begun")?.remove();
    const mark = bestMark(nameOf(link));
    if (mark?.full) solved += 1;
    if (mark || kept("answer", nameOf(link)) !== null) {
      const shown = part("in-list").firstElementChild;
      if (mark) shown.textContent = mark.text;
      shown.className = mark?.full ? "mark full" : "mark";
      link.after(" ", shown);
    }
  }
  soFar.replaceChildren(part("above-list"));
  const sentence = soFar.firstElementChild;
  sentence.textContent = sentence.textContent.replace("{solved}", solved).replace("{all}", links.length);
  soFar.hidden = solved === 0;
}

document.querySelector("article > section").append(part("below-list"));
const dialog = document.querySelector(".asking"), erased = document.querySelector("[data-erased]");
document.querySelector(".erase").addEventListener("click", () => {
  dialog.returnValue = ""; // Escape leaves what was answered the last time
  dialog.showModal();
});
dialog.addEventListener("close", async () => {
  if (dialog.returnValue !== "yes") return;
  await eraseAll();
  dispatchEvent(new Event("kept"));
  erased.textContent = erased.dataset.erased;
});
addEventListener("storage", show);
addEventListener("kept", show);
addEventListener("pageshow", show);
show();
