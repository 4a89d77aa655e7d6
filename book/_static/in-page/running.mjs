// Runs what a workbench or a cell asks for in the page's one Python, and shows what becomes of it: how much is loaded, that
// it runs, what was printed and drawn, the verdict.

import { Session } from "./session.mjs";
import { words } from "./words.mjs";

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
  const said = element("p", {}, words.starting);
  place.replaceChildren(element("div", { className: "waiting" }, said, bar));
  bar.setAttribute("aria-label", words.progress);
  return ({ phase, loaded, total, words: now }) => {
    place.dataset.state = phase === "work" ? "running" : "loading";
    const amount = phase === "download" && total ? ` ${megabytes(loaded)} / ${megabytes(total)} MB` : "";
    said.textContent = (now || words[phase]) + amount;
    if (amount) bar.value = loaded / total;
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
  const title = place.querySelector(".verdict p")?.textContent.trim();
  const raised = result?.line ? words.raised_in_line.replace("{line}", result.line) : "";
  return { said: [title, raised, sentence].filter(Boolean).join(" ") || words[state], result };
}

// Ask the session, and show its answer in `place`.
export async function perform(place, request) {
  delete place.dataset.score;
  delete place.dataset.maxScore;
  const mine = waiting(place);
  showProgress = mine;
  try {
    return show(place, await request(session));
  } finally {
    if (showProgress === mine) showProgress = () => {};
  }
}

export const stop = () => session.stop();
