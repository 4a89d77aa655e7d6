// The table: a row for each token, its features as they come in and as they come out; on a phone one below the other.

import { button, element } from "./elements.mjs";
import { numberField, write } from "./fields.mjs";
import { decimalsTyped, shownInCell, written } from "./numbers.mjs";
import { FEATURES, SAMPLES, at, isSame, places } from "./tensor.mjs";
import { fillIn, words } from "./words.mjs";

export function table(panel, masks) {
  const { state } = panel;
  const grid = element("div", { class: "ne-table", role: "grid", "aria-label": words.table });
  let cells = []; // for each place of the tensor: { place, input, output, box }
  let heads = []; // for each token: { b, l, head }

  const wordAt = (b, l) => (state.padding[b][l] ? words.padding : words.sentences[b].split(" ")[l]);
  const nameOf = ([b, l, f]) => fillIn(words.place, { b, l, f, word: wordAt(b, l) });

  function headRow(b) {
    const names = ["input", "output"].flatMap((side) => Array.from({ length: FEATURES }, (_, f) => element("span",
      { class: `ne-head ne-${side}-head`, role: "columnheader", "aria-label": `${words[side]}, ${words.feature} ${f}` }, `f${f}`)));
    const sample = element("span", { class: "ne-sample", role: "columnheader" }, `${words.sample} ${b}`);
    return element("div", { class: "ne-row", role: "row" }, sample, ...names);
  }

  function captionRow() {
    const side = (name) => element("span", { class: `ne-caption ne-${name}-caption` }, words[name]);
    return element("div", { class: "ne-row ne-captions", "aria-hidden": true }, element("span"), side("input"), side("output"));
  }

  function rowHead(b, l) {
    const head = element("span", { class: "ne-word", role: "rowheader" });
    if (masks) {
      head.append(button("", () => { state.mask[b][l] = !state.mask[b][l]; panel.update(); }));
    }
    heads.push({ b, l, head });
    return head;
  }

  function inputField(place) {
    const [b, l, f] = place;
    const field = numberField(panel, nameOf(place), (value) => { state.x[b][l][f] = value; panel.changed(place); });
    field.addEventListener("focus", () => { panel.choose(place); field.value = written(at(state.x, place)); field.select(); });
    field.addEventListener("keydown", (event) => moveByKey(event, place, 0));
    tapTwice(field, place);
    dragToChange(field, place);
    return field;
  }

  function outputButton(place) {
    const made = button("", () => panel.tap(place));
    made.addEventListener("focus", () => panel.look(place));
    made.addEventListener("keydown", (event) => moveByKey(event, place, 1));
    return made;
  }

  // On a screen that is touched, the first tap chooses and the second opens the keyboard.
  function tapTwice(field, place) {
    field.addEventListener("mousedown", (event) => {
      if (event.sourceCapabilities?.firesTouchEvents === false || lastPointer !== "touch") return;
      if (isSame(state.chosen, place) || document.activeElement === field) return;
      event.preventDefault(); // of the focus
      if (grid.contains(document.activeElement)) document.activeElement.blur();
      panel.choose(place);
    });
  }
  let lastPointer = "";
  grid.addEventListener("pointerdown", (event) => { lastPointer = event.pointerType; }, true);

  function moveByKey(event, [b, l, f], side) {
    const field = event.target;
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const [down, right] = moves[event.key] ?? [];
    if (down === undefined || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    // Within a number being typed, left and right move the caret until it reaches the end.
    const whole = side || (field.selectionStart === 0 && field.selectionEnd === field.value.length);
    const edge = right < 0 ? field.selectionEnd === 0 : field.selectionStart === field.value?.length;
    if (right && !whole && !edge) return;
    event.preventDefault();
    const length = state.x[0].length;
    const row = Math.min(Math.max(b * length + l + down, 0), SAMPLES * length - 1);
    const column = Math.min(Math.max(side * FEATURES + f + right, 0), 2 * FEATURES - 1);
    cells[row * FEATURES + (column % FEATURES)][column < FEATURES ? "input" : "output"].focus();
  }

  function dragToChange(field, [b, l, f]) {
    let from = null;
    field.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { at: event.clientX, value: state.x[b][l][f], moved: false };
      field.setPointerCapture(event.pointerId);
    });
    field.addEventListener("pointermove", (event) => {
      if (from === null) return;
      from.moved ||= Math.abs(event.clientX - from.at) >= 4; // less is an unsteady click
      if (!from.moved) return;
      state.x[b][l][f] = Math.round((from.value + (event.clientX - from.at) / 10) * 10) / 10;
      panel.changed([b, l, f]);
      panel.update();
    });
    for (const end of ["pointerup", "pointercancel"]) field.addEventListener(end, () => { from = null; });
  }

  function build() {
    cells = [];
    heads = [];
    const rows = [captionRow()];
    for (let b = 0; b < SAMPLES; b++) {
      rows.push(headRow(b));
      for (let l = 0; l < state.x[b].length; l++) {
        const row = element("div", { class: "ne-row", role: "row" }, rowHead(b, l));
        const inRow = places(state).filter((place) => place[0] === b && place[1] === l)
          .map((place) => ({ place, input: inputField(place), output: outputButton(place) }));
        row.append(...inRow.map(({ input }) => element("div", { class: "ne-input", role: "gridcell" }, input)));
        row.append(...inRow.map(({ output }) => element("div", { class: "ne-output", role: "gridcell" }, output)));
        for (const { place, input, output } of inRow) {
          for (const box of [input, output]) {
            box.addEventListener("pointerenter", ({ pointerType }) => { if (pointerType === "mouse") panel.point(place); });
          }
        }
        cells.push(...inRow);
        rows.push(row);
      }
    }
    grid.replaceChildren(...rows);
  }
  grid.addEventListener("pointerleave", () => panel.point(null));

  function colour(box, value, largest) {
    box.dataset.value = value;
    box.classList.toggle("ne-negative", value < 0);
    box.style.setProperty("--share", `${(45 * Math.abs(value)) / (largest || 1)}%`);
  }

  // `results` are those of all places, in their order; `group` the places averaged together with the current one.
  function show(results, current, group, typing) {
    const inGroup = new Set(group.map((place) => place.join()));
    const largest = (numbers) => Math.max(...numbers.map(Math.abs));
    const largestInput = largest(results.map(({ steps }) => steps[0])), largestOutput = largest(results.map(({ steps }) => steps[3]));
    cells.forEach(({ place, input, output }, index) => {
      const value = at(state.x, place), result = results[index].steps[3], masked = !state.mask[place[0]][place[1]];
      const isEdited = input === document.activeElement;
      write(panel, input, typing, isEdited ? written(value) : shownInCell(value, decimalsTyped(value)));
      output.textContent = shownInCell(result);
      output.setAttribute("aria-label", fillIn(words.outputAt, { place: nameOf(place), value: shownInCell(result) }));
      input.tabIndex = isSame(place, state.chosen) ? 0 : -1;
      output.tabIndex = input.tabIndex;
      colour(input, value, largestInput);
      colour(output, result, largestOutput);
      for (const box of [input, output]) {
        box.classList.toggle("ne-together", inGroup.has(place.join()));
        box.classList.toggle("ne-current", isSame(place, current));
        box.classList.toggle("ne-masked", masked);
      }
    });
    for (const { b, l, head } of heads) {
      const place = head.querySelector("button") ?? head;
      place.textContent = wordAt(b, l);
      head.classList.toggle("ne-masked", !state.mask[b][l]);
      if (masks) {
        place.setAttribute("aria-label", fillIn(words.isToken, { word: wordAt(b, l) }));
        place.setAttribute("aria-pressed", state.mask[b][l]);
      }
    }
  }

  return { grid, build, show, wordAt, cellAt: (place) => cells.find((cell) => isSame(cell.place, place)) };
}
