// Fields of numbers. What is no number, or one that makes no sense, is refused, and the reader told why.

import { element } from "./elements.mjs";
import { LARGEST, shown, typed, written } from "./numbers.mjs";
import { fillIn, words } from "./words.mjs";

// Where it is said why a value was refused; one for each explorer.
export function refusals(number) {
  const id = `ne-why-${number}`;
  const told = element("p", { class: "ne-why", id, role: "alert", hidden: "" });
  return {
    told,
    refuse(field, why) {
      Object.assign(told, { textContent: why, hidden: !why });
      field.setAttribute("aria-invalid", Boolean(why));
      if (why) field.setAttribute("aria-errormessage", id);
    },
    accept(field) {
      if (field.hasAttribute("aria-invalid")) Object.assign(told, { textContent: "", hidden: true });
      for (const name of ["aria-invalid", "aria-errormessage"]) field.removeAttribute(name);
    },
  };
}

function whyNot(text, isPositive) {
  const value = typed(text);
  if (Number.isNaN(value)) return fillIn(words.noNumber, { text });
  if (Math.abs(value) > LARGEST) return fillIn(words.tooLarge, { text: written(text), largest: shown(LARGEST, 0) });
  return isPositive && value <= 0 ? words.notPositive : "";
}

// A field of any size of number: type="number" would show a comma in some browsers and a point in others.
export function numberField(panel, label, take, isPositive = false) {
  const field = element("input", { autocomplete: "off", "aria-label": label });
  field.addEventListener("input", () => {
    const why = whyNot(field.value, isPositive);
    if (why) panel.refusals.refuse(field, why);
    else { panel.refusals.accept(field); take(typed(field.value)); panel.update(field); }
  });
  field.addEventListener("blur", () => panel.update());
  return field;
}

// `typing` is the field whose text is left as its reader types it.
export function write(panel, field, typing, text) {
  if (field === typing) return;
  field.value = text;
  panel.refusals.accept(field);
}
