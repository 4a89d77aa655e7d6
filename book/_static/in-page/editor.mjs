// What makes a textarea an editor of code: Tab and Enter keep the indentation, Escape lets Tab leave, lines have numbers,
// and one of them can be marked. Whatever is typed here goes through the browser, so that its undo takes it back.

const INDENT = "    ";

// Put `text` in the place of what is selected, as if it were typed.
function type(area, text) {
  area.focus({ preventScroll: true });
  if (!text && area.selectionStart === area.selectionEnd) return;
  if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
}

const startOfLine = (area) => area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;

function newLine(area) {
  const line = area.value.slice(startOfLine(area), area.selectionStart);
  type(area, `\n${/^ */.exec(line)[0]}${/:\s*(#.*)?$/.test(line) ? INDENT : ""}`);
}

// One step to the right, or back: the caret, or every line of the selection.
function shift(area, back) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const start = startOfLine(area);
  if (!back && from === to) return type(area, INDENT.slice((from - start) % INDENT.length));
  const last = to > from && value[to - 1] === "\n" ? to - 1 : to; // a line of which nothing is selected stays
  const end = (value.indexOf("\n", last) + 1 || value.length + 1) - 1;
  const lines = value.slice(start, end);
  const shifted = back ? lines.replace(/^ {1,4}/gm, "") : lines.replace(/^(?=.)/gm, INDENT);
  if (shifted === lines) return;
  area.setSelectionRange(start, end);
  type(area, shifted);
  if (from === to) area.selectionEnd = area.selectionStart = Math.max(start, from + shifted.length - lines.length);
  else area.setSelectionRange(start, start + shifted.length);
}

const box = (name, className, ...children) => {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
};

// The textarea stands over a copy of its text in colour, which gives it its size; the build may have put one before it.
export function makeEditor(area) {
  const given = area.previousElementSibling?.matches(".colours") ? area.previousElementSibling : null;
  const numbers = box("pre", "numbers"), colours = given ?? box("pre", "colours");
  for (const shown of [numbers, colours]) shown.setAttribute("aria-hidden", "true");
  const frame = box("div", "editor", numbers);
  area.replaceWith(frame);
  frame.append(box("div", "page", box("div", "sheet", colours, area)));

  let marked = null, leaving = false, typing = false, colour;

  function draw() {
    const count = area.value.split("\n").length;
    numbers.textContent = Array.from({ length: count }, (_, i) => (i + 1 === marked ? `▸${i + 1}` : i + 1)).join("\n");
    frame.classList.toggle("marked", marked !== null);
    frame.style.setProperty("--line", marked);
    frame.classList.toggle("in-colour", Boolean(colour ?? colours.textContent === area.value));
    if (colour) colours.innerHTML = colour(area.value);
    else if (colours.textContent !== area.value) colours.textContent = area.value;
  }

  function mark(line) {
    marked = line;
    draw();
  }

  area.addEventListener("keydown", (event) => {
    const wasLeaving = leaving;
    leaving = event.key === "Escape" || (leaving && event.key === "Shift");
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab" && !wasLeaving) shift(area, event.shiftKey);
    else if (event.key === "Enter" && !event.shiftKey) newLine(area);
    else return;
    event.preventDefault();
  });
  area.addEventListener("blur", () => { leaving = false; });
  // A phone's keyboard may name no key.
  area.addEventListener("beforeinput", (event) => {
    if (event.inputType !== "insertLineBreak" || event.isComposing || typing) return;
    event.preventDefault();
    typing = true; // what newLine types comes here again
    newLine(area);
    typing = false;
  });
  area.addEventListener("input", () => mark(null));
  draw();
  // Colours come when the reader does; without them it is an editor all the same.
  const colourIn = () => import("./colours.mjs").then((module) => {
    colour = module.inColour;
    draw();
  }, () => {});
  for (const sign of ["pointerenter", "focusin"]) frame.addEventListener(sign, colourIn, { once: true });

  return {
    area,
    mark,
    // Undo brings back what was there before.
    replace(code) {
      if (area.value === code) return;
      area.select();
      type(area, code);
      area.setSelectionRange(0, 0);
      area.closest(".page").scrollLeft = 0;
    },
    // What comes from elsewhere, not from the reader.
    set(code) {
      area.value = code;
      mark(null);
      colourIn();
    },
  };
}
