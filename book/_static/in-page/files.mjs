// The files that Python in the page is made of: fetched with progress in real bytes, compared with their hash, and kept
// for the next visit where the browser lets us. What is kept is complete files, so an interrupted download goes on with
// those that are missing.

import { PARTS, SITE } from "./kept.mjs";

const HERE = new URL("./", import.meta.url);

// Why there is no Python: `reason` is "network", "damaged", "insecure" or "unsupported"; `file` the name of the file it is about.
export class FileError extends Error {
  constructor(reason, file = "") {
    super(`${reason}: ${file}`);
    this.reason = reason;
    this.file = file;
  }
}

let listed; // the promise of files.json; forgotten when it fails, so that the next request asks anew

// What is shipped: {modules, groups, cases, bytes}, as the build wrote it.
export function listing() {
  listed ??= fetchJson("files.json").catch((error) => {
    listed = undefined;
    throw error;
  });
  return listed;
}

// A small file of JSON beside this module.
export async function fetchJson(name) {
  try {
    const response = await fetch(new URL(name, HERE));
    if (!response.ok) throw new Error(response.status);
    return await response.json();
  } catch {
    throw new FileError("network", name);
  }
}

// The contents of these files, unpacked: by name a promise of each, so that work can begin with the first. Each goes on to
// its end also where another fails, so that what arrives is kept. `onprogress(loaded, total)` counts bytes as sent.
export function contents(files, onprogress = () => {}) {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const loaded = new Map();
  const got = (file, bytes) => {
    loaded.set(file, bytes);
    onprogress([...loaded.values()].reduce((sum, each) => sum + each, 0), total);
  };
  const store = openStore();
  const promises = new Map(files.map((file) => [file.name, onItsWay(file, store, got)]));
  for (const promise of promises.values()) promise.catch(() => {}); // whoever waits for it hears of it
  return promises;
}

const ways = new Map(); // the promises of files that an earlier request, perhaps one that failed, is still getting

function onItsWay(file, store, got) {
  const key = keyOf(file);
  const known = ways.get(key);
  if (known) return known.then((bytes) => { got(file, file.bytes); return bytes; });
  const promise = one(file, store, got).finally(() => ways.delete(key));
  ways.set(key, promise);
  return promise;
}

async function one(file, opening, got) {
  if (!globalThis.isSecureContext) throw new FileError("insecure"); // hashes are to be had there alone
  if (!globalThis.crypto?.subtle || typeof DecompressionStream === "undefined") throw new FileError("unsupported");
  const store = await opening;
  const bytes = await kept(store, file, got) ?? await fetched(store, file, got);
  return file.gzip ? gunzipped(bytes, file) : bytes;
}

// Forget files of this site that are shipped no longer.
export async function tidy() {
  const store = await openStore();
  if (!store) return;
  const { groups, cases } = await listing();
  const wanted = new Set([...Object.values(groups).flat(), ...Object.values(cases)].map(keyOf));
  for (const { url } of await store.keys()) {
    if (url.startsWith(SITE) && !wanted.has(url)) await store.delete(url);
  }
}

// By its content alone, so that another edition of the book finds what has not changed.
function keyOf(file) {
  return `${SITE}python/?sha256=${file.sha256}`;
}

// Where files are kept; null where the browser refuses: in a private window, or when the disk is full.
async function openStore() {
  try {
    return await globalThis.caches?.open(PARTS) ?? null;
  } catch {
    return null;
  }
}

async function matched(store, key) {
  try {
    return await store.match(key) ?? null;
  } catch {
    return null;
  }
}

// A file from an earlier visit, null where there is none or it has changed since.
async function kept(store, file, got) {
  const response = store && await matched(store, keyOf(file));
  if (!response) return null;
  try {
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (await hasHash(bytes, file)) {
      got(file, bytes.length);
      return bytes;
    }
    await store.delete(keyOf(file));
  } catch {
    // What cannot be read is fetched.
  }
  return null;
}

// A file from the site. One that is damaged is asked for once more, past whatever the browser has put aside of it.
async function fetched(store, file, got) {
  for (const cache of ["default", "reload"]) {
    const bytes = await download(file, cache, got);
    if (bytes && await hasHash(bytes, file)) {
      try {
        await store?.put(keyOf(file), new Response(bytes, { headers: { "Content-Type": "application/octet-stream" } }));
      } catch {
        // No room: it works without.
      }
      return bytes;
    }
  }
  throw new FileError("damaged", file.name);
}

// The bytes as sent; null where they are more or fewer than there should be.
async function download(file, cache, got) {
  const bytes = new Uint8Array(file.bytes);
  let length = 0;
  got(file, 0);
  try {
    const response = await fetch(new URL(file.path, HERE), { cache });
    if (!response.ok) throw new Error(response.status);
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (length + value.length > bytes.length) {
        await reader.cancel();
        return null;
      }
      bytes.set(value, length);
      length += value.length;
      got(file, length);
    }
  } catch {
    throw new FileError("network", file.name);
  }
  return length === bytes.length ? bytes : null;
}

async function hasHash(bytes, file) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") === file.sha256;
}

async function gunzipped(bytes, file) {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new FileError("damaged", file.name);
  }
}
