// An exercise's workbench: the editor, and its answer kept in this browser. What the buttons do comes with the first of them.

import { makeEditor } from "./editor.mjs";
import { bestMark, keep, kept, PARTS } from "./kept.mjs";

const node = document.getElementById("workbench");
const { exercise } = node.dataset;
const find = (selector) => node.querySelector(selector);
const note = find(".note");
const area = find("textarea");
const stub = area.value;
const editor = makeEditor(area);

// A sentence below the buttons, with what it offers to do; the one before it goes, also one that is still on its way.
let told = 0;
function tell(name, offers, file) {
  const count = told += 1;
  note.replaceChildren();
  if (name) import("./telling.mjs").then((telling) => { if (count === told) telling.tell(note, name, offers, file); }, failed);
}

function failed(error) {
  console.warn(error);
  note.textContent = note.dataset.notLoaded;
}

// `known` is what the browser keeps as far as this page knows: when it keeps another, another page wrote it.
let known = kept("answer", exercise);
if (known !== null) editor.set(known);
if (!keep("answer", exercise, known)) tell("not_kept");

function keepAnswer() {
  if (kept("answer", exercise) !== known) return tellOfTwo();
  const value = area.value === stub ? null : area.value;
  if (!keep("answer", exercise, value)) return tell("not_kept");
  known = value;
  tell();
}

// Another page has written: nothing of this one is lost when all it has was kept.
function take() {
  showMark();
  const stored = kept("answer", exercise);
  if (stored === known) return;
  if (area.value !== (known ?? stub)) return tellOfTwo();
  known = stored;
  editor.set(stored ?? stub);
  tell("other_answer");
}

function tellOfTwo() {
  const stored = kept("answer", exercise);
  tell("two_answers", {
    theirs() { known = stored; editor.replace(stored ?? stub); tell(); },
    mine() { known = stored; keepAnswer(); area.focus(); },
  });
}

area.addEventListener("input", keepAnswer);
for (const sign of ["storage", "focus", "pageshow"]) addEventListener(sign, take);

function showMark() {
  const mark = bestMark(exercise), shown = find(".mark");
  shown.hidden = !mark;
  shown.textContent = mark?.text ?? "";
  shown.classList.toggle("full", Boolean(mark?.full));
  find(".onwards").hidden = !mark?.full;
}

// What the buttons do finds here what it needs.
const bench = { node, find, exercise, editor, area, tell, showMark };
// Asks nothing, since it can be taken back: by the button that it offers, and by the browser's own undo.
function startOver() {
  const before = area.value;
  editor.replace(stub);
  if (before !== stub) tell("started_over", { undo() { editor.replace(before); tell(); } });
}

function act(name) {
  if (name === "reset") return startOver();
  const result = find("[data-result]").dataset, asks = name === "run" || name === "check";
  if (asks) {
    if (/loading|running/.test(result.state)) return;
    result.state = "loading"; // before anything is fetched
  }
  import("./acts.mjs").then((acts) => acts[name](bench)).catch((error) => {
    if (asks) result.state = "error";
    failed(error);
  });
}

node.addEventListener("click", ({ target }) => { if (target.matches("button")) act(target.dataset.do); });
node.addEventListener("change", ({ target }) => { if (target.matches("[data-do=open]")) act("open"); });
area.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  act(event.shiftKey ? "run" : "check");
});

// A phone's keyboard covers the bottom of the page; the buttons stay above it.
for (const sign of ["resize", "scroll"]) {
  visualViewport?.addEventListener(sign, () => {
    const covered = innerHeight - visualViewport.height - visualViewport.offsetTop;
    node.style.setProperty("--keyboard", `${Math.max(0, covered)}px`);
  });
}

// Where a browser refuses storage, it may do so by throwing here.
Promise.resolve().then(() => caches.has(PARTS)).then((has) => {
  if (has && kept("loaded", "python") !== null) find(".loads")?.remove();
}, () => {});
showMark();
for (const button of node.querySelectorAll("[data-do]")) button.disabled = false;
