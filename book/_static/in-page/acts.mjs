// What the buttons of a workbench do, by their names.

import { keep, keepMark } from "./kept.mjs";

// While there is an answer to wait for, nothing else is asked.
function setAsking({ find }, now) {
  for (const name of ["run", "check"]) find(`[data-do=${name}]`).setAttribute("aria-disabled", now);
  const stop = find("[data-do=stop]");
  if (!now && document.activeElement === stop) find("[data-do=check]").focus(); // else the focus would be nowhere
  stop.hidden = !now;
}

async function ask(bench, request) {
  setAsking(bench, true);
  bench.editor.mark(null);
  bench.find("[role=status]").textContent = ""; // so that the same sentence is announced again
  try {
    const { perform } = await import("./running.mjs");
    const { said, result } = await perform(bench.find("[data-result]"), request);
    if (result) {
      bench.find(".loads")?.remove(); // hidden, it would still be read as what describes the buttons
      keep("loaded", "python", "yes");
    }
    for (const code of bench.node.querySelectorAll("pre[data-copy]")) {
      const around = Object.assign(document.createElement("div"), { className: "copied-from" });
      code.replaceWith(around);
      around.append(code);
      globalThis.offerCopy(around);
    }
    if (result?.line) bench.editor.mark(result.line);
    if (result?.max_score) {
      keepMark(bench.exercise, result.score, result.max_score);
      bench.showMark();
    }
    bench.find("[role=status]").textContent = said;
  } finally {
    setAsking(bench, false);
  }
}

// As a cell of a notebook, but each time in a Python that knows nothing of what was run before.
export function run(bench) {
  const { setup } = bench.node.dataset;
  return ask(bench, (session) => {
    session.restart();
    return session.run(bench.area.value, { setup: [setup], exercise: bench.exercise });
  });
}

export const check = (bench) => ask(bench, (session) => session.check(bench.exercise, bench.area.value));

export const stop = async () => (await import("./running.mjs")).stop();

const handing = () => import("./handing.mjs");

export const download = async ({ node, area }) => (await handing()).downloadNotebook(node, area.value);
const downloadPy = async ({ node, area }) => (await handing()).downloadPython(node, area.value);
export { downloadPy as "download-py" };

export async function open({ node, find, editor, tell }) {
  const input = find("[data-do=open]"), [file] = input.files;
  if (!file) return;
  const code = await (await handing()).answerIn(file, node);
  input.value = ""; // so that the same file can be opened again
  if (code !== null) editor.replace(code);
  tell(code === null ? "no_answer" : "opened", {}, file.name);
}
