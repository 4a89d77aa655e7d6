// What a page does beyond showing itself: theme, the way to the twin, copying code, search. Without it everything is read all the same.

const root = document.documentElement;
const all = (selector) => [...document.querySelectorAll(selector)];
root.classList.add("script");

// A browser may refuse storage; then a choice lasts as long as the page.
function remember(name, value) {
  try { localStorage[name] = value; } catch {}
}

function recalled(name) {
  try { return localStorage[name]; } catch {}
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

// Language: remember who chose one.
for (const link of all("a[data-language]")) {
  link.addEventListener("click", () => remember("language", link.dataset.language));
}

// Where the list of headings has a column of its own, it starts unfolded.
if (matchMedia("(min-width: 80rem)").matches) document.querySelector(".on-this-page")?.setAttribute("open", "");

// What scrolls inside itself is reached by keyboard too.
function reachScrollers() {
  const scrolls = (box) => box.scrollWidth > box.clientWidth;
  // A formula within a line is never broken; where it goes beyond the line, its paragraph scrolls.
  const around = all("article math:not([display=block])").map((math) => math.closest("p, li, td, summary, legend, label, h1, h2, h3"));
  const wide = around.filter((block) => block?.clientWidth && scrolls(block));
  for (const block of wide) block.classList.add("wide-math");
  const kinds = { "main pre": "scrollsCode", "div.math, .wide-math": "scrollsMath", ".pst-scrollable-table-container": "scrollsTable" };
  const boxes = Object.entries(kinds).flatMap(([selector, name]) => all(selector).map((box) => ({ box, name })));
  // All are measured before any is changed: else the page is laid out once for each.
  for (const { box, name, isWide } of boxes.map((each) => ({ ...each, isWide: scrolls(each.box) }))) {
    if (isWide === box.hasAttribute("aria-label")) continue;
    const said = { tabindex: 0, role: "group", "aria-label": box.closest("[data-scrolls-code]").dataset[name] };
    for (const [attribute, value] of Object.entries(said)) {
      if (isWide) box.setAttribute(attribute, value);
      else box.removeAttribute(attribute);
    }
  }
}
reachScrollers();
new ResizeObserver(reachScrollers).observe(document.querySelector("main")); // also when a font comes, letters grow, a fold opens

// Copy code: what is in a `pre`, by a button in the corner of what holds it.
function offerCopy(block) {
  if (!navigator.clipboard) return;
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
all("article .highlight-python > .highlight").forEach(offerCopy);

// Python in the page, where the browser can: the module that this page starts with.
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

// Search: a script with all that is searched, loaded when the dialog first opens; where it does not come, the next opening tries again.
const site = new URL(root.dataset.root.replace(/\/?$/, "/"), location.href);
const dialog = document.getElementById("search-dialog");
let searching;
function loadSearch() {
  const status = dialog.querySelector(".search-status");
  searching ??= new Promise((resolve, reject) => {
    status.textContent = status.dataset.loading;
    const script = document.createElement("script");
    script.src = new URL(`search-${root.lang}.js`, site);
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  }).catch(() => {
    status.textContent = status.dataset.unreached;
    searching = undefined;
  });
}
function openSearch() {
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input").select();
  loadSearch();
}
if (dialog) {
  document.querySelector(".search-button").addEventListener("click", openSearch);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
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
