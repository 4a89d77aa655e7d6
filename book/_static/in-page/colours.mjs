// Python in the colours of the book, whose classes are those of Pygments. It only has to look right while one types.

const KEYWORDS = "and as assert async await break class continue def del elif else except finally for from global if import in is "
  + "lambda None nonlocal not or pass raise return True False try while with yield";
const TOKEN = new RegExp([
  "(?<c>#.*)",
  "(?<s>(?<!\\w)[rbfuRBFU]{0,2}(?:\"\"\"[^]*?(?:\"\"\"|$)|'''[^]*?(?:'''|$)|\"(?:\\\\.|[^\"\\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\\n])*'?))",
  "(?<nf>(?<=\\b(?:def|class) +)\\w+)",
  `(?<k>\\b(?:${KEYWORDS.replaceAll(" ", "|")})\\b)`,
  "(?<m>\\b\\d[\\w.]*(?:(?<=e)[+-]?\\d+)?)",
].join("|"), "g");

const escaped = (text) => text.replace(/[&<]/g, (character) => ({ "&": "&amp;", "<": "&lt;" })[character]);

// HTML that shows the code, letter by letter as it is.
export function inColour(code) {
  let html = "", done = 0;
  for (const match of code.matchAll(TOKEN)) {
    const [kind] = Object.entries(match.groups).find(([, found]) => found !== undefined);
    html += `${escaped(code.slice(done, match.index))}<span class="${kind}">${escaped(match[0])}</span>`;
    done = match.index + match[0].length;
  }
  return html + escaped(code.slice(done));
}
