// A stylesheet that only what was just asked for needs; ready when it is there, or cannot be had.
export function style(name) {
  const address = new URL(`${name}.css`, import.meta.url).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === address)) return Promise.resolve();
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  document.head.append(link);
  return new Promise((resolve) => { link.onload = link.onerror = resolve; });
}
