// What a link leads to is shown: folded fields around it open. And what can be scrolled can be reached by keyboard.

function startRevealing() {
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let folded = false;
    for (let part = target.parentElement; part; part = part.parentElement) {
      if (part instanceof HTMLDetailsElement && !part.open) {
        part.open = true;
        folded = true;
      }
    }
    if (folded) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  const boxes = new ResizeObserver((entries) => entries.forEach(({ target }) => makeReachable(target)));
  document.querySelectorAll(".table, .code pre").forEach((box) => boxes.observe(box));
}

function makeReachable(box) {
  const scrolls = box.scrollWidth > box.clientWidth + 1;
  if (!scrolls) {
    box.removeAttribute("tabindex");
    box.removeAttribute("role");
    box.removeAttribute("aria-label");
    return;
  }
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", box.matches("pre") ? "Code" : "Table");
}
