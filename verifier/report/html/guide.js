"use strict";
// A press on a button copies the words beside it; where the browser does not allow that, they are marked, ready to be copied by hand.
(() => {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const words = document.getElementById(button.dataset.copies);
    button.hidden = false;
    button.addEventListener("click", async () => {
      getSelection().selectAllChildren(words);
      try {
        await navigator.clipboard.writeText(words.textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Marked";
      }
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
  }
})();
