// An exercise's workbench: the editor, its answer kept in this browser, and the buttons. What runs, downloads and opens
// is loaded by the first click on a button that needs it.

import { makeEditor } from "./editor.mjs";
import { keep, kept } from "./kept.mjs";

const bench = document.getElementById("workbench");
const { exercise, setup } = bench.dataset;
const find = (selector) => bench.querySelector(selector);
const button = (name) => find(`[data-do=${name}]`);
const place = find("[data-result]"), note = find(".note"), status = find("[role=status]");
const stub = find("textarea").value;
const editor = makeEditor(find("textarea"));
const { area } = editor;

// Kept answers. `known` is what the browser keeps as far as this page knows: when it keeps another, another page wrote it.

let known = kept("answer", exercise);
if (known !== null) editor.set(known);
if (!keep("answer", exercise, known)) tell("not_kept");

function keepAnswer() {
  const stored = kept("answer", exercise);
  if (stored !== known) return tell("two_answers");
  known = area.value === stub ? null : area.value;
  if (!keep("answer", exercise, known)) tell("not_kept");
  else tell(null);
}

// Another page has written: nothing of this one is lost when all it has was kept.
function take() {
  const stored = kept("answer", exercise);
  if (stored === known) return;
  if (area.value !== (known ?? stub)) return tell("two_answers");
  known = stored;
  editor.set(stored ?? stub);
  tell("other_answer");
}

area.addEventListener("input", keepAnswer);
addEventListener("storage", take);
addEventListener("focus", take);
addEventListener("pageshow", take);

// One of the sentences beside the buttons, or none.
function tell(name, words) {
  for (const said of note.children) said.hidden = said.dataset.note !== name;
  if (words) note.querySelector(`[data-note=${name}] span`).textContent = words;
}

// Solved

function showMark() {
  const mark = kept("solved", exercise);
  find(".mark").hidden = mark === null;
  find(".mark b").textContent = mark;
  const [score, most] = (mark ?? "0/1").split("/").map(Number);
  bench.classList.toggle("solved", score === most);
  find(".onwards").hidden = score !== most;
}

function keepMark({ score, max_score: most }) {
  if (score >= (Number(kept("solved", exercise)?.split("/")[0]) || 0)) keep("solved", exercise, `${score}/${most}`);
  showMark();
}

// Run and check

let asking = false;

function setAsking(now) {
  asking = now;
  for (const name of ["run", "check"]) button(name).setAttribute("aria-disabled", now);
  button("stop").hidden = !now;
}

async function ask(request) {
  if (asking) return;
  setAsking(true);
  editor.mark(null);
  place.dataset.state = "loading";
  try {
    const { perform } = await import("./running.mjs");
    const { said, result } = await perform(place, request);
    if (result?.line) editor.mark(result.line);
    if (result?.max_score) keepMark(result);
    status.textContent = said;
    find(".loads")?.remove();
  } catch (error) {
    place.dataset.state = "error";
    tell("not_loaded");
    console.warn(error);
  }
  setAsking(false);
}

const acts = {
  run: () => ask((session) => session.restart().then(() => session.run(area.value, { setup: setup ? [setup] : [] }))),
  check: () => ask((session) => session.check(exercise, area.value)),
  stop: () => import("./running.mjs").then((running) => running.stop()),
  reset() {
    const before = area.value;
    editor.replace(stub);
    editor.mark(null);
    if (before === stub) return;
    tell("started_over");
    button("undo").onclick = () => { editor.replace(before); area.focus(); };
  },
  mine() { known = area.value; keep("answer", exercise, known); tell(null); },
  theirs() { known = kept("answer", exercise); editor.replace(known ?? stub); tell(null); },
  async download() { (await import("./handing.mjs")).downloadNotebook(bench, area.value); },
  async "download-py"() { (await import("./handing.mjs")).downloadPython(bench, area.value); },
  async open() {
    const opened = await (await import("./handing.mjs")).openFile(bench);
    if (!opened) return;
    if (opened.code !== null) editor.replace(opened.code);
    tell("opened", opened.words);
  },
};

bench.addEventListener("click", (event) => acts[event.target.closest("button")?.dataset.do]?.());
area.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  (event.shiftKey ? acts.run : acts.check)();
});

// A phone's keyboard covers the bottom of the page; the buttons stay above it.
visualViewport?.addEventListener("resize", () => {
  bench.style.setProperty("--keyboard", `${Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop)}px`);
});

showMark();
for (const each of bench.querySelectorAll("button")) each.disabled = false;
