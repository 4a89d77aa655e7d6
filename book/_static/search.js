// The search of the book in one language: this, and after it a call of `courseSearch` with the sections that are searched.
//
// It asks nothing of a server, so it is the same from file://, without a network and under any policy. Marks may be left
// out, a word may be cut short, inflected or mistyped. Best first: an entry of the glossary that was asked by its name,
// then what stands in titles, what stands close together, what is rare; solutions come after everything else.

const dialog = document.getElementById("search-dialog");
const input = dialog.querySelector("input");
const status = dialog.querySelector(".search-status");
const list = dialog.querySelector(".search-results");
const site = new URL(document.documentElement.dataset.root.replace(/\/?$/, "/"), location.href);

const MOST_OF_A_PAGE = 3;
const EXCERPT = 190, BEFORE = 60; // characters of it, and how many of them stand before what was found
const EXACT = 1, OTHER_MARKS = 0.7, BEGUN = 0.6, INFLECTED = 0.6, WITHIN = 0.4, MISTYPED = 0.5; // how well a word fits
const IN_TITLE = 3, SIDE_BY_SIDE = 2, SIDE_BY_SIDE_IN_TITLE = 4, ASKED_BY_NAME = 100;

// A superscript is a word of its own, as it is in what is typed for it: x^2.
const WORD = /[\p{L}\p{M}\p{Nd}]+|\p{No}+/gu;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
// What a question is put with, and what is looked for only beside something else.
const AROUND = new Set((
  "là gì và của các những cho có thì mà ở trong thế nào sao tại vì khi được bị hay làm như với để"
  + " a an and are as at be by can do does for from how i in is it its my of on or the this to was what when where which who why with you"
).split(" ").flatMap((word) => [word, fold(word)]));
const ENDING = /^(|s|es|d|ed|e|er|ing|ion|ions|ation|ations|al|y|ies|ity)$/;

// Which marks a word has: those of hoá and of hóa are the same.
const marksOf = (word) => [...word.toLowerCase().normalize("NFD")].filter((sign) => /[\p{M}đ]/u.test(sign)).sort().join("");
const asWord = (written) => ({ written, folded: fold(written), marks: marksOf(written), isWhole: true });
const wordsOf = (text) => text.match(WORD) ?? [];

// Every word of the book, with the places where it stands in each section: the title first, then the text, with a gap
// between one thing and the next, which no phrase spans.
function indexOf(sections) {
  const words = new Map();
  for (const section of sections) {
    const title = [section.title, ...section.names ?? []].flatMap((name) => [...wordsOf(name), ""]);
    section.titleWords = title.length;
    for (const [place, written] of [...title, ...wordsOf(section.text), "", ...wordsOf(section.also ?? "")].entries()) {
      if (!written) continue;
      const name = written.toLowerCase();
      if (!words.has(name)) words.set(name, { ...asWord(name), places: new Map() });
      const { places } = words.get(name);
      if (!places.has(section)) places.set(section, []);
      places.get(section).push(place);
    }
  }
  return [...words.values()];
}

// How many letters must be added, taken away, changed or swapped with their neighbour; anything beyond `most` is as good as `most + 1`.
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [], row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row.at(-1);
}

// Also as it is spelt in the other English: normalise, normalizing.
function isInflected(...words) {
  const [one, other] = words.map((word) => word.replaceAll("z", "s"));
  let same = 0;
  while (one[same] && one[same] === other[same]) same += 1;
  return same >= 4 && ENDING.test(one.slice(same)) && ENDING.test(other.slice(same));
}

// How well a word of the book fits one that was asked for, from 0, not at all, to 1.
function fit(asked, word) {
  if (word.folded === asked.folded) return !asked.marks || asked.marks === word.marks ? EXACT : OTHER_MARKS;
  const begins = asked.marks ? word.written.startsWith(asked.written) : word.folded.startsWith(asked.folded);
  if (asked.folded.length > (asked.isWhole ? 3 : 1) && begins) return BEGUN;
  if (isInflected(asked.folded, word.folded)) return INFLECTED;
  return asked.folded.length > 3 && word.folded.includes(asked.folded) ? WITHIN : 0;
}

