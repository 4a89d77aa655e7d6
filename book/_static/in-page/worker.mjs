// The worker in which Python runs. It is started by session.mjs, gets the files, and answers one request at a time.
// 
// Python runs synchronously here, and a page cannot interrupt it from outside: a buffer that both share needs headers that
// a plain host does not send. So the buffer in which Python looks for signals is none, but reads a clock: see `timer`.

import { contents, FileError, listing, tidy } from "./files.mjs";

const CORE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"];
// Bytes; a phone would close the page where a program grows on and on. A forgotten keepdims takes half of it.
const MOST_MEMORY = 1 << 30;
const MOST_STACK = 80_000; // bytes of Python's own stack: the browser's is then about half full, with which Python would break down
const SIGALRM = 14;
const ALIVE_SECONDS = 0.5;

// The one timer, in milliseconds of the page's clock. Python asks `0 in buffer` every few steps.
const timer = {
  at: Infinity,
  every: 0,
  said: 0,
  steps: 0,
  // As setitimer has it, in seconds.
  set(seconds, every) {
    timer.at = seconds > 0 ? performance.now() + 1000 * seconds : Infinity;
    timer.every = 1000 * every;
  },
  get 0() {
    const now = performance.now();
    if (now - timer.said > 1000 * ALIVE_SECONDS) {
      timer.said = now;
      self.postMessage({ kind: "alive" });
    }
    // After ever another number of steps: a loop that always asks at the same place could catch what is raised there.
    timer.steps = (timer.steps + 7) % 50;
    if (timer.clock) timer.memory()[timer.clock >> 2] = 25 + timer.steps;
    if (now < timer.at) return 0;
    timer.at = timer.every > 0 ? now + timer.every : Infinity;
    return SIGALRM;
  },
  set 0(value) {},
};

// Grow no further than that: Python then raises MemoryError, which its code may handle and its author is told.
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65536 > MOST_MEMORY) throw new RangeError("no more memory");
  return grow.call(this, pages);
};

// The promise of what `make` makes, once; forgotten when it fails, so that the next request tries anew.
function once(make) {
  let made;
  return (...given) => made ??= make(...given).catch((error) => {
    made = undefined;
    throw error;
  });
}

// Python alone, of which a worker has no room for two: it stays when packages that belong to it do not come.
const loaded = once(async (files) => {
  const [loader, core, machine, library] = await Promise.all(CORE.map((name) => files.get(name)));
  const { loadPyodide, version } = await import(address(loader, "text/javascript"));
  const { default: createPyodideModule } = await import(address(core, "text/javascript"));
  const fetchElsewhere = self.fetch;
  // Pyodide asks for its machine by fetch: it is given the bytes whose hash is known.
  self.fetch = (what, how) =>
    String(what.url ?? what).endsWith("/pyodide.asm.wasm")
      ? Promise.resolve(new Response(machine, { headers: { "Content-Type": "application/wasm" } }))
      : fetchElsewhere(what, how);
  return loadPyodide({
    indexURL: new URL("./", import.meta.url).href,
    stdLibURL: address(library, "application/zip"),
    createPyodideModule,
    // There is no loader of packages here, and nothing for it to load.
    lockFileContents: {
      info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2", version },
      packages: {},
    },
  }).finally(() => { self.fetch = fetchElsewhere; });
});

const started = once(async () => {
  const { groups } = await listing();
  const files = contents(groups.base, arriving);
  const python = await loaded(files);
  bound(python._module);
  await unpack(python, files);
  timer.clock = python._module.__Py_emscripten_signal_clock;
  timer.memory = () => python._module.HEAP32;
  python.setInterruptBuffer(timer);
  const answering = python.pyimport("in_page.answering").Answering(timer.set, () => tell("work"));
  keepForLater().catch(() => {});
  return { python, answering };
});

// What the other exercises need without a network; what no edition needs any more goes.
async function keepForLater() {
  await Promise.allSettled(contents(Object.values((await listing()).cases)).values());
  await tidy();
}

function address(bytes, type) {
  return URL.createObjectURL(new Blob([bytes], { type }));
}

// Let what calls itself through C raise RecursionError before the browser's stack is full, which nothing survives.
function bound(module) {
  const top = module._emscripten_stack_get_base();
  module._PyUnstable_ThreadState_SetStackProtection(module._PyThreadState_Get(), top - MOST_STACK, MOST_STACK);
}

// Put packages where Python finds them, as soon as each is there.
async function unpack(python, files) {
  const extractDir = python.runPython("import site; site.getsitepackages()[0]");
  for (const [name, promise] of files) {
    if (CORE.includes(name)) continue;
    python.unpackArchive(await promise, name.endsWith(".whl") ? "wheel" : "zip", { extractDir });
  }
  python.runPython("import importlib; importlib.invalidate_caches()");
}

async function answer(request) {
  const { python, answering } = await started();
  const text = JSON.stringify(request);
  if (request.do !== "restart" && answering.needs_plots(text)) {
    const { groups } = await listing();
    await unpack(python, contents(groups.plots, arriving));
    answering.plots_are_here();
  }
  if (request.do === "check" && answering.needs_cases(request.exercise)) {
    const file = (await listing()).cases[request.exercise];
    answering.put_cases(request.exercise, await contents([file]).get(file.name));
  }
  tell("work");
  const result = JSON.parse(answering.answer(text));
  return { result, memory: python._module.HEAP8.length };
}

let id; // of the request that is answered now

function tell(phase, loaded = 0, total = 0) {
  self.postMessage({ id, kind: "progress", phase, loaded, total });
}

// What is there is started at once, which takes as long again.
function arriving(loaded, total) {
  if (loaded < total) tell("download", loaded, total);
  else tell("start");
}

let queue = Promise.resolve();

self.onmessage = ({ data: request }) => {
  queue = queue.then(async () => {
    id = request.id;
    try {
      self.postMessage({ id, kind: "done", ...await answer(request) });
    } catch (error) {
      const reason = error instanceof FileError ? error.reason : "crashed";
      if (reason === "crashed") console.error(error);
      self.postMessage({ id, kind: "failed", reason, file: error.file ?? "" });
    }
  });
};
