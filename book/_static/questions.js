// Questions: says at once whether an answer is right and why, in the words of the fold below it, and remembers the answer
// in this browser, for both languages.

(() => {
  const words = document.body.dataset;

  // With a decimal comma or point, with any minus; NaN where it is no number.
  function numberIn(text) {
    const plain = text.trim().replace(",", ".").replace(/^[−–]/, "-");
    return plain ? Number(plain) : NaN;
  }

  // Whether an answer is right, and why; null where there is no answer yet.
  function judge(form, given) {
    const reason = form.querySelector(".answer > p"), reasons = form.querySelectorAll(".answer li > p");
    const { right, number, tolerance, foreseen } = form.dataset;
    if (right) return given && { isRight: given === right, reason: reasons[given] };
    const typed = numberIn(given);
    if (Number.isNaN(typed)) return null;
    const near = (value, most) => Math.abs(typed - value) <= most + 1e-9;
    if (near(number, Number(tolerance))) return { isRight: true, reason };
    // What is often taken for it may be rounded.
    const seen = foreseen.split(" ").filter(Boolean).findIndex((value) => near(value, Math.abs(value) / 100));
    return { isRight: false, reason: reasons[seen] ?? reason };
  }

  for (const form of document.querySelectorAll("form.question")) {
    const field = form.querySelector("input[type=text]"), said = form.querySelector(".said");
    const given = () => (field ? field.value : form.querySelector("input:checked")?.value);
    let byPointer = false;
    form.dataset.live = "";

    const answer = () => {
      const judged = judge(form, given());
      const sentence = document.createElement("p");
      if (judged) sentence.append(judged.isRight ? "✓ " : `✗ ${words.wrong} `, ...judged.reason.cloneNode(true).childNodes);
      if (judged?.isRight && field) sentence.firstChild.after(`${words.right} `);
      said.replaceChildren(sentence);
      said.classList.toggle("is-right", Boolean(judged?.isRight));
      return judged;
    };
    const answerAndKeep = () => {
      if (answer()) return remember(form.dataset.key, given());
      said.firstChild.textContent = field ? words.noNumber : words.noChoice;
      form.querySelector("input").focus();
    };
    form.addEventListener("submit", (event) => { event.preventDefault(); answerAndKeep(); });
    // A choice that is tapped is the answer; by arrow keys one may only come past it.
    form.addEventListener("pointerdown", () => { byPointer = true; });
    form.addEventListener("keydown", () => { byPointer = false; });
    form.addEventListener("change", () => { if (byPointer && !field) answerAndKeep(); });

    if (given()) { answerAndKeep(); continue; } // it was answered while this script was on its way
    const before = recalled(form.dataset.key);
    const choice = form.querySelector(`input[value="${CSS.escape(before ?? "")}"]`);
    if (field) field.value = before ?? "";
    else if (choice) choice.checked = true;
    if (given()) answer();
  }
})();
