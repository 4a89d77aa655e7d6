// A chapter's code cells, edited and run in place: one session for the page, in which what stands above has run before.
// What was stored of a cell's output stays until it has run, and comes back when it starts over.

const tools = document.getElementById("cell-tools");
let running = false;

class Cell {
  ran = false;
  editor = null;

  constructor(node, number) {
    this.node = node;
    this.input = node.querySelector(".cell_input");
    this.prediction = node.querySelector(":scope > .prediction"); // the fold of an output that is to be guessed
    this.stored = [...node.querySelectorAll(".cell_output")].filter((output) => !output.hidden);
    this.code = this.input.querySelector("pre").textContent.trimEnd();
    this.input.after(tools.content.cloneNode(true));
    this.place = node.querySelector("[data-result]");
    // What comes out stands where the stored output does, not in the fold of the code.
    if (this.prediction) this.prediction.append(this.place);
    else this.input.closest(".folded-code")?.after(this.place);
    this.name = tools.dataset.cell.replace("{number}", number);
    node.dataset.cell = number;
    node.id ||= `cell-${number}`;
    node.setAttribute("role", "group");
    node.setAttribute("aria-label", this.name);
    node.querySelector(".tools").addEventListener("click", ({ target }) => this[target.dataset.do]?.());
  }

  button(name) { return this.node.querySelector(`.tools [data-do=${name}]`); }

  get current() { return this.editor?.area.value ?? this.code; }

  async edit() {
    this.button("edit").hidden = true; // one press is one editor
    let makeEditor;
    try {
      const [editor, { style }] = await Promise.all([import("./editor.mjs"), import("./style.mjs")]);
      await style("editor");
      ({ makeEditor } = editor);
    } catch (error) {
      this.show({});
      this.node.querySelector("[role=status]").textContent = tools.dataset.notLoaded;
      console.warn(error);
      return;
    }
    const area = document.createElement("textarea");
    const attributes = { "aria-label": `${tools.dataset.editor}: ${this.name}`, autocomplete: "off", autocorrect: "off",
      autocapitalize: "off", spellcheck: "false", translate: "no", wrap: "off" };
    for (const [name, value] of Object.entries(attributes)) area.setAttribute(name, value);
    area.value = this.code;
    this.input.append(area);
    this.editor = makeEditor(area);
    this.show({ edited: true });
    area.focus({ preventScroll: true });
    area.setSelectionRange(0, 0);
    area.addEventListener("input", () => { this.ran = false; });
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.run();
    });
  }

  // What the reader sees of the cell: its code or the editor, the stored output or what came out.
  show({ edited = this.editor !== null, fresh = this.place.dataset.state !== "idle" }) {
    for (const part of this.input.children) part.hidden = part.classList.contains("editor") !== edited;
    for (const output of this.stored) output.hidden = fresh;
    this.button("edit").hidden = edited;
    this.button("reset").hidden = !edited && !fresh;
  }

  async run() {
    if (running) return;
    running = true;
    this.button("stop").hidden = false;
    for (const cell of cells) cell.button("run").setAttribute("aria-disabled", true);
    this.editor?.mark(null);
    this.place.dataset.state = "loading";
    if (this.prediction) this.prediction.open = true;
    try {
      const { performInTurn } = await import("./running.mjs");
      await performInTurn(cells, this);
    } catch (error) {
      this.place.dataset.state = "error";
      this.place.textContent = tools.dataset.notLoaded;
      console.warn(error);
    }
    this.show({});
    this.button("stop").hidden = true;
    for (const cell of cells) cell.button("run").removeAttribute("aria-disabled");
    running = false;
  }

  // What came out is in its place: show it instead of what was stored, say it, mark the line that raised. What a cell
  // below has run stays behind its fold, unless it failed.
  take({ said, result }) {
    this.show({});
    if (this.prediction && this.place.dataset.state !== "done") this.prediction.open = true;
    this.node.querySelector("[role=status]").textContent = said;
    if (result?.line) this.editor?.mark(result.line);
  }

  stop() { import("./running.mjs").then((module) => module.stop()); }

  reset() {
    if (running) return;
    this.input.querySelector(".editor")?.remove();
    this.editor = null;
    this.ran = false;
    this.place.replaceChildren();
    this.place.dataset.state = "idle";
    if (this.prediction) this.prediction.open = false;
    this.show({});
    this.button("edit").focus();
  }
}

const cells = [...document.querySelectorAll("article .cell")].map((node, index) => new Cell(node, index + 1));
cells[0]?.node.before(document.getElementById("above-cells").content);
