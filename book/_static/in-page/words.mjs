// The sentences that the page may need after the first click, in its language.
const response = await fetch(new URL("words.json", import.meta.url));
export const words = (await response.json())[document.documentElement.lang];
