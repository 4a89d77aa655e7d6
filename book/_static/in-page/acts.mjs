// What the buttons of a workbench do, by their names.

import { keep, kept } from "./kept.mjs";

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
      bench.find(".loads").hidden = true;
      keep("loaded", "python", "yes");
    }
    if (result?.line) bench.editor.mark(result.line);
    if (result?.max_score) keepMark(bench, result);
    bench.find("[role=status]").textContent = said;
  } finally {
    setAsking(bench, false);
  }
}

// The best mark so far.
function keepMark({ exercise, showMark }, { score, max_score: most }) {
  if (score > Number(kept("solved", exercise)?.split("/")[0] ?? 0)) keep("solved", exercise, `${score}/${most}`);
  showMark();
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

export async function open({ node, editor, tell }) {
  const opened = await (await handing()).openFile(node);
  if (!opened) return;
  if (opened.code !== null) editor.replace(opened.code);
  tell(opened.code === null ? "no_answer" : "opened", {}, opened.file);
}
