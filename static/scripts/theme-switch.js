/* The switch in the header: as the system says, light, dark. theme.js brings the choice back on the next page. */
(() => {
  "use strict";

  const CHOICES = ["auto", "light", "dark"];
  const SAID = { auto: "as your system", light: "light", dark: "dark" };

  const remember = (choice) => {
    try {
      localStorage.setItem("catalog-theme", choice);
    } catch {
      // It then holds for this page alone.
    }
  };

  window.catalogModule("theme", (button) => {
    const show = (choice) => {
      const next = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
      if (choice === "auto") {
        delete document.documentElement.dataset.theme;
      } else {
        document.documentElement.dataset.theme = choice;
      }
      button.dataset.choice = choice;
      button.setAttribute("aria-label", `Colours: ${SAID[choice]}. Change to ${SAID[next]}`);
      button.title = button.getAttribute("aria-label");
    };
    show(document.documentElement.dataset.theme ?? "auto");
    button.hidden = false;
    button.addEventListener("click", () => {
      const choice = CHOICES[(CHOICES.indexOf(button.dataset.choice) + 1) % CHOICES.length];
      remember(choice);
      show(choice);
    });
  });
})();
