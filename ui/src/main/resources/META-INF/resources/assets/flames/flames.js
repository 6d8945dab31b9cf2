// Small conveniences; every page reads without them.
(function () {
  "use strict";

  // Marks the page's entry in the navigation.
  var nav = document.querySelector("nav[data-active]");
  if (nav) {
    var active = nav.dataset.active.trim();
    nav.querySelectorAll("a").forEach(function (link) {
      if (link.dataset.nav === active) link.setAttribute("aria-current", "page");
    });
  }

  // Harmful text is blurred until the reader asks for it; the wish lasts as long as the tab's session.
  var KEY = "flames-reveal";
  function reveal(on) {
    document.documentElement.classList.toggle("revealed", on);
  }
  reveal(sessionStorage.getItem(KEY) === "yes");
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-reveal]");
    if (!button) return;
    var on = sessionStorage.getItem(KEY) !== "yes";
    sessionStorage.setItem(KEY, on ? "yes" : "no");
    reveal(on);
  });
  document.addEventListener("htmx:afterSwap", function () {
    reveal(sessionStorage.getItem(KEY) === "yes");
  });

  // A select or checkbox marked so submits its form by itself.
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });
})();
