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

  // What changes without a load is told to screen readers, too.
  var announcer = document.querySelector("[data-announcer]");
  function announce(text) {
    if (announcer) announcer.textContent = text;
  }

  // Harmful text is blurred, and closed to screen readers, until the reader asks for it; the wish lasts as long as the
  // tab's session.
  var KEY = "flames-reveal";
  function reveal(on) {
    document.documentElement.classList.toggle("revealed", on);
    document.querySelectorAll(".harmful").forEach(function (text) { text.inert = !on; });
  }
  reveal(sessionStorage.getItem(KEY) === "yes");
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-reveal]");
    if (!button) return;
    var on = sessionStorage.getItem(KEY) !== "yes";
    sessionStorage.setItem(KEY, on ? "yes" : "no");
    reveal(on);
    if (announcer) announce(on ? announcer.dataset.shown : announcer.dataset.blurred);
  });

  // Progress: at every tenth of it or change of state, so that nobody is talked over every two seconds.
  var reached = {};
  function progress(quietly) {
    document.querySelectorAll("[data-announce]").forEach(function (line) {
      var at = line.dataset.announceAt.replace(/\d+/g, function (percent) { return Math.floor(percent / 10); });
      var news = reached[line.dataset.announceId] !== at;
      reached[line.dataset.announceId] = at;
      if (news && !quietly) announce(line.dataset.announce);
    });
  }
  progress(true);

  // What scrolls can be scrolled with the keyboard in every browser; it goes by the heading that it stands under.
  function reach() {
    document.querySelectorAll(".scroll, .long, pre").forEach(function (box) {
      if (box.hasAttribute("tabindex") && !box.dataset.reached) return;
      var scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (scrolls === Boolean(box.dataset.reached)) return;
      if (!scrolls) {
        delete box.dataset.reached;
        ["tabindex", "role", "aria-label"].forEach(function (name) { box.removeAttribute(name); });
        return;
      }
      box.dataset.reached = "yes";
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", headingOf(box));
    });
  }
  function headingOf(box) {
    for (var around = box; around && around !== document.body; around = around.parentElement) {
      var heading = around.querySelector("caption, h1, h2, h3, summary");
      if (heading) return heading.textContent.trim().replace(/\s+/g, " ");
    }
    return document.title;
  }
  reach();
  addEventListener("load", reach);
  addEventListener("resize", reach);
  document.addEventListener("toggle", reach, true);

  document.addEventListener("htmx:afterSwap", function () {
    reveal(sessionStorage.getItem(KEY) === "yes");
    progress(false);
    reach();
  });

  // A select or checkbox marked so submits its form by itself.
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });
})();