// The words of the book that fit, else those that are the fewest slips of the finger away.
function fitting(asked, words) {
  const fits = words.map((word) => ({ word, quality: fit(asked, word) })).filter(({ quality }) => quality);
  if (fits.length) return { fits };
  const most = asked.folded.length < 4 ? 0 : asked.folded.length < 8 ? 1 : 2;
  const near = words.map((word) => ({ word, quality: MISTYPED, slips: distance(asked.folded, word.folded, most) }));
  const fewest = Math.min(most, ...near.map(({ slips }) => slips));
  const mended = near.filter(({ slips }) => slips === fewest);
  const [commonest] = [...mended].sort((one, other) => other.word.places.size - one.word.places.size);
  return { fits: mended, mended: commonest?.word.written };
}

// Two words that were typed as one.
function apart(asked, known) {
  for (let at = 2; at < asked.folded.length - 1; at += 1) {
    const halves = [asked.written.slice(0, at), asked.written.slice(at)];
    if (halves.every((half) => known.has(fold(half)))) return halves.map(asWord);
  }
  return [asked];
}

// A word that was asked for: how rare it is, and in which sections, how well, and at which places it stands.
function findWord(asked, words, count) {
  const { fits, mended } = fitting(asked, words);
  const sections = new Map();
  for (const { word, quality } of fits) {
    for (const [section, places] of word.places) {
      const found = sections.get(section) ?? { places: new Set(), score: 0 };
      const often = 1 + Math.min(places.length, 5) / 20;
      found.score = Math.max(found.score, quality * often * (places[0] < section.titleWords ? IN_TITLE : 1));
      for (const place of places) found.places.add(place);
      sections.set(section, found);
    }
  }
  return {
    asked, mended, sections, rarity: Math.log(1 + count / Math.max(sections.size, 1)),
    fits: new Set(fits.map(({ word }) => word.written)),
    isAsked: new Set(fits.filter(({ quality }) => quality > WITHIN && quality !== BEGUN).map(({ word }) => word.folded)),
  };
}

// What two neighbours of the question earn where they are neighbours in the section too.
function closeness(one, other, section) {
  const there = other.sections.get(section)?.places, here = [...one.sections.get(section)?.places ?? []];
  const places = here.filter((place) => there?.has(place + 1));
  if (!places.length) return 0;
  return (one.rarity + other.rarity) / 2 * (places.some((place) => place < section.titleWords) ? SIDE_BY_SIDE_IN_TITLE : SIDE_BY_SIDE);
}

function finder(sections) {
  const words = indexOf(sections), known = new Set(words.map((word) => word.folded));
  const names = new Map(sections.map((section) => [section, (section.names ?? []).map((name) => wordsOf(name).map(fold))]));

  return (question) => {
    const written = wordsOf(question.normalize("NFC").toLowerCase()).map(asWord);
    if (/[\p{L}\p{M}\p{N}]$/u.test(question)) written.at(-1).isWhole = false; // it may go on
    const asked = written
      .flatMap((word) => (known.has(word.folded) || fitting(word, words).fits.length ? [word] : apart(word, known)));
    const all = asked.map((word) => findWord(word, words, sections.length)).filter((word) => word.sections.size);
    const telling = all.filter((word) => !AROUND.has(word.asked.written));
    const needed = telling.length ? telling : all;
    const isNameOf = (section) => names.get(section)
      .some((name) => name.length === all.length && name.every((word, place) => all[place].isAsked.has(word)));

    const has = (section) => needed.reduce((sum, word) => sum + (word.sections.has(section) ? word.rarity : 0), 0);
    const found = [...new Set(needed.flatMap((word) => [...word.sections.keys()]))].map((section) => ({ section, has: has(section) }));
    const mostOf = (some) => Math.max(0, ...some.map((one) => one.has));
    const mostOfChapters = mostOf(found.filter(({ section }) => !section.last));
    // As much of the question as any section has; what only a solution has all of does not hide chapters that have most of it.
    const enough = (mostOfChapters * 2 >= mostOf(found) ? mostOfChapters : mostOf(found)) - 1e-9;
    const score = (section) => (
      all.reduce((sum, word) => sum + (word.sections.get(section)?.score ?? 0) * word.rarity, 0)
      + all.slice(1).reduce((sum, word, before) => sum + closeness(all[before], word, section), 0)
      + (isNameOf(section) ? ASKED_BY_NAME : 0)
    );
    const ofPage = new Map();
    const results = found
      .filter((one) => one.has > enough)
      .map(({ section }) => ({ section, score: score(section) }))
      .sort((one, other) => Boolean(one.section.last) - Boolean(other.section.last) || other.score - one.score)
      .map(({ section }) => section)
      .filter(({ page }) => ofPage.set(page, (ofPage.get(page) ?? 0) + 1).get(page) <= MOST_OF_A_PAGE);
    return { results, needed };
  };
}

