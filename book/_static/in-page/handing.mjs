// What a reader takes away and brings back: the exercise's notebook and the .py that `grade` takes, each with the answer in it.

const isAnswer = (cell) => cell.metadata?.tags?.includes("answer");
const text = (source) => (Array.isArray(source) ? source.join("") : source);

function save(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The page's own notebook with the answer in its cell; what it stored of the outputs is of another answer.
export async function downloadNotebook({ dataset: { exercise, notebook: address } }, answer) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const notebook = await response.json();
  for (const cell of notebook.cells.filter((each) => each.cell_type === "code")) {
    cell.outputs = [];
    if (isAnswer(cell)) cell.source = answer.split(/(?<=\n)/).filter(Boolean);
  }
  delete notebook.metadata.course.executed;
  save(`${exercise}.ipynb`, `${JSON.stringify(notebook, null, 1)}\n`, "application/x-ipynb+json");
}

// The imports that stand above the answer in the notebook, those that it needs and does not make itself.
export function withImports(setup, answer) {
  const needed = setup.split("\n").filter((line) => {
    if (!line) return false;
    const name = line.split(" ").at(-1);
    return new RegExp(`\\b${name}\\b`).test(answer) && !answer.split("\n").includes(line);
  });
  return [...needed, ...(needed.length ? ["", ""] : []), answer.trimEnd(), ""].join("\n");
}

export function downloadPython({ dataset: { exercise, setup } }, answer) {
  save(`${exercise}.py`, withImports(setup, answer), "text/x-python");
}

// The answer in a file; null where it holds none for this exercise.
export async function answerIn(file, { dataset }) {
  try {
    const content = (await file.text()).replaceAll("\r\n", "\n");
    return file.name.endsWith(".ipynb") ? answerInNotebook(JSON.parse(content), dataset) : answerInPython(content, dataset);
  } catch {
    return null;
  }
}

function answerInNotebook({ metadata, cells }, { exercise }) {
  if ((metadata.course?.exercise ?? exercise) !== exercise) return null;
  const codes = cells.filter((cell) => cell.cell_type === "code");
  return text((codes.find(isAnswer) ?? codes[0]).source);
}

// All of it but for the imports that a download puts above it.
function answerInPython(content, { setup }) {
  const lines = content.split("\n"), given = setup.split("\n");
  const end = lines.findIndex((line) => !line || !given.includes(line));
  return end > 0 && !lines[end] && !lines[end + 1] ? lines.slice(end + 2).join("\n") : content;
}
