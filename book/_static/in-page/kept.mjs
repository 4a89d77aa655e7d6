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
    return true;
  } catch {
    return false;
  }
}
