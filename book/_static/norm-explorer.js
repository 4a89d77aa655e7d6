// The norm explorer: which numbers of a tensor (batch, sequence, features) are averaged together, and what comes out.
// It takes the place of the still picture in a cell tagged `norm-explorer`.

(() => {
  const WORDS = { // of a norm: its short name, its full name, and which numbers it averages together
    vi: {
      title: "Tự tay thử", norm: "Phép chuẩn hóa", groups: "Số nhóm",
      instance: ["Instance", "Chuẩn hóa instance", "mẫu {b}, đặc trưng {f}, mọi token"],
      batch: ["Batch", "Chuẩn hóa theo batch", "đặc trưng {f}, mọi token của mọi mẫu"],
      layer: ["Tầng", "Chuẩn hóa theo tầng", "mẫu {b}, token {l}, mọi đặc trưng"],
      group: ["Nhóm", "Chuẩn hóa theo nhóm", "mẫu {b}, đặc trưng {first} đến {last}, mọi token"],
      rms: ["RMS", "RMSNorm", "mẫu {b}, token {l}, mọi đặc trưng"],
      hint: "Trỏ vào một ô, hoặc dùng phím mũi tên; gõ số mới, hay kéo ngang để đổi số. "
        + "Ô có viền đậm là các số được lấy trung bình cùng nhau; nền xanh là số dương, nền cam là số âm.",
      input: "Đầu vào", output: "Đầu ra", sample: "Mẫu", token: "Token", feature: "Đặc trưng",
      place: "mẫu {b}, token {l}, đặc trưng {f}", ofFeature: "{name}, đặc trưng {f}",
      together: "{count} số được lấy trung bình cùng nhau", mean: "trung bình", std: "độ lệch chuẩn",
      rootMeanSquare: "căn của trung bình bình phương", result: "đầu ra",
      length: "Độ dài chuỗi", shorter: "Bớt một token", longer: "Thêm một token",
      constant: "Cho mọi số trong chuỗi này bằng nhau", reset: "Làm lại từ đầu",
      epsilon: "Epsilon ε", gamma: "Hệ số tỷ lệ γ", beta: "Độ dời β", drawing: "Mã vẽ hình tĩnh",
    },
    en: {
      title: "Try it yourself", norm: "Normalization", groups: "Groups",
      instance: ["Instance", "Instance normalization", "sample {b}, feature {f}, every token"],
      batch: ["Batch", "Batch normalization", "feature {f}, every token of every sample"],
      layer: ["Layer", "Layer normalization", "sample {b}, token {l}, every feature"],
      group: ["Group", "Group normalization", "sample {b}, features {first} to {last}, every token"],
      rms: ["RMS", "RMSNorm", "sample {b}, token {l}, every feature"],
      hint: "Point at a cell, or use the arrow keys; type a new number, or drag sideways to change it. "
        + "Outlined cells are averaged together; blue is positive, orange is negative.",
      input: "Input", output: "Output", sample: "Sample", token: "Token", feature: "Feature",
      place: "sample {b}, token {l}, feature {f}", ofFeature: "{name}, feature {f}",
      together: "{count} numbers averaged together", mean: "mean", std: "standard deviation",
      rootMeanSquare: "root of the mean square", result: "output",
      length: "Sequence length", shorter: "One token fewer", longer: "One token more",
      constant: "Make this sequence constant", reset: "Start over",
      epsilon: "Epsilon ε", gamma: "Scale γ", beta: "Shift β", drawing: "Code of the still picture",
    },
  };
  const words = WORDS[document.documentElement.lang] ?? WORDS.en;

  const NORMS = ["instance", "batch", "layer", "group", "rms"];
  const START = [ // shape (2, 5, 4); samples, tokens and features are counted from 0, as NumPy does
    [[9.9, 3.6, 0.4, -1.2], [11.5, 20.2, 0.9, -0.3], [2.7, 2.7, 0.1, 0.8], [20.8, 12.7, 0.6, 1.4],
      [0.3, 10.4, 0.2, -0.6]],
    [[-3.1, 6, 1.4, 2.1], [4.4, -8.2, 1.1, 0.2], [7.9, 1.5, 1.8, -1.9], [-6, 3.3, 1.2, 0.7], [2.2, 9.1, 1.6, -0.4]],
  ];
  const SAMPLES = 2, FEATURES = 4, LONGEST = 8;
  const LARGEST = 1e6; // what may be typed; beyond it the columns are too narrow to show what comes out

  // Two cells are averaged together when they have the same key.
  const KEYS = {
    instance: (b, l, f) => `${b} ${f}`,
    batch: (b, l, f) => `${f}`,
    layer: (b, l) => `${b} ${l}`,
    group: (b, l, f, groups) => `${b} ${Math.floor(f / (FEATURES / groups))}`,
    rms: (b, l) => `${b} ${l}`,
  };

  const average = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

  // The statistics of the numbers averaged together, in two passes; RMS subtracts no mean.
  function statistics(numbers, norm) {
    const mean = norm === "rms" ? 0 : average(numbers);
    return { count: numbers.length, mean, variance: average(numbers.map((number) => (number - mean) ** 2)) };
  }

  function shown(value, digits = 2) {
    const text = value.toFixed(digits);
    return Number(text) === 0 ? text.replace("-", "") : text; // no negative zero
  }

  // As many decimals as a cell of a phone has room for.
  function shownInCell(value, decimals = 2) {
    for (let digits = decimals; digits >= 0; digits--) {
      if (shown(value, digits).length <= 6) return shown(value, digits);
    }
    return value.toExponential(0);
  }

  const decimalsTyped = (value) => (value === Number(value.toFixed(1)) ? 1 : 2);

  const fillIn = (text, parts) => text.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
  const inBrackets = (value) => (shown(value).startsWith("-") ? `(${shown(value)})` : shown(value));

  // A standard deviation shows also when it is tiny, where epsilon matters.
  const shownStd = (value) => (value > 0 && value < 0.005 ? value.toPrecision(2) : shown(value));

  // The number a field holds, with a decimal point or, as Vietnamese writes it, a comma; NaN for anything else.
  function typed(text) {
    const plain = text.trim().replace("−", "-").replace(",", ".");
    const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
    return Math.abs(value) <= LARGEST ? value : NaN;
  }

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function explorer(number) {
    const state = {}; // filled by restart
    let cells = []; // for each place of the tensor: { b, l, f, input, output }, the latter two being elements

    const tables = {
      input: element("div", { class: "ne-input", role: "grid", "aria-label": words.input }),
      output: element("div", { class: "ne-output", role: "table", "aria-label": words.output }),
    };
    const status = element("div", { class: "ne-status", role: "status" });
    const length = element("output", { class: "ne-length" });
    const shorter = button(words.shorter, shorten, "−");
    const longer = button(words.longer, lengthen, "+");
    const eps = numberField(words.epsilon, (value) => { state.eps = value; }, (value) => value > 0);
    const radios = {};
    const affine = { gamma: featureFields("gamma"), beta: featureFields("beta") };
    const groups = element("select", { autocomplete: "off" },
      ...[1, 2, 4].map((count) => element("option", { value: count }, `${count}`)));
    const groupsField = element("label", { class: "ne-groups" }, `${words.groups} `, groups);

    // Controls

    // A field of any size of number: type="number" would show a comma in some browsers and a point in others.
    function numberField(label, take, allowed = () => true) {
      const field = element("input", { autocomplete: "off", "aria-label": label });
      field.addEventListener("input", () => {
        const value = typed(field.value);
        const taken = !Number.isNaN(value) && allowed(value);
        field.setAttribute("aria-invalid", !taken);
        if (taken) { take(value); update(field); }
      });
      field.addEventListener("blur", () => update());
      return field;
    }

    function featureFields(name) {
      return Array.from({ length: FEATURES }, (_, f) =>
        numberField(fillIn(words.ofFeature, { name: words[name], f }), (value) => { state[name][f] = value; }));
    }

    function button(label, act, text = label) {
      const made = element("button", { type: "button", "aria-label": label }, text);
      made.addEventListener("click", act);
      return made;
    }

    function normControl() {
      const choices = NORMS.map((norm) => {
        const radio = element("input", { type: "radio", name: `norm-${number}`, value: norm, autocomplete: "off" });
        radio.addEventListener("change", () => { state.norm = norm; update(); });
        radios[norm] = radio;
        return element("label", {}, radio, element("span", {}, words[norm][0]));
      });
      return element("fieldset", { class: "ne-norms" }, element("legend", {}, words.norm), ...choices, groupsField);
    }

    function lengthControl() {
      return element("div", { class: "ne-lengths", role: "group", "aria-label": words.length },
        element("span", {}, words.length), shorter, length, longer);
    }

    function parameterRow(name, fields, attributes = {}) {
      return element("div", { class: `ne-row ne-${name}`, ...attributes }, element("span", {}, words[name]), ...fields);
    }

    function parameters() {
      const names = Array.from({ length: FEATURES }, (_, f) => element("span", { "aria-hidden": true }, `f${f}`));
      const rows = ["gamma", "beta"].map((name) =>
        parameterRow(name, affine[name], { role: "group", "aria-label": words[name] }));
      const head = element("div", { class: "ne-row" }, element("span"), ...names);
      return element("div", { class: "ne-parameters" }, parameterRow("epsilon", [eps]), head, ...rows);
    }

    // What the reader does

    function restart() {
      Object.assign(state, {
        x: structuredClone(START), eps: 1e-5, gamma: Array(FEATURES).fill(1), beta: Array(FEATURES).fill(0),
        norm: "instance", groups: 2, chosen: [0, 2, 1], pointed: null, removed: [],
      });
      buildTables();
    }

    function lengthen() {
      const tokens = state.x[0].length;
      if (tokens === LONGEST) return;
      const fresh = START.map((sample) => sample[tokens % sample.length].map((value) => -value));
      const back = state.removed.pop() ?? fresh; // a token taken away comes back as it was
      state.x.forEach((sample, b) => sample.push(back[b]));
      buildTables();
    }

    function shorten() {
      if (state.x[0].length === 1) return;
      state.removed.push(state.x.map((sample) => sample.pop()));
      state.chosen[1] = Math.min(state.chosen[1], state.x[0].length - 1);
      buildTables();
    }

    function makeConstant() {
      const [b, l, f] = state.chosen;
      const value = state.x[b][l][f];
      for (const token of state.x[b]) token[f] = value;
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

    function moveByKey(event, b, l, f) {
      const field = event.target;
      const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      const [down, right] = moves[event.key] ?? [];
      if (down === undefined || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
      // Within a number being typed, left and right move the caret until it reaches the end.
      const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
      const edge = right < 0 ? field.selectionEnd === 0 : field.selectionStart === field.value.length;
      if (right && !whole && !edge) return;
      event.preventDefault();
      const token = Math.min(Math.max(l + down, 0), state.x[0].length - 1);
      const column = Math.min(Math.max(b * FEATURES + f + right, 0), SAMPLES * FEATURES - 1);
      cells[token * SAMPLES * FEATURES + column].input.focus();
    }

    function dragToChange(field, b, l, f) {
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
        update();
      });
      for (const end of ["pointerup", "pointercancel"]) field.addEventListener(end, () => { from = null; });
    }

    // The two tables: a row for each token, the samples side by side

    function headRows(role) {
      const samples = element("div", { class: "ne-row", role: "row" }, element("span", { role }));
      const features = element("div", { class: "ne-row", role: "row" }, element("span", { role }));
      for (let b = 0; b < SAMPLES; b++) {
        const attributes = { class: "ne-sample", role: "columnheader", "aria-colspan": FEATURES };
        samples.append(element("span", attributes, `${words.sample} ${b}`));
        for (let f = 0; f < FEATURES; f++) {
          features.append(element("span", { role: "columnheader", "aria-label": `${words.feature} ${f}` }, `f${f}`));
        }
      }
      return [samples, features];
    }

    function inputField(b, l, f) {
      const field = numberField(fillIn(words.place, { b, l, f }), (value) => { state.x[b][l][f] = value; });
      field.addEventListener("focus", () => { choose([b, l, f]); field.value = state.x[b][l][f]; field.select(); });
      field.addEventListener("keydown", (event) => moveByKey(event, b, l, f));
      dragToChange(field, b, l, f);
      return field;
    }

    function buildTables() {
      cells = [];
      tables.input.replaceChildren(...headRows("gridcell"));
      tables.output.replaceChildren(...headRows("cell"));
      for (let l = 0; l < state.x[0].length; l++) {
        const rows = {};
        for (const side of ["input", "output"]) {
          const head = element("span", { role: "rowheader", "aria-label": `${words.token} ${l}` }, `t${l}`);
          rows[side] = element("div", { class: "ne-row", role: "row" }, head);
          tables[side].append(rows[side]);
        }
        for (let b = 0; b < SAMPLES; b++) for (let f = 0; f < FEATURES; f++) {
          const cell = { b, l, f, input: inputField(b, l, f), output: element("span", { role: "cell" }) };
          rows.input.append(element("div", { role: "gridcell" }, cell.input));
          rows.output.append(cell.output);
          for (const box of [cell.input, cell.output]) box.addEventListener("pointerenter", () => point([b, l, f]));
          cell.output.addEventListener("click", () => choose([b, l, f]));
          cells.push(cell);
        }
      }
      update();
    }

    // Arithmetic and what is shown of it

    // For each key, the statistics of the numbers averaged together.
    function allStatistics() {
      const together = new Map();
      for (const { b, l, f } of cells) {
        const key = KEYS[state.norm](b, l, f, state.groups);
        together.set(key, [...(together.get(key) ?? []), state.x[b][l][f]]);
      }
      return new Map([...together].map(([key, numbers]) => [key, statistics(numbers, state.norm)]));
    }

    function colour(box, value, largest) {
      box.dataset.value = value;
      box.classList.toggle("ne-negative", value < 0);
      box.style.setProperty("--share", `${(45 * Math.abs(value)) / (largest || 1)}%`);
    }

    // `typing` is the field whose text is left as its reader types it.
    function update(typing = null) {
      const stats = allStatistics();
      const current = state.pointed ?? state.chosen;
      const currentKey = KEYS[state.norm](...current, state.groups);
      const is = ({ b, l, f }, place) => [b, l, f].join() === place.join();
      const results = cells.map(({ b, l, f }) => {
        const { mean, variance } = stats.get(KEYS[state.norm](b, l, f, state.groups));
        return state.gamma[f] * ((state.x[b][l][f] - mean) / Math.sqrt(variance + state.eps)) + state.beta[f];
      });
      const largest = (numbers) => Math.max(...numbers.map(Math.abs));
      const largestInput = largest(state.x.flat(2)), largestOutput = largest(results);
      cells.forEach((cell, place) => {
        const { b, l, f, input, output } = cell;
        const value = state.x[b][l][f];
        const isEdited = input === document.activeElement;
        write(input, typing, isEdited ? `${value}` : shownInCell(value, decimalsTyped(value)));
        output.textContent = shownInCell(results[place]);
        input.tabIndex = is(cell, state.chosen) ? 0 : -1;
        colour(input, value, largestInput);
        colour(output, results[place], largestOutput);
        for (const box of [input, output]) {
          box.classList.toggle("ne-together", KEYS[state.norm](b, l, f, state.groups) === currentKey);
          box.classList.toggle("ne-current", is(cell, current));
        }
        if (is(cell, current)) say(cell, stats.get(currentKey), results[place]);
      });
      write(eps, typing, `${state.eps}`);
      affine.gamma.forEach((field, f) => write(field, typing, `${state.gamma[f]}`));
      affine.beta.forEach((field, f) => write(field, typing, `${state.beta[f]}`));
      length.value = state.x[0].length;
      shorter.setAttribute("aria-disabled", state.x[0].length === 1);
      longer.setAttribute("aria-disabled", state.x[0].length === LONGEST);
      radios[state.norm].checked = true;
      groups.value = state.groups;
      groupsField.hidden = state.norm !== "group";
    }

    function write(field, typing, text) {
      if (field === typing) return;
      field.value = text;
      field.removeAttribute("aria-invalid");
    }

    // Which numbers, their statistics, and the formula with the numbers of the current cell in it.
    function say({ b, l, f }, { count, mean, variance }, result) {
      const std = Math.sqrt(variance), x = state.x[b][l][f], width = FEATURES / state.groups;
      const first = Math.floor(f / width) * width, last = first + width - 1;
      const isOneFeature = state.norm === "group" && width === 1;
      const where = words[isOneFeature ? "instance" : state.norm][2];
      const strong = (text) => element("strong", {}, text);
      const line = (...parts) => element("p", {}, ...parts);
      const isRms = state.norm === "rms";
      const top = isRms ? inBrackets(x) : `(${shown(x)} − ${inBrackets(mean)})`;
      const formula = `${inBrackets(state.gamma[f])} · ${top} / √(${shownStd(std)}² + ${state.eps})`
        + ` + ${inBrackets(state.beta[f])}`;
      status.replaceChildren(
        line(`${words[state.norm][1]}: `, strong(fillIn(words.together, { count }))),
        line(`(${fillIn(where, { b, l, f, first, last })})`),
        isRms
          ? line(`${words.rootMeanSquare} `, strong(shownStd(std)))
          : line(`${words.mean} `, strong(shown(mean)), `, ${words.std} `, strong(shownStd(std))),
        line(`${words.result} = ${formula} = `, strong(shown(result))));
      Object.assign(status.dataset, { mean, std, count });
    }

    groups.addEventListener("change", () => { state.groups = Number(groups.value); update(); });
    for (const side of ["input", "output"]) tables[side].addEventListener("pointerleave", () => point(null));
    const panel = element("section", { class: "norm-explorer", "aria-label": words.title },
      element("h3", {}, words.title), normControl(), element("p", { class: "ne-hint" }, words.hint),
      // Above what grows: else the button moves away below the pointer.
      element("div", { class: "ne-above" }, element("p", { class: "ne-caption" }, words.input), lengthControl()),
      tables.input, status,
      element("p", { class: "ne-caption" }, words.output), tables.output,
      element("div", { class: "ne-controls" },
        button(words.constant, makeConstant), button(words.reset, restart)),
      parameters());
    restart();
    return panel;
  }

  document.querySelectorAll(".tag_norm-explorer").forEach((cell, number) => {
    const figure = explorer(number); // made first: should it fail, the still picture stays
    const code = element("details", { class: "ne-code" }, element("summary", {}, words.drawing));
    code.append(...cell.querySelectorAll(":scope > .cell_input"));
    for (const still of cell.querySelectorAll(":scope > .cell_output")) still.hidden = true;
    cell.append(figure, code);
  });
})();
