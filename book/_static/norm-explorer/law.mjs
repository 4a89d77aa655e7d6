// The law of the standard deviation, σ_out = √(σ² / (σ² + ε)), over the variance, with a slider for ε and the chosen sequence on it.

import { element } from "./elements.mjs";
import { shown, written } from "./numbers.mjs";
import { fillIn, words } from "./words.mjs";

const SMALLEST = -8, WIDEST = 4; // powers of ten of the variances shown
const WIDTH = 340, HEIGHT = 170, LEFT = 34, BOTTOM = 30;
const SVG = "http://www.w3.org/2000/svg";

const across = (variance) => LEFT + ((Math.log10(Math.max(variance, 10 ** SMALLEST)) - SMALLEST) / (WIDEST - SMALLEST)) * (WIDTH - LEFT - 10);
const up = (std) => HEIGHT - BOTTOM - std * (HEIGHT - BOTTOM - 12);
const stdOf = (variance, eps) => Math.sqrt(variance / (variance + eps));
const power = (value) => `10${[...`${value}`].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit] ?? "⁻").join("")}`;

function drawn(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

export function law(panel) {
  const { state } = panel;
  const slider = element("input", { type: "range", min: -8, max: 0, step: 0.1, autocomplete: "off", "aria-label": words.epsilon });
  slider.addEventListener("input", () => { state.eps = Number((10 ** slider.value).toPrecision(2)); panel.update(); });
  const title = element("p", { class: "ne-law-title" });
  const curve = drawn("path", { class: "ne-curve" });
  const dot = drawn("circle", { class: "ne-law-dot", r: 6 }), told = drawn("text", { class: "ne-law-told" });
  const picture = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  for (const std of [0, 0.5, 1]) {
    picture.append(drawn("path", { class: "ne-law-grid", d: `M${LEFT} ${up(std)}H${WIDTH - 10}` }),
      drawn("text", { x: LEFT - 6, y: up(std) + 4, "text-anchor": "end" }, shown(std, 1)));
  }
  for (let each = SMALLEST; each <= WIDEST; each += 4) {
    picture.append(drawn("text", { x: across(10 ** each), y: HEIGHT - 12, "text-anchor": "middle" }, power(each)));
  }
  picture.append(drawn("text", { x: (LEFT + WIDTH) / 2, y: HEIGHT - 1, "text-anchor": "middle" }, words.lawInput), curve, dot, told);
  const whole = element("div", { class: "ne-law" }, title, element("label", {}, "ε ", slider), picture);

  function show({ variance }) {
    const variances = Array.from({ length: 97 }, (_, step) => 10 ** (SMALLEST + (step / 96) * (WIDEST - SMALLEST)));
    curve.setAttribute("d", `M${variances.map((each) => `${across(each).toFixed(1)} ${up(stdOf(each, state.eps)).toFixed(1)}`).join("L")}`);
    const std = stdOf(variance, state.eps), left = across(variance) > WIDTH / 2;
    dot.setAttribute("cx", across(variance));
    dot.setAttribute("cy", up(std));
    told.setAttribute("x", across(variance) + (left ? -12 : 12));
    told.setAttribute("y", up(std) + (std > 0.5 ? 18 : -8));
    told.setAttribute("text-anchor", left ? "end" : "start");
    told.textContent = fillIn(words.lawHere, { mark: "●", std: shown(std, 4) });
    title.textContent = fillIn(words.law, { eps: written(state.eps) });
    picture.setAttribute("aria-label", `${title.textContent}: ${told.textContent}.`);
    slider.value = Math.log10(state.eps);
    slider.setAttribute("aria-valuetext", written(state.eps));
  }

  return { whole, show };
}
