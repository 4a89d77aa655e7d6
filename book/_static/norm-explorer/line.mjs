// The numbers averaged together as dots on one line, with their mean and the band of ±σ around it. The steps of the
// formula move them; a dot that is dragged changes its number. The line stands upright where the stylesheet says so.

import { choices, element } from "./elements.mjs";
import { shown, shownStd } from "./numbers.mjs";
import { isSame, statistics } from "./tensor.mjs";
import { fillIn, words } from "./words.mjs";

export function line(panel, number) {
  const { state } = panel;
  const radios = {};
  const control = choices(`step-${number}`, words.steps, [0, 1, 2, 3].map((step) => [step, words[`step${step}`]]),
    (step) => { state.step = Number(step); panel.update(); }, radios);
  const mark = (name) => element("span", { class: `ne-mark ne-${name}` });
  const marks = { band: mark("band"), zero: mark("zero"), mean: mark("mean") };
  const dots = element("div", { class: "ne-dots" });
  const axis = element("div", { class: "ne-axis", role: "img" }, ...Object.values(marks), dots);
  const caption = element("p", { class: "ne-line-caption" });
  const whole = element("div", { class: "ne-line" }, control, axis, caption);
  let held = null; // while a dot is dragged: its place, and the ends of the line, which stay where they are

  // Room for all four steps, so that what moves is the dots and not the line.
  function endsOf(group) {
    const numbers = group.flatMap(({ steps }) => steps).concat(0);
    const low = Math.min(...numbers), high = Math.max(...numbers);
    const room = 0.08 * (high - low) || 1;
    return [low - room, high + room];
  }

  function put(box, value, [low, high]) {
    box.style.setProperty("--at", ((value - low) / (high - low)).toFixed(4));
  }

  function dragged(event) {
    const box = axis.getBoundingClientRect();
    const upright = box.height > box.width;
    const share = upright ? (box.bottom - event.clientY) / box.height : (event.clientX - box.left) / box.width;
    const [low, high] = held.ends;
    return Math.round((low + Math.min(Math.max(share, 0), 1) * (high - low)) * 10) / 10;
  }

  dots.addEventListener("pointerdown", (event) => {
    const dot = event.target.closest(".ne-dot");
    if (!dot || event.button !== 0) return;
    event.preventDefault();
    const place = dot.dataset.place.split(",").map(Number);
    state.step = 0; // what is dragged is a number that goes in
    held = { place, ends: ends };
    dots.setPointerCapture(event.pointerId);
    panel.choose(place);
  });
  dots.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [b, l, f] = held.place;
    state.x[b][l][f] = dragged(event);
    panel.changed(held.place);
    panel.update();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    dots.addEventListener(end, () => { if (held) { held = null; panel.update(); } });
  }

  let ends = [0, 1];
  function show(group, current) {
    ends = held ? held.ends : endsOf(group);
    const values = group.map(({ steps }) => steps[state.step]);
    const { mean, variance } = statistics(values, state.norm);
    const std = Math.sqrt(variance);
    put(marks.zero, 0, ends);
    put(marks.mean, mean, ends);
    put(marks.band, mean - std, ends);
    marks.band.style.setProperty("--long", ((2 * std) / (ends[1] - ends[0])).toFixed(4));
    marks.mean.textContent = Math.abs(mean) > 0.04 * (ends[1] - ends[0]) ? "μ" : "";
    marks.band.textContent = std > 0.08 * (ends[1] - ends[0]) ? "±σ" : "";
    marks.zero.textContent = "0";
    const old = new Map([...dots.children].map((dot) => [dot.dataset.place, dot])); // the same dot moves from step to step
    dots.replaceChildren(...group.map(({ place, steps }) => {
      const dot = old.get(place.join()) ?? element("span", { class: "ne-dot", "data-place": place.join() });
      put(dot, steps[state.step], ends);
      const isCurrent = isSame(place, current);
      dot.classList.toggle("ne-current-dot", isCurrent);
      dot.dataset.word = isCurrent ? panel.wordAt(place[0], place[1]) : "";
      return dot;
    }));
    axis.setAttribute("aria-label", fillIn(words.line, { values: values.map((value) => shown(value)).join("; ") }));
    axis.classList.toggle("ne-held", held !== null);
    caption.textContent = `μ = ${shown(mean)}, σ = ${shownStd(std)}`;
    radios[state.step].checked = true;
  }

  return { whole, show };
}
