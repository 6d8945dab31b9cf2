// The labelling page: keys, the next item loaded ahead, signs of life for leases, highlights. The page works without it.
(function () {
  "use strict";
  var desk = document.querySelector("[data-desk]");
  if (!desk || !window.fetch || !window.URLSearchParams) return;

  var said = document.querySelector("[data-said]:not([data-step])");
  var alertBox = document.querySelector("[data-alert]");
  var keysSwitch = document.querySelector("[data-keys]");
  var words = desk.dataset;
  var home = "/annotate/" + words.desk;
  var KEYS = "flames-annotate-keys";
  var IDLE_MS = 10 * 60 * 1000; // after this long without a key or a click a lease is left to run out
  var ahead = null; // the next item, its lease and its HTML
  var loading = null;
  var held = new Set(); // leases that this page must give back
  var busy = false;
  var leaving = false;
  var lastAct = Date.now();

  function step() { return desk.querySelector("[data-step]"); }
  function article() { return desk.querySelector("[data-lease]"); }
  function form() { return desk.querySelector("[data-judge]"); }
  function lease() { var shown = article(); return shown ? shown.dataset.lease : ""; }
  function isRevision() { var shown = article(); return !!shown && shown.dataset.revision !== "0"; }
  function isRevealed() { return document.documentElement.classList.contains("revealed"); }

  function say(text) { said.textContent = text; }
  function complain(text) { alertBox.textContent = text; alertBox.hidden = !text; }

  // ---- what is shown ----

  function show(html, before) {
    desk.innerHTML = html;
    arrive(before);
  }

  function arrive(before) {
    if (article() && !isRevision()) held.add(lease());
    blur();
    marks();
    reasonShown();
    var focus = desk.querySelector("[data-focus]");
    var title = desk.querySelector("h2");
    complain("");
    if (before !== undefined) {
      var next = article() ? (isRevision() ? "" : words.saidNext + ": ") + title.firstChild.textContent.trim() + titleRest(title) : title ? title.textContent : "";
      say((before ? before + " " : "") + next);
      if (focus) focus.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
    loadAhead();
  }

  function titleRest(title) {
    var small = title.querySelector("small");
    var text = title.textContent;
    return text.slice(title.firstChild.textContent.trim().length, small ? text.length - small.textContent.length : undefined).replace(/\s+/g, " ").trim();
  }

  // Blurred texts are closed to screen readers and selection too.
  function blur() {
    desk.querySelectorAll("[data-text]").forEach(function (text) { text.inert = !isRevealed(); });
  }
  new MutationObserver(blur).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });

  function reasonShown() {
    var judge = form();
    if (!judge) return;
    var cannot = judge.elements.judgement.value === "0";
    judge.querySelector("[data-reason]").hidden = !cannot;
  }

  // ---- talking to the service ----

  function ask(method, path, body) {
    return fetch(path, {
      method: method,
      body: body,
      headers: { "Flames-Fragment": "1" },
      credentials: "same-origin",
      cache: "no-store",
    });
  }

  // Undefined when the answer was a complaint, which is then on the page.
  function checked(response) {
    if (response.status === 401 || response.redirected && response.url.indexOf("/annotate/login") >= 0) { complain(words.saidLogin); return undefined; }
    if (response.ok) return response.text();
    if (response.status === 409 || response.status === 404) { gone(response); return undefined; }
    if (response.status >= 500) { complain(words.saidAway); return undefined; }
    response.json().then(function (problem) { complain(words.saidRefused + ": " + refusal(problem)); }, function () { complain(words.saidRefused); });
    return undefined;
  }

  // In the page's language where it is known for the field, with the detail, which REST has in English.
  function refusal(problem) {
    var field = String(problem.field || "").toLowerCase();
    var told = field && words["refused" + field[0].toUpperCase() + field.slice(1)];
    return told ? told + " (" + problem.detail + ")" : problem.detail;
  }

  function gone(response) {
    response.json().then(function (problem) { return problem.detail; }, function () { return ""; }).then(function (detail) {
      complain(words.saidGone + (detail ? " (" + detail + ")" : "") + " ");
      var link = document.createElement("a");
      link.href = home + "?campaign=" + encodeURIComponent(words.campaign);
      link.textContent = words.saidNext;
      alertBox.append(link);
    });
  }

  function loadAhead() {
    if (!article() || ahead || loading) return;
    var hold = Array.from(held).concat(lease()).filter(function (token, i, all) { return token && all.indexOf(token) === i; });
    var mine = loading = ask("GET", home + "/next?campaign=" + encodeURIComponent(words.campaign) + "&hold=" + hold.join(","))
      .then(function (response) { return response.status === 200 && !response.redirected ? response.text() : ""; })
      .catch(function () { return ""; })
      .then(function (html) {
        if (loading === mine) loading = null;
        var found = html && /data-lease="([0-9a-f-]+)"/.exec(html);
        if (!found || found[1] === lease()) return;
        held.add(found[1]);
        ahead = { lease: found[1], html: html };
      });
  }

  function send(path, done) {
    if (busy) return;
    busy = true;
    desk.setAttribute("aria-busy", "true");
    var sent = lease();
    var data = new URLSearchParams(new FormData(form()));
    // What is being loaded ahead is waited for, so that the answer can name it.
    Promise.resolve(loading)
      .then(function () {
        if (ahead) data.set("ahead", ahead.lease);
        return ask("POST", path, data);
      })
      .then(checked)
      .then(function (html) {
        if (html === undefined) return;
        held.delete(sent);
        turn(html, done);
      })
      .catch(function () { complain(words.saidAway); })
      .finally(function () { busy = false; desk.removeAttribute("aria-busy"); });
  }

  function turn(html, done) {
    var answer = new DOMParser().parseFromString(html, "text/html").querySelector("[data-step]");
    if (answer.dataset.step === "ahead") {
      var next = ahead;
      ahead = null;
      show(next.html, done);
      step().dataset.undo = answer.dataset.undo;
      return;
    }
    if (answer.dataset.step !== "item") giveBack(); // a pause: what was loaded ahead goes to others
    ahead = ahead && answer.querySelector('[data-lease="' + ahead.lease + '"]') ? null : ahead;
    show(html, done);
  }

  function fetchStep(path) {
    if (busy) return;
    busy = true;
    ask("GET", path)
      .then(checked)
      .then(function (html) { if (html !== undefined) turn(html, ""); })
      .catch(function () { complain(words.saidAway); })
      .finally(function () { busy = false; });
  }

  // ---- what people do ----

  function confirm() {
    var judge = form();
    if (!judge) return;
    if (!isRevealed()) return complain(words.saidHidden);
    if (!judge.elements.judgement.value) return complain(words.saidChoose);
    if (judge.elements.judgement.value === "0" && !judge.elements.reason.value) {
      judge.querySelector('[name="reason"]').focus();
      return complain(words.saidReason);
    }
    complain("");
    send(judge.getAttribute("action"), isRevision() ? words.saidRevised : words.saidStored);
  }

  function skip() {
    if (form() && !isRevision()) send(form().getAttribute("action") + "/skip", words.saidSkipped);
  }

  function undo() {
    if (isRevision()) return;
    var token = step() ? step().dataset.undo : "";
    if (!token) return say(words.saidNoUndo);
    fetchStep(home + "/" + token + "?campaign=" + encodeURIComponent(words.campaign));
  }

  function back() {
    location.assign(home + "?campaign=" + encodeURIComponent(words.campaign));
  }

  function leave() {
    giveBack();
    location.assign("/annotate");
  }

  function choose(value) {
    var judge = form();
    var radio = judge && judge.querySelector('input[name="judgement"][value="' + value + '"]');
    if (!radio) return;
    radio.checked = true;
    radio.focus({ preventScroll: true });
    complain("");
    reasonShown();
    if (value === "0") judge.querySelector('[name="reason"]').focus();
  }

  // Sent even while the page closes.
  function giveBack() {
    if (!held.size) return;
    var data = new URLSearchParams();
    held.forEach(function (token) { data.append("lease", token); });
    held.clear();
    ahead = null;
    if (!navigator.sendBeacon || !navigator.sendBeacon("/annotate/leases/release", data)) {
      fetch("/annotate/leases/release", { method: "POST", body: data, keepalive: true, headers: { "Flames-Fragment": "1" } });
    }
  }

  // ---- highlights: places in the text as the browser has it, in UTF-16 units ----

  function spans() {
    var value = form() ? form().elements.spans.value : "";
    return value ? value.split(",").map(function (part) { return part.split("-").map(Number); }) : [];
  }

  function setSpans(list) {
    form().elements.spans.value = list.map(function (span) { return span.join("-"); }).join(",");
    marks();
  }

  function marks() {
    var holder = desk.querySelector("[data-response]");
    var list = desk.querySelector("[data-marks]");
    if (!holder || !list) return;
    var text = holder.textContent;
    var covered = spans().slice().sort(function (a, b) { return a[0] - b[0]; });
    var at = 0;
    holder.replaceChildren();
    covered.forEach(function (span) {
      var from = Math.max(at, span[0]);
      if (span[1] <= from) return;
      holder.append(text.slice(at, from));
      var mark = document.createElement("mark");
      mark.textContent = text.slice(from, span[1]);
      holder.append(mark);
      at = span[1];
    });
    holder.append(text.slice(at));
    list.replaceChildren.apply(list, spans().map(function (span, i) {
      var item = document.createElement("li");
      var mark = document.createElement("mark");
      mark.className = "wrap harmful";
      mark.dir = "auto";
      mark.dataset.text = "";
      mark.textContent = text.slice(span[0], Math.min(span[1], span[0] + 300));
      var remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = words.saidRemove;
      remove.addEventListener("click", function () { setSpans(spans().filter(function (_, j) { return j !== i; })); });
      item.append(mark, " ", remove);
      return item;
    }));
    blur();
  }

  function add(from, to) {
    if (spans().some(function (span) { return span[0] === from && span[1] === to; })) return;
    var more = desk.querySelector("[data-more]");
    var text = desk.querySelector("[data-response]").textContent;
    setSpans(spans().concat([[from, to]]));
    more.open = true;
    say(words.saidHighlighted + ": " + text.slice(from, Math.min(to, from + 80)));
  }

  function highlight() {
    var holder = desk.querySelector("[data-response]");
    var selection = getSelection();
    if (!holder || !selection.rangeCount || selection.isCollapsed || !holder.contains(selection.getRangeAt(0).commonAncestorContainer)) {
      return say(words.saidNothingSelected);
    }
    var chosen = selection.getRangeAt(0);
    var before = document.createRange();
    before.setStart(holder, 0);
    before.setEnd(chosen.startContainer, chosen.startOffset);
    var from = before.toString().length;
    var to = from + chosen.toString().length;
    selection.removeAllRanges();
    add(from, to);
  }

  function quote(field) {
    var typed = field.value.trim();
    if (!typed) return;
    var at = desk.querySelector("[data-response]").textContent.indexOf(typed);
    if (at < 0) return complain(words.saidNotFound);
    complain("");
    field.value = "";
    add(at, at + typed.length);
  }

  // ---- keys and clicks ----

  var keys = {
    v: function () { document.querySelector("[data-reveal]").click(); },
    u: undo,
    s: skip,
    g: function () { var guide = desk.querySelector("[data-guideline]"); if (guide) { guide.open = !guide.open; guide.querySelector("summary").focus(); } },
    c: function () { var more = desk.querySelector("[data-more]"); if (more) { more.open = true; form().elements.comment.focus(); } },
    h: highlight,
  };

  document.addEventListener("keydown", function (event) {
    lastAct = Date.now();
    if (event.isComposing || event.altKey || event.metaKey) return;
    var at = event.target;
    var writes = at.matches("textarea, input:not([type=radio]):not([type=checkbox]), select");
    if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); return confirm(); }
    if (event.ctrlKey) return;
    if (event.key === "Escape") {
      if (writes) { at.blur(); article() && article().focus({ preventScroll: true }); return; }
      event.preventDefault();
      return isRevision() ? back() : leave();
    }
    if (event.key === "Enter") {
      if (at.matches('input[name="quote"]')) { event.preventDefault(); return quote(at); }
      if (at.matches("textarea, button, a, summary")) return;
      event.preventDefault();
      return confirm();
    }
    if (writes || !keysSwitch.checked) return;
    if (/^[0123]$/.test(event.key)) { event.preventDefault(); return choose(event.key); }
    var act = keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });

  desk.addEventListener("click", function (event) {
    if (event.target.closest("[data-undo-link]")) { event.preventDefault(); undo(); }
    else if (event.target.closest("[data-highlight]")) highlight();
  });
  desk.addEventListener("submit", function (event) {
    event.preventDefault();
    var by = event.submitter;
    if (by && by.matches("[data-skip]")) skip();
    else if (by && by.matches("[data-leave]")) leave();
    else confirm();
  });
  desk.addEventListener("change", reasonShown);
  document.addEventListener("pointerdown", function () { lastAct = Date.now(); });

  keysSwitch.checked = localStorage.getItem(KEYS) !== "off";
  keysSwitch.addEventListener("change", function () { localStorage.setItem(KEYS, keysSwitch.checked ? "on" : "off"); });

  // ---- leases ----

  var left = article() ? Number(article().dataset.until) - Date.now() : 0;
  var every = Math.min(60000, Math.max(2000, (left > 0 ? left : 60000) / 3));
  setInterval(function () {
    if (Date.now() - lastAct > IDLE_MS) return;
    held.forEach(function (token) {
      ask("POST", "/annotate/leases/extend", new URLSearchParams({ lease: token })).then(function (response) {
        if (response.status !== 409) return;
        held.delete(token);
        if (ahead && ahead.lease === token) ahead = null;
        if (token === lease()) gone(response);
      }, function () { /* away for now; the next sign of life says more */ });
    });
  }, every);

  addEventListener("pagehide", function () { leaving = true; giveBack(); });
  addEventListener("pageshow", function (event) { if (event.persisted && leaving) location.reload(); });

  var first = { stored: words.saidStored, revised: words.saidRevised, skipped: words.saidSkipped }[step() ? step().dataset.said : ""];
  arrive(first);
})();
