// The menu: scrolled to where one is; a drawer on narrow screens, which Escape and a tap beside it close.

function startMenu() {
  const root = document.documentElement;
  const menu = document.getElementById("menu");
  const button = document.querySelector("[data-menu]");
  const narrow = matchMedia("(max-width: 56rem)");
  const isOpen = () => "menu" in root.dataset;

  const here = menu.querySelector("[aria-current]");
  if (here) menu.scrollTop = Math.max(0, here.offsetTop - menu.clientHeight / 2);

  function show(open) {
    if (open) root.dataset.menu = "";
    else delete root.dataset.menu;
    button.setAttribute("aria-expanded", String(open));
    // What lies below the drawer is neither read nor reached.
    for (const part of [document.querySelector(".bar"), document.getElementById("main")]) part.inert = open;
    if (open) (here ?? menu.querySelector("a, summary"))?.focus();
  }

  function close() {
    if (!isOpen()) return;
    show(false);
    button.focus();
  }

  button.addEventListener("click", () => show(true));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !menu.contains(event.target)) {
      event.preventDefault();
      close();
    }
  });
  narrow.addEventListener("change", () => {
    if (isOpen()) show(false);
  });
}
