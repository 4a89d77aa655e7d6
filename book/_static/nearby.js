// The norm explorer is fetched when the reader comes near it, or follows a link: most of a page is read before it is needed.
const explored = document.body.dataset.explorer?.split(" ");
let isFetched = false;
function fetchExplorer() {
  if (isFetched) return;
  isFetched = true;
  const [style, script] = explored;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
  link.onload = () => document.head.append(Object.assign(document.createElement("script"), { src: script }));
  document.head.append(link);
}
if (explored) {
  const near = new IntersectionObserver((seen) => { if (seen.some((each) => each.isIntersecting)) fetchExplorer(); }, { rootMargin: "1200px" });
  all(".tag_norm-explorer").forEach((cell) => near.observe(cell));
  if (location.hash) fetchExplorer(); // before anything else settles around the place that the address names
  for (const happening of ["hashchange", "beforeprint"]) addEventListener(happening, fetchExplorer);
}
