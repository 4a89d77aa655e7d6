// The task that the explorer opens with: which outputs change when one number does? Guess first, then see.

import { button, element } from "./elements.mjs";
import { shown } from "./numbers.mjs";
import { at, isSame, normalized } from "./tensor.mjs";
import { fillIn, words } from "./words.mjs";

const PLACE = [0, 1, 1], TO = 100;
const MATTERS = 1e-9; // a difference above this is one

export function task(panel) {
  const { state } = panel;
  const from = at(state.x, PLACE);
  const numbers = { from: shown(from, 1), to: TO };
  let phase = "guess", guesses = new Set(), outcome = null;
  let before = normalized(state);

  const said = element("p", { class: "ne-task-said", role: "status" });
  const set = button(fillIn(words.taskDo, numbers), () => { 
    state.x[0][1][1] = TO;
    answer();
    panel.update();
    again.focus(); // the button that was pressed is gone
  });
  const skip = button(words.taskSkip, () => {
    phase = "off";
    panel.update();
    panel.cellAt(state.chosen).output.focus();
  });
  const again = button(words.taskAgain, () => { panel.restart(state.norm); });
  const whole = element("div", { class: "ne-task" }, said, element("div", { class: "ne-task-buttons" }, set, skip, again));

  function answer() {
    const after = normalized(state);
    const changed = after.filter((each, index) => Math.abs(each.steps[3] - before[index].steps[3]) > MATTERS)
      .map(({ place }) => place.join());
    const right = changed.filter((place) => guesses.has(place)).length;
    outcome = { changed: new Set(changed), right, wrong: guesses.size - right, missed: changed.length - right };
    phase = "done";
    state.chosen = PLACE;
  }

  function restart() {
    guesses = new Set();
    outcome = null;
    phase = "guess";
    before = normalized(state);
  }

  function show(whereIs) {
    const [b, l, f] = PLACE;
    whole.hidden = phase === "off";
    Object.assign(set, { hidden: phase !== "guess" });
    Object.assign(skip, { hidden: phase !== "guess" });
    Object.assign(again, { hidden: phase !== "done" });
    if (phase === "guess") said.textContent = fillIn(words.task, { ...numbers, b, f, word: panel.wordAt(b, l) });
    if (phase === "done" && outcome) {
      const { changed, right, wrong, missed } = outcome;
      const verdict = !guesses.size ? words.taskNone : wrong + missed ? fillIn(words.taskSome, { right, wrong, missed }) : words.taskAll;
      said.textContent = `${fillIn(words.taskDone, { count: changed.size, where: whereIs(PLACE) })} ${verdict}`;
    }
    panel.cellAt(PLACE)?.input?.classList.toggle("ne-asked", phase === "guess");
    for (const place of before.map((each) => each.place)) {
      const box = panel.cellAt(place)?.output, key = place.join();
      if (!box) continue;
      if (phase === "guess") box.setAttribute("aria-pressed", guesses.has(key));
      else box.removeAttribute("aria-pressed");
      const isDone = phase === "done", isChanged = isDone && outcome.changed.has(key), isGuess = isDone && guesses.has(key);
      box.classList.toggle("ne-flash", isChanged);
      box.classList.toggle("ne-right", isChanged && isGuess);
      box.classList.toggle("ne-wrong", isGuess && !isChanged);
    }
  }

  return {
    whole, show, restart,
    isGuessing: () => phase === "guess",
    guess(place) { const key = place.join(); if (!guesses.delete(key)) guesses.add(key); },
    // The reader has set the number that the task is about: that answers it too. Any later change ends it.
    changed(place) {
      if (phase !== "guess") phase = "off";
      else if (!isSame(place, PLACE)) before = normalized(state);
      else if (at(state.x, PLACE) === TO) answer();
    },
    norm() {
      if (phase === "guess") before = normalized(state);
      else phase = "off";
    },
    end() { phase = "off"; },
  };
}
