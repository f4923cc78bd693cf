// Tabs over code for several sides, by language. The choice is remembered: who writes TypeScript sees it on every page.

function startSamples() {
  for (const [at, box] of document.querySelectorAll("[data-samples]").entries()) {
    const figures = [...box.querySelectorAll("figure.code")];
    const languages = [...new Set(figures.map((figure) => figure.dataset.language))].sort();
    if (languages.length > 1) addTabs(box, figures, languages.reverse(), at);
  }
}

function addTabs(box, figures, languages, at) {
  const list = document.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", "Language");
  const panels = new Map();
  const tabs = languages.map((language) => {
    const panel = document.createElement("div");
    const tab = document.createElement("button");
    const name = language.toLowerCase();
    panel.id = `code-panel-${at}-${name}`;
    panel.setAttribute("role", "tabpanel");
    panel.append(...figures.filter((figure) => figure.dataset.language === language));
    tab.type = "button";
    tab.id = `code-tab-${at}-${name}`;
    tab.textContent = language;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("aria-labelledby", tab.id);
    panels.set(tab, panel);
    return tab;
  });

  function choose(chosen) {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      panels.get(tab).hidden = tab !== chosen;
    }
  }

  for (const tab of tabs) {
    tab.addEventListener("click", () => {
      choose(tab);
      remember("language", tab.textContent);
    });
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  });
  list.append(...tabs);
  box.replaceChildren(list, ...panels.values());
  choose(tabs.find((tab) => tab.textContent === remembered("language")) ?? tabs[0]);
}
