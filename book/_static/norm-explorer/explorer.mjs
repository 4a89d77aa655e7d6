// The norm explorer: which numbers of a tensor (batch, sequence, features) are averaged together, and what comes out.
// It takes the place of the still picture in a cell tagged `norm-explorer`, or stands below it where the cell is also
// tagged `explorer-beside`. Further tags: `explorer-masks`, `explorer-images`, `explorer-cumulative`, `explorer-law`.

import { button, choices, element } from "./elements.mjs";
import { numberField, refusals, write } from "./fields.mjs";
import { law } from "./law.mjs";
import { line } from "./line.mjs";
import { inBrackets, shown, shownStd, written } from "./numbers.mjs";
import { GROUPS, HASH, NORMS, PRESETS, fromHash, presetState, setLength, startState, toHash } from "./state.mjs";
import { table } from "./table.mjs";
import { task } from "./task.mjs";
import { FEATURES, LONGEST, isSame, normalized, together } from "./tensor.mjs";
import { fillIn, words } from "./words.mjs";

const SOON = 400; // milliseconds: browsers refuse an address that changes at every pixel of a drag

function explorer(number, has) {
  const norms = [...has("cumulative") ? ["cumulative"] : [], ...NORMS.flatMap((norm) => (norm === "layer" && has("images") ? ["layer", "image"] : [norm]))];
  const masks = has("masks");
  const firstState = () => (masks ? presetState("pad", startState(norms[0]), false) : startState(norms[0]));
  const state = firstState();
  let removed = [];
  let timer;

  const panel = { state, update, choose, point, tap, changed, restart, look, refusals: refusals(number) };
  const cells = table(panel, masks);
  const dots = line(panel, number);
  const slider = has("law") ? law(panel) : null;
  Object.assign(panel, { wordAt: cells.wordAt, cellAt: cells.cellAt });
  const exercise = task(panel);

  const status = element("div", { class: "ne-status", role: "status" });
  const length = element("output", { class: "ne-length" });
  const shorter = button("−", () => resize(-1), words.shorter), longer = button("+", () => resize(1), words.longer);
  const eps = numberField(panel, words.epsilon, (value) => { state.eps = value; }, true);
  const radios = {};
  const affine = { gamma: featureFields("gamma"), beta: featureFields("beta") };
  const groups = element("select", { autocomplete: "off" }, ...GROUPS.map((count) => element("option", { value: count }, `${count}`)));
  groups.addEventListener("change", () => { state.groups = Number(groups.value); exercise.norm(); update(); });
  const groupsField = element("label", { class: "ne-groups" }, `${words.groups} `, groups);

  // Controls

  function featureFields(name) {
    return Array.from({ length: FEATURES }, (_, f) =>
      numberField(panel, fillIn(words.ofFeature, { name: words[name], f }), (value) => { state[name][f] = value; }));
  }

  function normControl() {
    const take = (norm) => { state.norm = norm; exercise.norm(); update(); };
    const control = choices(`norm-${number}`, words.norm, norms.map((norm) => [norm, words[norm][0]]), take, radios);
    control.classList.add("ne-norms");
    control.append(groupsField);
    return control;
  }

  function presetControl() {
    const buttons = Object.keys(PRESETS).map((name) => button(words[name], () => {
      exercise.end();
      replace(presetState(name, state, masks));
    }));
    return element("div", { class: "ne-controls", role: "group", "aria-label": words.presets },
      element("span", { class: "ne-label" }, words.presets), ...buttons, button(words.reset, () => restart()));
  }

  function parameterRow(name, fields, attributes = {}) {
    return element("div", { class: `ne-parameter ne-${name}`, ...attributes }, element("span", {}, words[name]), ...fields);
  }

  function parameters() {
    const names = Array.from({ length: FEATURES }, (_, f) => element("span", { "aria-hidden": true }, `f${f}`));
    const rows = ["gamma", "beta"].map((name) => parameterRow(name, affine[name], { role: "group", "aria-label": words[name] }));
    const lengths = element("div", { class: "ne-lengths", role: "group", "aria-label": words.length },
      element("span", {}, words.length), shorter, length, longer);
    return element("div", { class: "ne-parameters" }, lengths, parameterRow("epsilon", [eps]),
      element("div", { class: "ne-parameter" }, element("span"), ...names), ...rows);
  }

  // What the reader does

  function replace(next) {
    Object.assign(state, next);
    removed = [];
    cells.build();
    update();
  }

  function restart(norm) {
    replace(norm ? startState(norm) : firstState());
    if (has("task")) exercise.restart();
    update();
  }

  function resize(by) {
    const next = state.x[0].length + by;
    if (next < 1 || next > LONGEST) return;
    exercise.end();
    setLength(state, next, removed);
    cells.build();
    update();
  }

  // Chosen is the cell clicked or focused. Pointing at another shows that one only as long as the pointer is on it:
  // on the way to a button the pointer crosses cells nobody means.
  function choose(place) {
    Object.assign(state, { chosen: place, pointed: null });
    update(document.activeElement);
  }

  function point(place) {
    state.pointed = place;
    update(document.activeElement);
  }

  function tap(place) {
    if (exercise.isGuessing()) { exercise.guess(place); update(); } else choose(place);
  }

  function changed(place) { exercise.changed(place); }

  // An output that has the focus is chosen, but for the guesses, which are not to be lost.
  function look(place) { if (!exercise.isGuessing()) choose(place); }

  // What is shown

  function update(typing = null) {
    const results = normalized(state);
    const current = state.pointed ?? state.chosen;
    const group = together(state, current);
    const result = results.find(({ place }) => isSame(place, current));
    whole.classList.toggle("ne-guessing", exercise.isGuessing());
    cells.show(results, current, group, typing);
    dots.show(group.map((place) => withSteps(place, result)), current);
    slider?.show(result.stats);
    say(result);
    exercise.show(whereIs);
    write(panel, eps, typing, written(state.eps));
    for (const name of ["gamma", "beta"]) affine[name].forEach((field, f) => write(panel, field, typing, written(state[name][f])));
    length.value = state.x[0].length;
    shorter.setAttribute("aria-disabled", state.x[0].length === 1);
    longer.setAttribute("aria-disabled", state.x[0].length === LONGEST);
    radios[state.norm].checked = true;
    groups.value = state.groups;
    groupsField.hidden = state.norm !== "group";
    remember();
  }

  // A number of the group under the current place's statistics, which are not its own where they are cumulative.
  function withSteps(place, { stats }) {
    const value = state.x[place[0]][place[1]][place[2]], centred = value - stats.mean;
    const scaled = centred / Math.sqrt(stats.variance + state.eps);
    return { place, steps: [value, centred, scaled, state.gamma[place[2]] * scaled + state.beta[place[2]]] };
  }

  function whereIs([b, l, f]) {
    const width = FEATURES / state.groups, first = Math.floor(f / width) * width;
    const isOneFeature = state.norm === "group" && width === 1;
    return fillIn(words[isOneFeature ? "instance" : state.norm][2], { b, l, f, first, last: first + width - 1 });
  }

  // Which numbers, their statistics, and the formula with the numbers of the current cell in it.
  function say({ place, stats: { count, mean, variance }, steps }) {
    const [b, l, f] = place;
    const std = Math.sqrt(variance), isRms = state.norm === "rms";
    const strong = (text) => element("strong", {}, text);
    const row = (...parts) => element("p", {}, ...parts);
    const top = isRms ? inBrackets(steps[0]) : `(${shown(steps[0])} − ${inBrackets(mean)})`;
    const formula = `${inBrackets(state.gamma[f])} · ${top} / √(${shownStd(std)}² + ${written(state.eps)}) + ${inBrackets(state.beta[f])}`;
    status.replaceChildren(
      row(`${words[state.norm][1]}: `, strong(fillIn(words.together, { count }))),
      row(`(${whereIs(place)})`),
      isRms
        ? row(`${words.rootMeanSquare} `, strong(shownStd(std)))
        : row(`${words.mean} `, strong(shown(mean)), `, ${words.std} `, strong(shownStd(std))),
      state.mask[b][l] ? row(`${words.result} = ${formula} = `, strong(shown(steps[3]))) : row(words.masked));
    Object.assign(status.dataset, { mean, std, count });
  }

  // The address

  let remembered = "";
  function remember() {
    const hash = toHash(state, masks);
    remembered ||= hash;
    if (hash === remembered || state.pointed) return;
    remembered = hash;
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(history.state, "", hash), SOON);
  }

  function follow() {
    const asked = fromHash(location.hash, masks, norms);
    if (!asked) return;
    exercise.end();
    replace(asked);
    remembered = toHash(state, masks);
    whole.scrollIntoView({ block: "start" });
  }

  const whole = element("section", { class: "norm-explorer", "aria-label": words.title, id: number ? "" : HASH.slice(1) });
  if (number) whole.removeAttribute("id");
  whole.append(
    element("h3", {}, words.title), exercise.whole, ...masks ? [element("p", {}, words.isTokenHint)] : [], normControl(), element("p", { class: "ne-above" }, words.above),
    element("div", { class: "ne-both" }, cells.grid, dots.whole), panel.refusals.told, status,
    ...slider ? [slider.whole] : [], presetControl(), parameters(),
    element("p", { class: "ne-hint" }, words.hint));
  cells.build();
  if (!has("task")) exercise.end();
  update();
  if (!number) {
    addEventListener("hashchange", follow);
    addEventListener("load", follow); // once all that stands above has its height
    follow();
  }
  return whole;
}

document.querySelectorAll(".tag_norm-explorer").forEach((cell, number) => {
  const isBeside = cell.classList.contains("tag_explorer-beside");
  // The task is that of the explorer in its first form, and of no other.
  const has = (what) => (what === "task" ? !isBeside : cell.classList.contains(`tag_explorer-${what}`));
  const figure = explorer(number, has); // made first: should it fail, the still picture stays
  if (isBeside) {
    cell.append(figure);
    return;
  }
  const code = element("details", { class: "ne-code" }, element("summary", {}, words.drawing));
  code.append(...[...cell.children].filter((child) => !child.matches(".cell_output"))); // the buttons to run it too
  cell.classList.add("has-explorer");
  cell.append(figure, code);
});
