// The list of exercises: which are solved or begun in this browser, and the one place that erases all that it keeps.

import { kept } from "./kept.mjs";

// Forget every answer and mark, and the Python that was loaded.
async function eraseAll() {
  try {
    for (const name of Object.keys(localStorage)) if (/^(answer|solved):/.test(name)) localStorage.removeItem(name);
    await caches.delete("python-parts");
  } catch {}
}

const part = (id) => document.getElementById(id).content.cloneNode(true);
const links = [...document.querySelectorAll("article li a[href*='exercises/']")];
const nameOf = (link) => link.pathname.split("/").at(-1).replace(".html", "");
const isFull = (mark) => mark && mark.split("/")[0] === mark.split("/")[1];

const soFar = document.createElement("div");
document.querySelector("article h2").before(soFar);

function show() {
  let solved = 0;
  for (const link of links) {
    link.parentElement.querySelector(".mark, .begun")?.remove();
    const mark = kept("solved", nameOf(link));
    if (isFull(mark)) solved += 1;
    if (mark || kept("answer", nameOf(link)) !== null) {
      const shown = part("in-list").firstElementChild;
      if (mark) shown.textContent = isFull(mark) ? `✓ ${mark}` : mark;
      shown.className = isFull(mark) ? "mark full" : "mark";
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
document.querySelector(".erase").addEventListener("click", () => dialog.showModal());
dialog.addEventListener("close", async () => {
  if (dialog.returnValue !== "yes") return;
  await eraseAll();
  show();
  erased.textContent = erased.dataset.erased;
});
addEventListener("storage", show);
addEventListener("pageshow", show);
show();
