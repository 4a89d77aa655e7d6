// A sentence below the buttons of a workbench, with buttons for what it offers to do.

import { words } from "./words.mjs";

export function tell(note, name, offers = {}, file = "") {
  const said = document.createElement("p");
  said.append(words[name].replace("{file}", () => file));
  for (const [offer, act] of Object.entries(offers)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words[offer];
    button.addEventListener("click", act);
    said.append(" ", button);
  }
  note.replaceChildren(said);
}
