// What a reader chose, kept between pages. Where the browser keeps nothing, a choice holds for the page.

function remembered(key) {
  try {
    return localStorage.getItem(`eventspec.${key}`);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(`eventspec.${key}`, value);
  } catch {
    // Nobody is told: the choice holds for this page.
  }
}
