// What this browser keeps of a reader's work, by exercise and whatever the language: `answer`, the code, and `solved`,
// the best mark; and `loaded`, that Python was once here.
// A browser may refuse; then nothing is kept, and that is said.

export function kept(kind, exercise) {
  try { return localStorage.getItem(`${kind}:${exercise}`); } catch { return null; }
}

// Keep a value, or with null forget it; whether the browser did.
export function keep(kind, exercise, value) {
  try {
    if (value === null) localStorage.removeItem(`${kind}:${exercise}`);
    else localStorage.setItem(`${kind}:${exercise}`, value);
    dispatchEvent(new Event("kept")); // the contents show what is solved
    return true;
  } catch {
    return false;
  }
}

// The best mark at an exercise: what it says and whether it is full; null where there is none.
export function bestMark(exercise) {
  const mark = kept("solved", exercise);
  if (mark === null) return null;
  const [score, most] = mark.split("/").map(Number);
  return { score, text: score === most ? `✓ ${mark}` : mark, full: score === most };
}

// Keep a mark that is better than those before.
export function keepMark(exercise, score, most) {
  if (score > (bestMark(exercise)?.score ?? 0)) keep("solved", exercise, `${score}/${most}`);
}

// Where the files are kept that Python is made of, and this book's pages: other books may live on this host.
export const PARTS = "python-parts";
export const PAGES = "book";
export const SITE = new URL("../../", import.meta.url).href;
