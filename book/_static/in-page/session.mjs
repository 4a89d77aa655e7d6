/* One Python for a page. It starts a worker at the first request, hands it one request at a time, and ends it where it
   does not answer; the next request then starts a new one, from what the browser has kept. */

import { bytesKept, fetchJson, listing } from "./files.mjs";

const SILENT_SECONDS = 15; // Python says every half second that it is alive, unless it is inside of one long step of C
const TIRED_BYTES = 256 << 20; // memory that a program once took is given back only by starting anew

export class Session {
    #lang;
    #onprogress;
    #worker = null;
    #waiting = []; // requests that are not answered yet, the first of which the worker has
    #number = 0;
    #watchdog;
    #words;

    /* `onprogress({phase, loaded, total, words})` is told of phases: "download", "start", "work". */
    constructor({ lang = "vi", onprogress = () => {} } = {}) {
        this.#lang = lang;
        this.#onprogress = onprogress;
        this.namespaces = 0; // counts up whenever what was defined before is gone
    }

    /* Run code as a cell; `setup` are cells that run before it, their outputs not shown. */
    run(code, { setup = [] } = {}) {
        return this.#ask({ do: "run", code, setup });
    }

    /* Judge an answer to an exercise. */
    check(exercise, code) {
        return this.#ask({ do: "check", exercise, code });
    }

    /* Forget what cells have defined. */
    restart() {
        this.namespaces += 1;
        return this.#worker ? this.#ask({ do: "restart" }) : Promise.resolve({ state: "done", result: null, words: "" });
    }

    /* End what runs now; whatever waits resolves as stopped. */
    stop() {
        this.#end((words) => ({ state: "stopped", result: null, words: words.stopped }));
    }

    /* How many bytes there are to load, and how many of them this browser has kept: {base, plots, kept: {base, plots}}. */
    async sizes() {
        const { groups, bytes } = await listing();
        return { ...bytes, kept: { base: await bytesKept(groups.base), plots: await bytesKept(groups.plots) } };
    }

    async #ask(request) {
        let words;
        try {
            words = await this.#spoken();
        } catch {
            return { state: "error", result: null, words: "" };
        }
        return new Promise((resolve) => {
            this.#number += 1;
            this.#waiting.push({ request: { ...request, id: this.#number, lang: this.#lang }, resolve, words });
            if (this.#waiting.length === 1) this.#next();
        });
    }

    /* The sentences in the page's language. */
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
                this.#worker = new Worker(new URL("worker.mjs", import.meta.url), { type: "module" });
            } catch {
                this.#finish({ state: "error", result: null, words: first.words.unsupported });
                return;
            }
            this.#worker.onmessage = ({ data }) => this.#hear(data);
            this.#worker.onerror = (event) => {
                event.preventDefault?.();
                this.#lose((words) => ({ state: "error", result: null, words: event.message ? words.crashed : words.unsupported }));
            };
        }
        this.#worker.postMessage(first.request);
    }

    #hear(message) {
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
            this.memory = memory;
            // Cells keep what they have defined, so their worker stays.
            if (memory > TIRED_BYTES && first.request.do === "check") this.#drop();
            this.#finish({ state: result.state, result, words: result.words });
        } else {
            const answer = { state: "error", result: null, words: said(first.words, message) };
            if (message.reason === "crashed") this.#drop();
            this.#finish(answer);
        }
    }

    #finish(answer) {
        this.#unwatch();
        this.#waiting.shift()?.resolve(answer);
        this.#next();
    }

    /* Python is expected to say that it is alive. */
    #watch() {
        this.#unwatch();
        this.#watchdog = setTimeout(() => this.#lose((words) => ({
            state: "stopped",
            result: null,
            words: words.silent.replace("{seconds}", SILENT_SECONDS),
        })), 1000 * SILENT_SECONDS);
    }

    #unwatch() {
        clearTimeout(this.#watchdog);
        this.#watchdog = undefined;
    }

    /* The worker is of no use any more: its request ends with this answer, the others wait for the next worker. */
    #lose(answer) {
        this.#drop();
        const [first] = this.#waiting;
        if (first) this.#finish(answer(first.words));
    }

    #end(answer) {
        this.#drop();
        for (const each of this.#waiting.splice(0)) each.resolve(answer(each.words));
    }

    #drop() {
        this.#unwatch();
        this.#worker?.terminate();
        this.#worker = null;
        this.namespaces += 1;
    }
}

function said(words, { reason, file }) {
    return (words[reason] ?? words.crashed).replace("{file}", file);
}
