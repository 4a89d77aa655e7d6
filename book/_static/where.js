// Where the reader is: in the contents, in the page, in the course. Sent as a part of course.js.
{
  const contents = document.getElementById("contents");
  const onThisPage = document.querySelector(".on-this-page");
  const languageSwitch = document.querySelector(".language-switch");
  const headings = all("article :is(h1, h2, h3, h4)[id]");
  // Headings, paragraphs, cells, questions: twins have the same ones, as long as nothing of a reader's own is put between.
  const blocks = all("article section > :not(section)");

  // What a reader reads, solves and has come to is known to this browser alone, whatever the language.
  const keyOf = ({ pathname }) => pathname.split("/").at(-1).replace(".html", "");

  const place = `place:${keyOf(location)}`; // of the heading that was read last, by its number

  // Scroll the box, and nothing around it, so that something in it is seen.
  function show(element, box) {
    const { top, bottom, height } = element.getBoundingClientRect(), frame = box.getBoundingClientRect();
    if (top < frame.top || bottom > frame.bottom) box.scrollTop += top - frame.top - (frame.height - height) / 2;
  }

  // What is being read of these, in their order: the first that begins in the upper third, else the last above it.
  const top = (element) => element.getBoundingClientRect().top;
  const bar = () => document.querySelector(".top").getBoundingClientRect().bottom;
  const upTo = (edge) => (element) => top(element) >= bar() - 8 && top(element) < edge;
  const beingRead = (elements) => elements.find(upTo(innerHeight / 3)) ?? elements.findLast((element) => top(element) < bar());

  // Of headings, the one that was linked to, until the reader moves; at the end of the page the last.
  let moved = false;
  addEventListener("hashchange", () => { moved = false; });
  for (const event of ["wheel", "touchmove", "keydown"]) {
    addEventListener(event, ({ key }) => { moved ||= !["Tab", "Shift", "Enter"].includes(key); }, { passive: true });
  }
  function headingBeingRead() {
    const seen = headings.filter((heading) => heading.checkVisibility?.() ?? true);
    const linked = seen.find((heading) => heading.id === decodeURIComponent(location.hash.slice(1)));
    if (!moved && linked && upTo(innerHeight)(linked)) return linked;
    const atTheEnd = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
    return (atTheEnd && seen.findLast(upTo(innerHeight))) || (beingRead(seen) ?? seen[0]);
  }

  // "On this page" follows the reading.
  function follow(heading) {
    const id = heading?.id;
    for (const link of onThisPage.querySelectorAll("a")) {
      const isHere = decodeURIComponent(link.hash.slice(1)) === id;
      if (isHere === link.hasAttribute("aria-current")) continue;
      if (!isHere) link.removeAttribute("aria-current");
      else {
        link.setAttribute("aria-current", "location");
        show(link, onThisPage);
      }
    }
  }
  if (onThisPage) {
    let asked = false;
    const followSoon = () => {
      if (!asked) requestAnimationFrame(() => {
        asked = false;
        const heading = headingBeingRead();
        follow(heading);
        if (moved) remember(place, headings.indexOf(heading));
      });
      asked = true;
    };
    addEventListener("scroll", followSoon, { passive: true });
    addEventListener("resize", followSoon);
    addEventListener("hashchange", followSoon);
    follow(headingBeingRead());
  }

  // Who comes back is offered the heading that was read last, in either language: twins have the same ones.
  const before = headings[recalled(place)];
  if (onThisPage && before && before !== headings[0] && !location.hash) {
    const link = document.createElement("a"), offer = document.createElement("p");
    link.href = `#${before.id}`;
    link.textContent = before.childNodes[0].textContent;
    offer.className = "resume";
    offer.append(`${contents.dataset.resume} `, link);
    document.querySelector("article .effort, article h1").after(offer);
  }

  // The twin opens at the same block, and where a heading was linked to, at that heading.
  languageSwitch?.addEventListener("click", () => {
    const block = blocks.indexOf(location.hash && !moved ? headingBeingRead() : beingRead(blocks));
    languageSwitch.hash = block > 0 ? `block-${block}` : "";
  });
  const [, number] = location.hash.match(/^#block-(\d+)$/) ?? [];
  if (number && blocks[number]) {
    const heading = blocks.slice(0, Number(number) + 1).findLast((block) => headings.includes(block));
    history.replaceState(history.state, "", `#${heading.id}`); // what can be passed on
    moved = true;
    // Again whenever what comes later moves it, until the reader does.
    const settling = new ResizeObserver(() => scrollTo({ top: top(blocks[number]) + scrollY - bar() - 12, behavior: "instant" }));
    settling.observe(document.querySelector("main"));
    for (const event of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(event, () => settling.disconnect(), { passive: true });
  }

  function isDone(link) {
    const [points, most] = recalled(`solved:${keyOf(link)}`)?.split("/") ?? [];
    if (points && points === most) return "solved";
    return recalled(`read:${keyOf(link)}`) && "read";
  }
  function markDone() {
    for (const link of contents.querySelectorAll("a[data-counts]")) {
      link.querySelector(".done")?.remove();
      const done = isDone(link);
      if (!done) continue;
      const mark = document.createElement("span"), said = document.createElement("span");
      mark.className = "done";
      mark.textContent = " ✓";
      said.className = "unseen";
      said.textContent = ` (${contents.dataset[done]})`;
      mark.append(said);
      link.append(mark);
    }
  }

  if (contents) {
    const here = contents.querySelector("[aria-current]");
    show(here, contents);
    contents.addEventListener("toggle", () => show(here, contents)); // on a phone they are opened
    markDone();
    for (const event of ["kept", "storage", "pageshow"]) addEventListener(event, markDone);

    // A chapter is read when its end was seen; an exercise is done when it is solved.
    if (here.dataset.counts === "chapter" && self.IntersectionObserver) {
      const observer = new IntersectionObserver(([{ isIntersecting }]) => {
        if (!isIntersecting) return;
        observer.disconnect();
        remember(`read:${keyOf(here)}`, "yes");
        markDone();
      });
      observer.observe(document.querySelector(".neighbours"));
    }
  }
}
