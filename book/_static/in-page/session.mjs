// One Python for a page. It starts a worker at the first request, hands it one request at a time, and ends it where it
// does not answer; the next request then starts a new one, from what the browser has kept.

import { fetchJson } from "./files.mjs";

const SILENT_SECONDS = 15; // Python says every half second that it is alive, unless it is inside of one long step of C
const TIRED_BYTES = 600 << 20; // memory that a program once took is given back only by starting anew

const WORKER = new URL("worker.mjs", import.meta.url);

export class Session {
  #lang;
  #onprogress;
  #worker = null;
  #waiting = []; // requests that are not answered yet, the first of which the worker has
  #number = 0;
  #stops = 0;
  #watchdog;
  #words;
  #failures = {}; // in a row, by exercise: a new worker goes on counting, for its hints
  #patience;
  #began = false; // whether the worker has said anything, as one that the browser cannot start never does

  // `onprogress({phase, loaded, total, words})` is told of phases: "download", "start", "work". A worker that says nothing
  // for `patience` seconds while it runs code is ended.
  constructor({ lang = "vi", onprogress = () => {}, patience = SILENT_SECONDS } = {}) {
    this.#patience = patience;
    this.#lang = lang;
    this.#onprogress = onprogress;
    this.namespaces = 0; // counts up whenever what was defined before is gone
  }

  // Run code as a cell; `setup` are cells that run before it, their outputs not shown. For an exercise, under its limit.
  run(code, { setup = [], exercise } = {}) {
    return this.#ask({ do: "run", code, setup, exercise });
  }

  // Judge an answer to an exercise.
  check(exercise, code) {
    return this.#ask({ do: "check", exercise, code });
  }

  // Forget what cells have defined.
  restart() {
    this.namespaces += 1;
    return this.#worker ? this.#ask({ do: "restart" }) : Promise.resolve({ state: "done", result: null, words: "" });
  }

  // End what runs now; whatever waits resolves as stopped.
  stop() {
    this.#stops += 1;
    this.#drop();
    const waiting = this.#waiting.splice(0);
    for (const each of waiting) each.resolve({ state: "stopped", result: null, words: lost(each, each.words.stopped) });
  }

  async #ask(request) {
    const stops = this.#stops;
    let words;
    try {
      words = await this.#spoken();
    } catch {
      return { state: "error", result: null, words: "" };
    }
    if (stops !== this.#stops) return { state: "stopped", result: null, words: words.stopped };
    return new Promise((resolve) => {
      this.#number += 1;
      this.#waiting.push({ request: { ...request, id: this.#number, lang: this.#lang }, resolve, words });
      if (this.#waiting.length === 1) this.#next();
    });
  }

  // The sentences in the page's language.
  #spoken() {
    this.#words ??= fetchJson("words.json").then((words) => words[this.#lang]);
    this.#words.catch(() => { this.#words = undefined; });
    return this.#words;
  }

  #next() {
    const [first] = this.#waiting;
    if (!first) return;
    if (!this.#worker) {
      try {
        this.#worker = new Worker(WORKER, { type: "module" });
      } catch {
        this.#finish({ state: "error", result: null, words: first.words.unsupported });
        return;
      }
      this.#worker.onmessage = ({ data }) => this.#hear(data);
      const worker = this.#worker;
      worker.onerror = async (event) => {
        event.preventDefault?.();
        const why = this.#began ? "crashed" : await whyNoWorker();
        if (worker !== this.#worker) return;
        this.#lose("error", this.#waiting[0]?.words[why].replace("{file}", "worker.mjs"));
      };
    }
    const { request } = first;
    this.#worker.postMessage(request.do === "check" ? { ...request, failures: this.#failures[request.exercise] ?? 0 } : request);
  }

  #hear(message) {
    this.#began = true;
    const [first] = this.#waiting;
    if (message.kind === "alive") {
      if (this.#watchdog) this.#watch();
      return;
    }
    if (!first || message.id !== first.request.id) return;
    if (message.kind === "progress") {
      const { phase, loaded, total } = message;
      if (phase === "work") this.#watch();
      this.#onprogress({ phase, loaded, total, words: first.words[phase] });
    } else if (message.kind === "done") {
      const { result, memory } = message;
      if ("failures" in result) this.#failures[first.request.exercise] = result.failures;
      // A cell that went well keeps its worker, in which is what it has defined.
      const tired = memory > TIRED_BYTES && (first.request.do === "check" || result.state !== "done");
      if (tired) this.#drop();
      this.#finish({ state: result.state, result, words: tired ? lost(first, result.words) : result.words });
    } else {
      if (message.reason === "crashed") {
        this.#lose("error", first.words.crashed);
        return;
      }
      const words = first.words[message.reason].replace("{file}", () => message.file);
      this.#finish({ state: "error", result: null, words });
    }
  }

  #finish(answer) {
    this.#unwatch();
    this.#waiting.shift()?.resolve(answer);
    this.#next();
  }

  // Python is expected to say that it is alive.
  #watch() {
    this.#unwatch();
    const words = this.#waiting[0]?.words.silent.replace("{seconds}", this.#patience);
    // A second more: after a device slept, this is heard before what Python has said meanwhile.
    this.#watchdog = setTimeout(() => {
      this.#watchdog = setTimeout(() => this.#lose("stopped", words), 1000);
    }, 1000 * this.#patience);
  }

  #unwatch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = undefined;
  }

  // The worker is of no use any more: its request ends like this, the others wait for the next worker.
  #lose(state, words) {
    this.#drop();
    const [first] = this.#waiting;
    if (first) this.#finish({ state, result: null, words: lost(first, words) });
  }

  #drop() {
    this.#unwatch();
    this.#worker?.terminate();
    this.#worker = null;
    this.#began = false;
    this.namespaces += 1;
  }
}

// What is said where a worker is gone: cells lose what was defined before them.
function lost({ request, words }, said) {
  return request.do === "run" && !request.exercise ? `${said} ${words.gone}`.trim() : said;
}

// Why a worker did not begin: its file did not come, or this browser knows no workers that are modules.
async function whyNoWorker() {
  const came = await fetch(WORKER).then((response) => response.ok, () => false);
  return came ? "unsupported" : "network";
}
