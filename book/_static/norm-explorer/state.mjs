// What the reader has made of the explorer: how it starts, how presets change it, and how it is written in the address.

import { FEATURES, LONGEST, SAMPLES, START, START_LENGTH, at, isSame, places } from "./tensor.mjs";

export const NORMS = ["instance", "batch", "layer", "group", "rms"];
export const ALL_NORMS = [...NORMS, "image", "cumulative"];
export const GROUPS = [1, 2, 4];
export const HASH = "#explore";

const tokens = (length) => START.map((sample) => Array.from({ length }, (_, l) => tokenOf(sample, l)));
const tokenOf = (sample, l) => sample[l % START_LENGTH].map((value) => (l < START_LENGTH ? value : -value));

export function startState(norm = "instance") {
  return {
    x: structuredClone(START), mask: START.map((sample) => sample.map(() => true)), padding: START.map((sample) => sample.map(() => false)),
    eps: 1e-5, gamma: Array(FEATURES).fill(1), beta: Array(FEATURES).fill(0), norm, groups: 2, chosen: [0, 2, 1], pointed: null,
    step: 0, preset: "",
  };
}

export function setLength(state, length, removed = []) {
  while (state.x[0].length > length) {
    removed.push(["x", "mask", "padding"].map((name) => state[name].map((sample) => sample.pop())));
  }
  while (state.x[0].length < length) {
    const fresh = [tokens(length).map((sample) => sample[state.x[0].length]), [true, true], [false, false]];
    const back = removed.pop() ?? fresh; // a token taken away comes back as it was
    ["x", "mask", "padding"].forEach((name, which) => state[name].forEach((sample, b) => sample.push(back[which][b])));
  }
  state.chosen = [state.chosen[0], Math.min(state.chosen[1], length - 1), state.chosen[2]];
}

const PADDED = [[1, 3], [1, 4]]; // the last tokens of the second sample

export const PRESETS = {
  one(state) { setLength(state, 1); },
  constant(state) {
    const [b, , f] = state.chosen;
    const value = at(state.x, state.chosen);
    for (const token of state.x[b]) token[f] = value;
  },
  outlier(state) { state.x[0][1][1] = 200; },
  pad(state, masks) {
    for (const [b, l] of PADDED) Object.assign(state.x[b], { [l]: Array(FEATURES).fill(0) });
    for (const [b, l] of PADDED) { state.padding[b][l] = true; state.mask[b][l] = !masks; }
    state.chosen = [1, 0, 1];
  },
};

export function presetState(name, { norm, groups, eps, gamma, beta, chosen }, masks) {
  const state = { ...startState(norm), groups, eps, gamma, beta, chosen: [chosen[0], Math.min(chosen[1], START_LENGTH - 1), chosen[2]], preset: name };
  PRESETS[name]?.(state, masks);
  return state;
}

// The address: what differs from the state that its preset gives.

export function toHash(state, masks) {
  const start = presetState(state.preset, startState(), masks);
  const length = state.x[0].length;
  const parts = [];
  const put = (name, value, usual) => { if (`${value}` !== `${usual}`) parts.push(`${name}=${value}`); };
  put("preset", state.preset, "");
  put("norm", state.norm, "instance");
  put("groups", state.groups, 2);
  put("length", length, start.x[0].length);
  put("at", state.chosen.join("."), start.chosen.join("."));
  put("step", state.step, 0);
  put("eps", state.eps, 1e-5);
  put("gamma", state.gamma.join("_"), start.gamma.join("_"));
  put("beta", state.beta.join("_"), start.beta.join("_"));
  setLength(start, length);
  const changed = places(state).filter((place) => at(state.x, place) !== at(start.x, place));
  put("x", changed.map((place) => `${place.join(".")}_${at(state.x, place)}`).join("!"), "");
  const flipped = places(state).filter(([b, l, f]) => f === 0 && state.mask[b][l] !== start.mask[b][l]);
  put("mask", flipped.map(([b, l]) => `${b}.${l}`).join("!"), "");
  return [HASH, ...parts].join("&");
}

const numbers = (text, mark) => text.split(mark).map(Number);
const inside = ([b, l, f = 0], state) => state.x[b]?.[l]?.[f] !== undefined;

// The state that an address asks for, of which what makes no sense is passed over; null when it asks for none.
export function fromHash(hash, masks, norms) {
  const [head, ...parts] = hash.split("&");
  if (head !== HASH) return null;
  const asked = Object.fromEntries(parts.map((part) => part.split("=")));
  const norm = norms.includes(asked.norm) ? asked.norm : norms[0];
  const state = presetState(asked.preset in PRESETS ? asked.preset : "", startState(norm), masks);
  const length = Number(asked.length);
  if (Number.isInteger(length) && length >= 1 && length <= LONGEST) setLength(state, length);
  if (GROUPS.includes(Number(asked.groups))) state.groups = Number(asked.groups);
  if ([1, 2, 3].includes(Number(asked.step))) state.step = Number(asked.step);
  if (Number(asked.eps) > 0) state.eps = Number(asked.eps);
  for (const name of ["gamma", "beta"]) {
    const values = numbers(asked[name] ?? "", "_");
    if (values.length === FEATURES && values.every(Number.isFinite)) state[name] = values;
  }
  for (const change of (asked.x ?? "").split("!").filter(Boolean)) {
    const [place, value] = change.split("_");
    const [b, l, f] = numbers(place, ".");
    if (inside([b, l, f], state) && Number.isFinite(Number(value))) state.x[b][l][f] = Number(value);
  }
  for (const [b, l] of (asked.mask ?? "").split("!").filter(Boolean).map((place) => numbers(place, "."))) {
    if (inside([b, l], state)) state.mask[b][l] = !state.mask[b][l];
  }
  const chosen = numbers(asked.at ?? "", ".");
  if (chosen.length === 3 && inside(chosen, state)) state.chosen = chosen;
  return state;
}
