// Lets a page that was read be read again without a network, with its styles, fonts and scripts, and the search.
//
// With a network nothing old is shown: what may change under its address is asked for anew, and what is kept is for when
// no answer comes. Only what names its content, by ?v= or by the folder of an edition, is answered from what is kept; when
// another edition of it comes, the old one goes. Left alone are the parts of Python, which files.mjs keeps by their hash.

const KEPT = "book";
const root = new URL(registration.scope);
const within = (url) => url.href.slice(root.href.length);

const isOurs = (url) => url.href.startsWith(root.href) && !/^python\/|\.bin$|^service-worker\.js/.test(within(url));
const namesItsContent = (url) => url.searchParams.has("v") || within(url).startsWith("in-page/");

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// A page names what it has loaded before there was a service worker, and what it will need.
addEventListener("message", (event) => event.waitUntil(Promise.all(event.data.map(fetchAndKeep))));

addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || request.headers.has("range") || !isOurs(url)) return;
  event.respondWith(answer(event, url));
  if (request.mode === "navigate") event.waitUntil(keepSearch(url));
});

async function answer(event, url) {
  const found = namesItsContent(url) && await kept(url);
  if (found) return found;
  try {
    const response = await fetch(namesItsContent(url) ? event.request : askAnew(event.request));
    event.waitUntil(keep(url, response.clone()));
    return response;
  } catch (error) {
    const old = await kept(url, { ignoreSearch: true }) ?? await keptOfAnyEdition(url);
    if (old) return old;
    throw error;
  }
}

// Past the browser's own cache, which may be told to keep a page that names an edition that is gone.
const askAnew = ({ url, headers, mode }) => (
  new Request(url, { headers, cache: "no-cache", redirect: mode === "navigate" ? "manual" : "follow" })
);

// A page that was read before the last edition came names modules of its own one, of which the newer ones are kept.
async function keptOfAnyEdition(url) {
  const [, name] = within(url).match(/^in-page\/[^/]+\/(.+)$/) ?? [];
  if (!name) return undefined;
  const cache = await caches.open(KEPT);
  return (await cache.keys()).reduce(async (found, request) => (
    await found ?? (within(new URL(request.url)).match(/^in-page\/[^/]+\/(.+)$/)?.[1] === name ? cache.match(request) : undefined)
  ), undefined);
}

// Under which address a file is kept: a folder is its index.html, and what is asked of a page does not change it.
function keyOf(url) {
  const key = new URL(url.pathname.endsWith("/") ? "index.html" : url, url);
  if (!namesItsContent(url)) key.search = "";
  key.hash = "";
  return key;
}

// A browser may refuse to keep anything; then all is as without a service worker.
async function kept(url, options) {
  try {
    return await caches.match(keyOf(url), { cacheName: KEPT, ...options });
  } catch {}
}

async function keep(url, response) {
  try {
    const cache = await caches.open(KEPT);
    if (response.status === 404) await cache.delete(keyOf(url));
    if (!response.ok || response.redirected) return;
    if (namesItsContent(url)) {
      const others = (await cache.keys()).filter((request) => isOtherEdition(new URL(request.url), url));
      await Promise.all(others.map((request) => cache.delete(request)));
    }
    await cache.put(keyOf(url), response);
  } catch {}
}

function isOtherEdition(one, other) {
  const edition = (url) => within(url).match(/^in-page\/[^/]+\//)?.[0];
  if (edition(other)) return edition(one) && edition(one) !== edition(other);
  return one.pathname === other.pathname && one.search !== other.search;
}

async function fetchAndKeep(address) {
  const url = new URL(address);
  if (!isOurs(url) || (namesItsContent(url) && await kept(url))) return;
  try {
    await keep(url, await fetch(url));
  } catch {}
}

// The search in the language that is being read. Once in a while, and not with a visitor's first page, which may be the
// only one.
const asked = new Set();
async function keepSearch(url) {
  const language = within(url).match(/^\w+\/(vi|en)\//)?.[1];
  if (!language || asked.has(language)) return;
  asked.add(language);
  await fetchAndKeep(new URL(`search-${language}.js`, root));
}
