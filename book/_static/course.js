// What a page does beyond showing itself: theme, the way to the twin, copying code, search. Without it everything is read all the same.

const root = document.documentElement;
const all = (selector) => [...document.querySelectorAll(selector)];
root.classList.add("script");

// A browser may refuse storage; then a choice lasts as long as the page.
function remember(name, value) {
  try { localStorage[name] = value; } catch {}
}

// Theme: as the system, light, dark, in turn.
const themeButton = document.querySelector(".theme-button");
function useTheme(theme) {
  root.dataset.theme = theme;
  themeButton.setAttribute("aria-label", themeButton.dataset[theme]);
  themeButton.title = themeButton.dataset[theme];
}
if (themeButton) {
  const following = { auto: "light", light: "dark", dark: "auto" };
  useTheme(root.dataset.theme in following ? root.dataset.theme : "auto");
  themeButton.addEventListener("click", () => {
    useTheme(following[root.dataset.theme]);
    remember("theme", root.dataset.theme);
  });
}

// Language: remember who chose one, and lead to the same heading of the twin, whose headings come in the same order.
for (const link of all("a[data-language]")) {
  link.addEventListener("click", () => remember("language", link.dataset.language));
}
const languageSwitch = document.querySelector(".language-switch");
function currentHeading() {
  const headings = all("article :is(h1, h2, h3, h4)[id]");
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
  return Math.max(passed.length - 1, 0);
}
languageSwitch?.addEventListener("click", () => {
  const heading = currentHeading();
  if (heading > 0) languageSwitch.hash = languageSwitch.dataset.headings.split(" ")[heading - 1]; // it leaves out the title
});

// Where the list of headings has a column of its own, it starts unfolded.
if (matchMedia("(min-width: 80rem)").matches) document.querySelector(".on-this-page")?.setAttribute("open", "");

// What scrolls inside itself is reached by keyboard too.
function reachScrollers() {
  const kinds = { "main pre": "scrollsCode", "div.math": "scrollsMath", ".pst-scrollable-table-container": "scrollsTable" };
  for (const [selector, name] of Object.entries(kinds)) {
    for (const box of all(selector)) {
      const scrolls = box.scrollWidth > box.clientWidth;
      if (scrolls) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", document.body.dataset[name]);
      } else {
        for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
      }
    }
  }
}
reachScrollers();
addEventListener("resize", reachScrollers);
document.addEventListener("toggle", reachScrollers, true);
document.fonts?.ready.then(reachScrollers);

// Copy code.
for (const block of navigator.clipboard ? all("article .highlight-python > .highlight") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy-button";
  button.textContent = document.body.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("pre").textContent);
    button.textContent = document.body.dataset.copied;
    button.classList.add("copied");
    setTimeout(() => { button.textContent = document.body.dataset.copy; button.classList.remove("copied"); }, 2000);
  });
  block.append(button);
}

// Python in the page, where the browser can: the module that this page starts with. After the norm explorer, whose cell it finds.
if (root.dataset.python === "runs") {
  addEventListener("DOMContentLoaded", () => {
    import(new URL(`${root.dataset.startsWith}.mjs`, new URL(root.dataset.inPage, location.href)))
      .catch((error) => { root.dataset.python = error instanceof SyntaxError ? "old" : "unreached"; });
  });
}

// On paper nothing is folded but the hints of an exercise.
addEventListener("beforeprint", () => {
  for (const details of all("article:not([data-hints]) details:not([open])")) { details.open = true; details.dataset.printed = ""; }
});
addEventListener("afterprint", () => {
  for (const details of all("details[data-printed]")) { details.open = false; delete details.dataset.printed; }
});

// Search: Pagefind, loaded when the dialog opens. From file:// and without a network it cannot run, and the sections of
// the book, which a script brings, are searched word by word.
const dialog = document.getElementById("pst-search-dialog");
const site = new URL(root.dataset.root.replace(/\/?$/, "/"), location.href);
const MOST_RESULTS = 60;

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

// Pagefind folds marks, but takes đ for another letter than d, which many type in its place. At most three words are tried.
function withEveryD(words) {
  const tried = words.filter((word) => word.startsWith("d")).slice(0, root.lang === "vi" ? 3 : 0);
  return words.reduce((questions, word) => questions.flatMap((question) => (
    [word, ...(tried.includes(word) ? [`đ${word.slice(1)}`] : [])].map((written) => `${question} ${written}`.trim())
  )), [""]);
}

