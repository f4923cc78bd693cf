// Everything starts when the page has been read.

document.addEventListener("DOMContentLoaded", () => {
  startTheme();
  startMenu();
  startSamples();
  startCopying();
  startRevealing();
  startSearch();
});
