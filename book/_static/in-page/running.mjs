// Runs what a workbench or a cell asks for in the page's one Python, and shows what becomes of it: how much is loaded, that
// it runs, what was printed and drawn, the verdict.

import { keepForOffline } from "./offline.mjs";
import { Session } from "./session.mjs";
import { style } from "./style.mjs";
import { words } from "./words.mjs";

await style("results");

const { lang } = document.documentElement;
const megabytes = (bytes) => new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(bytes / 1e6);

let showProgress = () => {};
const session = new Session({ lang, onprogress: (progress) => showProgress(progress) });

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const KINDS = {
  text: ({ text }) => element("pre", {}, text),
  html: ({ html }) => element("div", { className: "rich", innerHTML: html }),
  figure: ({ svg }) => element("div", { innerHTML: svg }),
  error: ({ text }) => element("pre", { className: "raised" }, text),
};

// The sentence and the bar while there is nothing else to show.
function waiting(place) {
  const bar = element("progress", { max: 1 });
  // The phase is announced, the bytes that go by are not.
  const phase = element("span", { ariaLive: "polite" }), amount = element("span", { ariaHidden: true });
  place.replaceChildren(element("div", { className: "waiting" }, element("p", {}, phase, amount), bar));
  phase.textContent = words.starting;
  amount.textContent = "…";
  bar.setAttribute("aria-label", words.progress);
  place.scrollIntoView({ block: "nearest" });
  return ({ phase: step, loaded, total, words: now }) => {
    place.dataset.state = step === "work" ? "running" : "loading";
    const isCounted = step === "download" && total;
    if (phase.textContent !== now) phase.textContent = now;
    amount.textContent = isCounted ? `: ${megabytes(loaded)} / ${megabytes(total)} MB` : "…";
    if (isCounted) bar.value = loaded / total;
    else bar.removeAttribute("value");
  };
}

// What an answer of the session shows, put into `place`; the sentence that says it, and the result.
function show(place, { state, result, words: why }) {
  const shown = (result?.outputs ?? []).map((output) => KINDS[output.kind](output));
  if (result?.html) shown.push(element("div", { className: "verdict", innerHTML: result.html }));
  const sentence = why || result?.words;
  if (sentence) shown.push(element("p", { className: "why" }, sentence));
  if (!shown.length) shown.push(element("p", { className: "nothing" }, words.nothing_printed));
  place.replaceChildren(...shown);
  if (state === "done" && result?.max_score) Object.assign(place.dataset, { score: result.score, maxScore: result.max_score });
  place.dataset.state = state;
  for (const pre of place.querySelectorAll("pre")) if (pre.scrollHeight > pre.clientHeight) pre.tabIndex = 0; // by keyboard
  place.scrollIntoView({ block: "nearest" });
  const title = place.querySelector(".verdict p")?.textContent.trim();
  const raised = result?.line ? words.raised_in_line.replace("{line}", result.line) : "";
  return { said: [title, raised, sentence].filter(Boolean).join(" ") || words[state], result };
}

// Ask the session, which `request` is given, and show its answer in `place`.
export async function perform(place, request) {
  delete place.dataset.score;
  delete place.dataset.maxScore;
  showProgress = waiting(place);
  return show(place, await request(session));
}

// Run a cell of a chapter, and before it those above that have not run in this session; one that fails ends it.
export async function performInTurn(cells, cell) {
  const above = cells.slice(0, cells.indexOf(cell)).filter((each) => !each.ran);
  const say = waiting(cell.place);
  for (const [index, each] of [...above, cell].entries()) {
    const count = words.above.replace("{number}", index + 1).replace("{all}", above.length);
    showProgress = (progress) => say(each !== cell && progress.phase === "work" ? { ...progress, words: count } : progress);
    const before = session.namespaces;
    const answer = await session.run(each.current);
    if (session.namespaces !== before) for (const any of cells) any.ran = false; // Python is another one now
    else each.ran = answer.state === "done";
    const failed = answer.state !== "done";
    if (failed && each !== cell && !answer.result && answer.state === "error") {
      cell.take(show(cell.place, answer)); // Python is not there: no fault of the cell above
      return;
    }
    // Of a cell above that ran as it is stored, what is stored says it already.
    if (each === cell || failed || each.editor) each.take(show(each.place, answer));
    if (failed && each !== cell) {
      cell.take(show(cell.place, { ...answer, result: null, words: words.above_failed }));
      cell.place.lastChild.append(" ", element("a", { href: `#${each.node.id}` }, words.to_that_cell));
    }
    if (failed) return;
  }
}

export const stop = () => session.stop();

keepForOffline();
