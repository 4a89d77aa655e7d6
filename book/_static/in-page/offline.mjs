// What a page with Python needs without a network: also what came before there was a service worker, and what may be
// needed only later.

import { listing } from "./files.mjs";

// Have the service worker keep every module of the page, and the notebook that can be downloaded.
export async function keepForOffline() {
  const worker = await navigator.serviceWorker?.ready;
  if (!worker) return;
  const { modules } = await listing();
  const notebook = document.getElementById("workbench")?.dataset.notebook;
  const needed = [...modules, "files.json"].map((name) => new URL(name, import.meta.url).href);
  worker.active.postMessage(notebook ? [...needed, new URL(notebook, location.href).href] : needed);
}
