// What is not seen when a page opens is fetched later: most of a page is read before it is needed.

function fetchScript(src) {
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject }));
  });
}

function whenNear(elements, fetchIt) {
  const near = new IntersectionObserver((seen) => { if (seen.some((each) => each.isIntersecting)) fetchIt(); }, { rootMargin: "600px" });
  elements.forEach((each) => near.observe(each));
}

// Or when the reader does anything at all, or has read for a while, so that it is there when a fold is opened, on paper
// and without a network.
const READ_FOR_MS = 4000;
function whenNearOrRead(elements, fetchIt) {
  whenNear(elements, fetchIt);
  setTimeout(fetchIt, READ_FOR_MS);
  for (const sign of ["pointermove", "touchstart", "wheel", "keydown", "scroll", "beforeprint"]) {
    addEventListener(sign, (event) => {
      const rests = event.movementX === 0 && event.movementY === 0; // a pointer under which the page has come
      if (!rests) fetchIt();
    }, { passive: true });
  }
}

// The drawings of all figures, for the width of the column. Where they cannot come, the text in their place stays.
{
  const figures = all(".awaited").map((text) => text.parentElement);
  const column = document.querySelector("article");
  let drawn;
  function fetchDrawings() {
    const isNarrow = column.clientWidth <= 36 * parseFloat(getComputedStyle(root).fontSize);
    const width = isNarrow ? "narrow" : "wide";
    if (width === drawn) return;
    drawn = width;
    fetchScript(document.body.dataset.drawings.split(" ")[Number(isNarrow)]).catch(() => { drawn = undefined; });
  }
  self.draw = (width, drawings) => {
    if (width !== drawn) return;
    figures.forEach((figure, index) => {
      figure.innerHTML = drawings[index];
      figure.classList.toggle("narrow", width === "narrow");
    });
  };
  if (figures.length) {
    whenNearOrRead(figures, fetchDrawings);
    new ResizeObserver(() => { if (drawn) fetchDrawings(); }).observe(column);
  }
}

// What says whether an answer is right. Until it is there, what was answered stands in its form.
{
  const questions = all("form.question");
  let asked = false;
  const fetchQuestions = () => {
    if (asked) return;
    asked = true;
    fetchScript(document.body.dataset.questions).catch(() => { asked = false; });
  };
  questions.forEach((form) => form.addEventListener("submit", (event) => event.preventDefault()));
  if (questions.length) whenNearOrRead(questions, fetchQuestions);
}

// The norm explorer: when the reader comes near it, or follows a link.
const explored = document.body.dataset.explorer?.split(" ");
let isFetched = false;
function fetchExplorer() {
  if (isFetched) return;
  isFetched = true;
  const [style, script] = explored;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
  link.onload = () => fetchScript(script);
  document.head.append(link);
}
if (explored) {
  whenNear(all(".tag_norm-explorer"), fetchExplorer);
  if (location.hash) fetchExplorer(); // before anything else settles around the place that the address names
  for (const happening of ["hashchange", "beforeprint"]) addEventListener(happening, fetchExplorer);
}