async function pagefindSearch() {
  const pagefind = await import(new URL("pagefind/pagefind.js", site));
  await pagefind.options({ baseUrl: site.pathname, excerptLength: 24 });
  // What nobody wrote Pagefind shortens until something fits; a mark that begins otherwise than asked is no answer.
  const fits = (part, words) => [...part.excerpt.matchAll(/<mark>(.*?)<\/mark>/g)]
    .some(([, mark]) => words.some((word) => fold(mark).startsWith(word.slice(0, 3))));
  return async (question) => {
    const words = fold(question).split(/\s+/);
    const questions = withEveryD(question.toLowerCase().split(/\s+/));
    const answers = await Promise.all(questions.map((written) => pagefind.search(written)));
    const byPage = new Map(answers.flatMap((answer) => answer.results).map((result) => [result.id, result]));
    const found = [...byPage.values()].sort((one, other) => other.score - one.score).slice(0, MOST_RESULTS);
    const pages = await Promise.all(found.map((result) => result.data()));
    return pages.flatMap((page) => page.sub_results.filter((part) => fits(part, words)).slice(0, 3).map((part) => (
      { url: part.url, title: part.title, page: page.meta.title, excerpt: part.excerpt }
    )));
  };
}

function loadSections() {
  return new Promise((resolve, reject) => {
    window.courseSections = resolve;
    const script = document.createElement("script");
    script.src = new URL(`search-${root.lang}.js`, site);
    script.onerror = reject;
    document.head.append(script);
  });
}

function excerptAround(text, word) {
  const found = fold(text).indexOf(word); // -1 where only the title has the word
  const at = Math.max(found, 0), start = Math.max(at - 60, 0);
  const excerpt = document.createElement("span");
  const mark = document.createElement("mark");
  mark.textContent = found < 0 ? "" : text.slice(at, at + word.length);
  excerpt.append(start ? "… " : "", text.slice(start, at), mark, text.slice(at + mark.textContent.length, start + 160));
  return excerpt.innerHTML + (text.length > start + 160 ? " …" : "");
}

async function sectionSearch() {
  const sections = (await loadSections()).map((section) => (
    { ...section, foldedTitle: fold(section.title), folded: fold(`${section.title} ${section.text}`) }
  ));
  return async (question) => {
    const words = fold(question).split(/\s+/).filter(Boolean);
    const inTitle = (section) => words.filter((word) => section.foldedTitle.includes(word)).length;
    return sections
      .filter((section) => words.length && words.every((word) => section.folded.includes(word)))
      .sort((one, other) => inTitle(other) - inTitle(one))
      .slice(0, MOST_RESULTS)
      .map((section) => ({ ...section, url: new URL(section.url, site).href, excerpt: excerptAround(section.text, words[0]) }));
  };
}

// Each way to search is started once, and again after it could not start.
const started = new Map();
function startSearch(way) {
  if (!started.has(way)) started.set(way, way().catch((error) => { started.delete(way); throw error; }));
  return started.get(way);
}
const bestWay = () => (location.protocol === "file:" || !navigator.onLine ? sectionSearch : pagefindSearch);

async function find(asked) {
  try {
    return await (await startSearch(bestWay()))(asked);
  } catch { // a network that is there and answers nothing
    return (await startSearch(sectionSearch))(asked);
  }
}

function showResults(results, asked) {
  const status = dialog.querySelector(".search-status");
  status.textContent = !asked ? "" : results.length ? status.dataset.count.replace("{count}", results.length) : status.dataset.none;
  dialog.querySelector(".search-results").replaceChildren(...results.map((result) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = result.url;
    link.textContent = result.title;
    link.addEventListener("click", () => dialog.close());
    const page = document.createElement("small");
    page.textContent = result.page === result.title ? "" : ` · ${result.page}`;
    const excerpt = document.createElement("p");
    excerpt.innerHTML = result.excerpt; // escaped by Pagefind, and by excerptAround
    item.append(link, page, excerpt);
    return item;
  }));
}

async function answer(question) {
  const asked = question.normalize("NFC").trim();
  const results = asked ? await find(asked) : [];
  if (question === dialog.querySelector("input").value) showResults(results, asked);
}

function openSearch() {
  dialog.showModal();
  dialog.querySelector("input").select();
  startSearch(bestWay()).catch(() => {}); // what is asked will meet it again
}

if (dialog) {
  const input = dialog.querySelector("input");
  document.querySelector(".search-button").addEventListener("click", openSearch);
  input.addEventListener("input", () => answer(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    dialog.querySelector(".search-results a")?.click();
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openSearch(); }
  });
}

// A service worker lets what was read be read again without a network. To a new one the page names what it has loaded.
if (location.protocol !== "file:") addEventListener("load", async () => {
  try {
    const { serviceWorker } = navigator;
    const answered = serviceWorker.controller;
    const answers = new Promise((resolve) => { serviceWorker.oncontrollerchange = resolve; });
    await serviceWorker.register(new URL("service-worker.js", site));
    if (answered) return;
    await answers;
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    serviceWorker.controller.postMessage([location.href, ...loaded]);
  } catch {} // there is none here, or the browser refuses to keep anything
});
