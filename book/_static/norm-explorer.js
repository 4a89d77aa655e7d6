// The norm explorer: which numbers of a tensor (batch, sequence, features) are averaged together, and what comes out.
// It takes the place of the still picture in a cell tagged `norm-explorer`.

(() => {
  const WORDS = {
    vi: {
      title: "Tự thử: những số nào được lấy trung bình cùng nhau?",
      norm: "Phép chuẩn hóa",
      instance: "Instance", batch: "Batch", layer: "Tầng", group: "Nhóm", rms: "RMS",
      full: {
        instance: "Chuẩn hóa instance", batch: "Chuẩn hóa theo batch", layer: "Chuẩn hóa theo tầng",
        group: "Chuẩn hóa theo nhóm", rms: "RMSNorm",
      },
      groups: "Số nhóm", eps: "ε", gamma: "Hệ số tỷ lệ γ", beta: "Độ dời β",
      length: "Độ dài chuỗi", shorter: "Bớt một token", longer: "Thêm một token",
      constant: "Cho mọi số trong chuỗi này bằng nhau", reset: "Làm lại từ đầu",
      input: "Đầu vào", output: "Đầu ra", sample: "Mẫu", feature: "Đặc trưng", token: "Token",
      hint: "Trỏ vào một ô, hoặc dùng phím mũi tên; gõ số mới, hay kéo ngang để đổi số. "
        + "Ô có viền đậm là các số được lấy trung bình cùng nhau; nền xanh là số dương, nền cam là số âm.",
      numbers: "{count} số được lấy trung bình cùng nhau", mean: "trung bình", std: "độ lệch chuẩn",
      rootMeanSquare: "căn của trung bình bình phương", becomes: "{x} thành {y}", drawing: "Mã vẽ hình tĩnh",
    },
    en: {
      title: "Try it: which numbers are averaged together?",
      norm: "Normalization",
      instance: "Instance", batch: "Batch", layer: "Layer", group: "Group", rms: "RMS",
      full: {
        instance: "Instance normalization", batch: "Batch normalization", layer: "Layer normalization",
        group: "Group normalization", rms: "RMSNorm",
      },
      groups: "Groups", eps: "ε", gamma: "Scale γ", beta: "Shift β",
      length: "Sequence length", shorter: "One token fewer", longer: "One token more",
      constant: "Make this sequence constant", reset: "Start over",
      input: "Input", output: "Output", sample: "Sample", feature: "Feature", token: "Token",
      hint: "Point at a cell, or use the arrow keys; type a new number, or drag sideways to change it. "
        + "Outlined cells are averaged together; blue is positive, orange is negative.",
      numbers: "{count} numbers averaged together", mean: "mean", std: "standard deviation",
      rootMeanSquare: "root of the mean square", becomes: "{x} becomes {y}", drawing: "Code of the still picture",
    },
  };
  const words = WORDS[document.documentElement.lang] ?? WORDS.en;

  const NORMS = ["instance", "batch", "layer", "group", "rms"];
  const START = [ // shape (2, 5, 4); samples, tokens and features are counted from 0, as NumPy does
    [[9.9, 3.6, 0.4, -1.2], [11.5, 20.2, 0.9, -0.3], [2.7, 2.7, 0.1, 0.8], [20.8, 12.7, 0.6, 1.4], [0.3, 10.4, 0.2, -0.6]],
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

  // The statistics of the numbers averaged together; RMS subtracts no mean.
  function statistics(numbers, norm) {
    const mean = norm === "rms" ? 0 : average(numbers);
    return { count: numbers.length, mean, variance: average(numbers.map((number) => (number - mean) ** 2)) };
  }

  function shown(value, digits) {
    if (Math.abs(value) >= 1e5) return value.toExponential(1);
    const text = value.toFixed(digits);
    return Number(text) === 0 ? text.replace("-", "") : text;
  }

  // A standard deviation shows also when it is tiny, where epsilon matters.
  const shownStd = (value) => (value > 0 && value < 0.005 ? value.toPrecision(2) : shown(value, 2));

  // The number a field holds, with a decimal point or comma; NaN for anything else.
  function typed(text) {
    const value = /^[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?$/i.test(text.trim()) ? Number(text.trim().replace(",", ".")) : NaN;
    return Math.abs(value) <= LARGEST ? value : NaN;
  }

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function explorer() {
    // `current` is the cell chosen, `pointed` the one under the pointer, which shows its numbers as long as it is there.
    const state = { norm: "instance", groups: 2, eps: 1e-5, current: [0, 2, 1], pointed: null, removed: [] };
    let cells = new Map(); // "b l f" -> { input, output }, the two elements of a place of the tensor

    const status = element("p", { class: "ne-status", role: "status" });
    const tables = { input: element("table"), output: element("table") };
    const length = element("output", { class: "ne-length" });
    const eps = numberField(words.eps, 1e-5, (value) => { if (value > 0) state.eps = value; }, () => state.eps);
    const groups = element("select", { autocomplete: "off" }, ...[1, 2, 4].map((count) => element("option", { value: count }, `${count}`)));
    const groupsField = element("label", { class: "ne-groups" }, `${words.groups} `, groups);
    const affine = { gamma: [], beta: [] };
    const shorterButton = button(words.shorter, shorten, "−");
    const longerButton = button(words.longer, lengthen, "+");
    const panel = element("section", { class: "norm-explorer", "aria-label": words.title });

    function restart() {
      state.x = structuredClone(START);
      state.gamma = Array(FEATURES).fill(1);
      state.beta = Array(FEATURES).fill(0);
      state.eps = 1e-5;
      Object.assign(state, { norm: "instance", groups: 2, current: [0, 2, 1], pointed: null, removed: [] });
      panel.querySelector("[value=instance]").checked = true;
      groups.value = state.groups;
      eps.querySelector("input").value = state.eps;
      for (const [name, start] of [["gamma", 1], ["beta", 0]]) for (const field of affine[name]) field.value = start;
      buildTables();
    }

    // A field that gives what is typed to `take`, and when left shows the value in use.
    function numberField(label, value, take, inUse) {
      const field = element("input", { class: "ne-number", inputmode: "decimal", autocomplete: "off", "aria-label": label });
      field.value = value;
      field.addEventListener("input", () => {
        if (!Number.isNaN(typed(field.value))) { take(typed(field.value)); update(); }
      });
      field.addEventListener("change", () => { field.value = inUse(); });
      return element("label", {}, `${label} `, field);
    }

    function normControl() {
      const choices = NORMS.map((norm) => {
        const radio = element("input", { type: "radio", name: "norm", value: norm, autocomplete: "off" });
        radio.checked = norm === state.norm;
        radio.addEventListener("change", () => { state.norm = norm; update(); });
        return element("label", {}, radio, element("span", {}, words[norm]));
      });
      return element("fieldset", { class: "ne-norms" }, element("legend", {}, words.norm), ...choices);
    }

    function button(label, act, text = label) {
      const made = element("button", { type: "button", "aria-label": label }, text);
      made.addEventListener("click", act);
      return made;
    }

    function lengthen() {
      const tokens = state.x[0].length;
      if (tokens === LONGEST) return;
      const fresh = START.map((sample) => sample[tokens % sample.length].map((value) => -value));
      const tokensBack = state.removed.pop() ?? fresh;
      state.x.forEach((sample, b) => sample.push(tokensBack[b]));
      buildTables();
    }

    function shorten() {
      if (state.x[0].length === 1) return;
      state.removed.push(state.x.map((sample) => sample.pop()));
      state.current[1] = Math.min(state.current[1], state.x[0].length - 1);
      buildTables();
    }

    function makeConstant() {
      const [b, l, f] = state.current;
      const value = state.x[b][l][f];
      for (const token of state.x[b]) token[f] = value;
      update();
    }

    function affineControl() {
      const rows = [["gamma", words.gamma, 1], ["beta", words.beta, 0]].map(([name, label, start]) => {
        const fields = Array.from({ length: FEATURES }, (_, f) => {
          const field = numberField(`${label}, ${words.feature} ${f}`, start, (value) => { state[name][f] = value; }, () => state[name][f]);
          affine[name].push(field.querySelector("input"));
          return field.querySelector("input");
        });
        return element("div", { class: `ne-${name}`, role: "group", "aria-label": label }, element("span", {}, label), ...fields);
      });
      return element("div", { class: "ne-affine" }, ...rows);
    }

    function headRows() {
      const samples = element("tr", {}, element("td"));
      const features = element("tr", {}, element("td"));
      for (let b = 0; b < SAMPLES; b++) {
        samples.append(element("th", { colspan: FEATURES, scope: "colgroup" }, `${words.sample} ${b}`));
        for (let f = 0; f < FEATURES; f++) {
          features.append(element("th", { scope: "col", "aria-label": `${words.feature} ${f}` }, `f${f}`));
        }
      }
      return element("thead", {}, samples, features);
    }

    function inputCell(b, l, f) {
      const name = `${words.sample} ${b}, ${words.token} ${l}, ${words.feature} ${f}`;
      const field = element("input", { inputmode: "decimal", autocomplete: "off", "aria-label": name, tabindex: -1 });
      field.addEventListener("focus", () => { choose(b, l, f); field.select(); });
      field.addEventListener("input", () => {
        if (Number.isNaN(typed(field.value))) return;
        state.x[b][l][f] = typed(field.value);
        update(field);
      });
      field.addEventListener("blur", () => update());
      field.addEventListener("keydown", (event) => moveByKey(event, b, l, f));
      dragToChange(field, b, l, f);
      return field;
    }

    function moveByKey(event, b, l, f) {
      const field = event.target;
      const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      const [down, right] = moves[event.key] ?? [];
      if (down === undefined) return;
      // Within a number being typed, left and right move the caret until it reaches the end.
      const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
      const edge = right < 0 ? field.selectionEnd === 0 : field.selectionStart === field.value.length;
      if (right && !whole && !edge) return;
      event.preventDefault();
      const token = Math.min(Math.max(l + down, 0), state.x[0].length - 1);
      const column = Math.min(Math.max(b * FEATURES + f + right, 0), SAMPLES * FEATURES - 1);
      cells.get(`${Math.floor(column / FEATURES)} ${token} ${column % FEATURES}`).input.focus();
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
        const distance = event.clientX - from.at;
        from.moved ||= Math.abs(distance) >= 4; // less is a click
        if (!from.moved) return;
        state.x[b][l][f] = Math.round((from.value + distance / 10) * 10) / 10;
        update();
      });
      for (const end of ["pointerup", "pointercancel"]) field.addEventListener(end, () => { from = null; });
    }

    function buildTables() {
      cells = new Map();
      const bodies = { input: element("tbody"), output: element("tbody") };
      for (let l = 0; l < state.x[0].length; l++) {
        const rows = {};
        for (const side of ["input", "output"]) {
          rows[side] = element("tr", {}, element("th", { scope: "row", "aria-label": `${words.token} ${l}` }, `t${l}`));
          bodies[side].append(rows[side]);
        }
        for (let b = 0; b < SAMPLES; b++) for (let f = 0; f < FEATURES; f++) {
          const input = inputCell(b, l, f);
          const places = { input: element("td", {}, input), output: element("td") };
          for (const side of ["input", "output"]) {
            places[side].addEventListener("pointerenter", () => point([b, l, f]));
            places[side].addEventListener("pointerleave", () => point(null));
            rows[side].append(places[side]);
          }
          places.output.addEventListener("click", () => choose(b, l, f));
          cells.set(`${b} ${l} ${f}`, { input, output: places.output });
        }
      }
      for (const side of ["input", "output"]) {
        tables[side].replaceChildren(element("caption", {}, words[side]), headRows(), bodies[side]);
      }
      length.value = state.x[0].length;
      shorterButton.disabled = state.x[0].length === 1;
      longerButton.disabled = state.x[0].length === LONGEST;
      update();
    }

    function choose(...place) {
      state.current = place;
      update(document.activeElement);
    }

    function point(place) {
      state.pointed = place;
      update(document.activeElement);
    }

    // The value of every place, grouped by what is averaged together.
    function averagedTogether() {
      const together = new Map();
      for (const place of cells.keys()) {
        const [b, l, f] = place.split(" ").map(Number);
        const key = KEYS[state.norm](b, l, f, state.groups);
        if (!together.has(key)) together.set(key, []);
        together.get(key).push(state.x[b][l][f]);
      }
      return together;
    }

    function colour(cell, value, largest) {
      cell.classList.toggle("ne-negative", value < 0);
      cell.style.setProperty("--share", `${(45 * Math.abs(value)) / (largest || 1)}%`);
    }

    // `typing` is the field whose text is left as its reader types it.
    function update(typing = null) {
      const stats = new Map([...averagedTogether()].map(([key, numbers]) => [key, statistics(numbers, state.norm)]));
      const shownPlace = state.pointed ?? state.current;
      const shownKey = KEYS[state.norm](...shownPlace, state.groups);
      const results = new Map();
      for (const place of cells.keys()) {
        const [b, l, f] = place.split(" ").map(Number);
        const { mean, variance } = stats.get(KEYS[state.norm](b, l, f, state.groups));
        results.set(place, state.gamma[f] * ((state.x[b][l][f] - mean) / Math.sqrt(variance + state.eps)) + state.beta[f]);
      }
      const largest = { input: Math.max(...state.x.flat(2).map(Math.abs)), output: Math.max(...[...results.values()].map(Math.abs)) };
      for (const [place, { input, output }] of cells) {
        const [b, l, f] = place.split(" ").map(Number);
        const isShown = place === shownPlace.join(" ");
        if (input !== typing) input.value = String(Number(state.x[b][l][f].toPrecision(4)));
        input.dataset.value = state.x[b][l][f];
        input.tabIndex = place === state.current.join(" ") ? 0 : -1;
        output.textContent = shown(results.get(place), 2);
        output.dataset.value = results.get(place);
        colour(input.parentElement, state.x[b][l][f], largest.input);
        colour(output, results.get(place), largest.output);
        for (const cell of [input.parentElement, output]) {
          cell.classList.toggle("ne-together", KEYS[state.norm](b, l, f, state.groups) === shownKey);
          cell.classList.toggle("ne-current", isShown);
        }
      }
      groupsField.hidden = state.norm !== "group";
      say(shownPlace, stats.get(shownKey), results.get(shownPlace.join(" ")));
    }

    function say([b, l, f], { count, mean, variance }, result) {
      const std = Math.sqrt(variance);
      const average = state.norm === "rms"
        ? `${words.rootMeanSquare} ${shownStd(std)}`
        : `${words.mean} ${shown(mean, 2)}, ${words.std} ${shownStd(std)}`;
      const becomes = words.becomes.replace("{x}", String(Number(state.x[b][l][f].toPrecision(4)))).replace("{y}", shown(result, 2));
      status.textContent = `${words.full[state.norm]}: ${words.numbers.replace("{count}", count)}; ${average}; ${becomes}.`;
      Object.assign(status.dataset, { mean, std, count });
    }

    groups.addEventListener("change", () => { state.groups = Number(groups.value); update(); });
    panel.append(
      element("h3", {}, words.title),
      normControl(), groupsField,
      element("p", { class: "ne-hint" }, words.hint),
      element("div", { class: "ne-tables" }, tables.input, tables.output),
      status,
      element("div", { class: "ne-controls" },
        element("div", { role: "group", "aria-label": words.length }, `${words.length} `, shorterButton, length, longerButton),
        eps, button(words.constant, makeConstant), button(words.reset, restart)),
      affineControl(),
    );
    restart();
    return panel;
  }

  for (const cell of document.querySelectorAll(".tag_norm-explorer")) {
    const code = element("details", { class: "ne-code" }, element("summary", {}, words.drawing));
    code.append(...cell.querySelectorAll(":scope > .cell_input"));
    cell.querySelector(":scope > .cell_output")?.remove();
    cell.append(explorer(), code);
  }
})();