// The part of a section that has most of what was asked, with that marked.
function excerpt({ text }, needed) {
  const hits = [...text.matchAll(WORD)]
    .map((match) => ({ at: match.index, word: match[0], which: needed.findIndex(({ fits }) => fits.has(match[0].toLowerCase())) }))
    .filter(({ which }) => which >= 0);
  const near = (hit) => hits.filter(({ at }) => at >= hit.at && at < hit.at + EXCERPT - BEFORE);
  const worth = (hit) => new Set(near(hit).map(({ which }) => which)).size + near(hit).length / 1000;
  const best = hits.slice(0, 200).reduce((one, other) => (one && worth(one) >= worth(other) ? one : other), undefined);

  const spaces = [0, ...[...text.matchAll(/\s+/g)].map((space) => space.index + space[0].length)];
  const from = (best && spaces.findLast((space) => space <= Math.max(best.at - BEFORE, 0))) ?? 0;
  const to = from + EXCERPT >= text.length ? text.length : spaces.findLast((space) => space <= from + EXCERPT && space > from) ?? from + EXCERPT;
  const parts = [from ? "… " : ""];
  let done = from;
  for (const { at, word } of hits.filter(({ at }) => at >= from && at < to)) {
    const mark = document.createElement("mark");
    mark.textContent = word;
    parts.push(text.slice(done, at), mark);
    done = at + word.length;
  }
  return [...parts, text.slice(done, to).trimEnd(), to < text.length ? " …" : ""];
}

function item(section, needed) {
  const entry = document.createElement("li"), link = document.createElement("a");
  const page = document.createElement("small"), text = document.createElement("p");
  link.href = new URL(section.url, site).href;
  link.textContent = section.title;
  link.addEventListener("click", () => dialog.close());
  page.textContent = section.page === section.title ? "" : ` · ${section.page}`;
  text.append(...excerpt(section, needed));
  entry.append(link, page, text);
  return entry;
}

function courseSearch(sections) {
  const find = finder(sections);
  dialog.find = find;

  const answer = () => {
    const asked = input.value.trim();
    const { results, needed } = find(asked);
    const mended = needed.filter((word) => word.mended)
      .map((word) => status.dataset.mended.replace("{asked}", word.asked.written).replace("{mended}", word.mended));
    const said = results.length ? status.dataset.count.replace("{count}", results.length) : status.dataset.none;
    status.textContent = asked ? [said, ...mended].join(" · ") : "";
    list.replaceChildren(...results.map((section) => item(section, needed)));
  };

  const walk = (event) => {
    const stops = [input, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement) + { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!(at in stops)) return;
    event.preventDefault();
    stops[at].focus();
  };

  input.addEventListener("input", answer);
  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // an input method is at work, and Safari's says it only so
    if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event);
    if (event.key === "Enter" && event.target === input) list.querySelector("a")?.click();
  });
  answer();
}
