// A button at every piece of code, and at an event's name, that copies it.

function startCopying() {
  for (const figure of document.querySelectorAll("figure.code")) {
    const code = figure.querySelector("pre");
    figure.querySelector("figcaption").append(copyButton("Copy the code", () => code.textContent));
  }
  for (const heading of document.querySelectorAll("[data-copy]")) {
    heading.append(copyButton("Copy the name", () => heading.dataset.copy));
  }
}

function copyButton(label, text) {
  const button = document.createElement("button");
  const icon = document.createElement("span");
  const words = document.createElement("span");
  button.type = "button";
  button.className = "copy";
  icon.setAttribute("aria-hidden", "true");
  button.append(icon, words);
  const show = (done) => {
    button.toggleAttribute("data-done", done);
    icon.className = done ? "icon icon-done" : "icon icon-copy";
    words.textContent = done ? "Copied" : "Copy";
    button.setAttribute("aria-label", done ? "Copied" : label);
  };
  show(false);
  let waiting;
  button.addEventListener("click", async () => {
    if (!(await copied(text()))) return;
    show(true);
    clearTimeout(waiting);
    waiting = setTimeout(() => show(false), 2000);
  });
  return button;
}

// The clipboard is there for pages that came over a safe connection; else a selection does it.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
