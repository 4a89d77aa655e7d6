// Elements of the page.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function button(text, act, label = text) {
  const made = element("button", { type: "button", "aria-label": label }, text);
  made.addEventListener("click", act);
  return made;
}

// A choice among several, one of which holds; `radios` gets the field of each.
export function choices(name, legend, options, take, radios = {}) {
  const made = options.map(([value, text]) => {
    const radio = element("input", { type: "radio", name, value, autocomplete: "off" });
    radio.addEventListener("change", () => take(value));
    radios[value] = radio;
    return element("label", {}, radio, element("span", {}, text));
  });
  return element("fieldset", { class: "ne-choices" }, element("legend", {}, legend), ...made);
}
