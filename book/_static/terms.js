// A term of the glossary, where a page first uses it, shows its entry beside it. Without popovers it stays the link that it is.
let explained;
function fetchTerms() {
  explained ??= new Promise((resolve, reject) => {
    self.explainedTerms = resolve;
    fetchScript(new URL(`_static/terms-${root.lang}.js`, site)).catch(reject);
  });
  explained.catch(() => { explained = undefined; }); // the next one tries again
  return explained;
}

async function explain(term) {
  const id = term.hash.slice(1);
  let card = document.getElementById(`about-${id}`);
  if (!card) {
    const entry = (await fetchTerms())[id];
    card = Object.assign(document.createElement("span"), { id: `about-${id}`, className: "term-card", popover: "auto", innerHTML: entry });
    card.append(" ", Object.assign(document.createElement("a"), { href: term.href, textContent: document.body.dataset.glossary }));
    card.addEventListener("toggle", ({ newState }) => term.setAttribute("aria-expanded", newState === "open"));
    term.after(card); // so that Tab and a screen reader come to it next
    term.setAttribute("aria-controls", card.id);
  }
  card.showPopover();
  const at = term.getBoundingClientRect(), { width, height } = card.getBoundingClientRect();
  const below = at.bottom + 6 + height < innerHeight;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  card.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - height - 6)}px`;
}

for (const term of HTMLElement.prototype.showPopover ? all("a.term") : []) {
  term.setAttribute("role", "button");
  term.setAttribute("aria-expanded", false);
  term.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    explain(term).catch(() => { location.href = term.href; });
  });
  term.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); term.click(); } }); // as a button
}
addEventListener("scroll", () => document.querySelector(".term-card:popover-open")?.hidePopover(), { passive: true });
