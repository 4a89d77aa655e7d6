// Numbers as they are shown, with one kind of minus sign and the decimal mark of the language, and as they are typed.

import { lang } from "./words.mjs";

export const LARGEST = 1e6; // what may be typed; beyond it the columns are too narrow to show what comes out
const ROOM = 5; // characters in a cell
const MARK = lang === "vi" ? "," : ".";

// A number's digits as readers of the page write them.
export const written = (digits) => `${digits}`.replace("-", "−").replace(".", MARK);

export function shown(value, digits = 2) {
  const text = value.toFixed(digits);
  return written(Number(text) === 0 ? text.replace("-", "") : text); // no negative zero
}

// As many decimals as a cell has room for.
export function shownInCell(value, decimals = 2) {
  for (let digits = decimals; digits >= 0; digits--) {
    if (shown(value, digits).length <= ROOM) return shown(value, digits);
  }
  return written(value.toExponential(0));
}

export const decimalsTyped = (value) => (value === Number(value.toFixed(1)) ? 1 : 2);
export const inBrackets = (value) => (shown(value).startsWith("−") ? `(${shown(value)})` : shown(value));

// A standard deviation shows also when it is tiny, where epsilon matters.
export const shownStd = (value) => (value > 0 && value < 0.005 ? written(value.toPrecision(2)) : shown(value));

// The number a field holds, with a decimal point or, as Vietnamese writes it, a comma; NaN for anything else.
export function typed(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}
