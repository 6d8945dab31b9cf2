// What can be seen on the page as it is drawn: contrast, focus rings, scrollers, references. Gives one line a fault.
() => {
  const faults = new Set();
  const TEXT = 4.5, LARGE_TEXT = 3, CONTROL = 3; // WCAG 2.2: 1.4.3, 1.4.11

  function where(e) {
    const name = e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + [...e.classList].map(c => "." + c).join("");
    return name + " '" + (e.textContent || e.name || "").trim().replace(/\s+/g, " ").slice(0, 40) + "'";
  }

  function visible(e) {
    const box = e.getBoundingClientRect();
    return e.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
      && box.width > 1 && box.height > 1 && box.right > 0;
  }

  // ---- colours: any CSS colour as red, green, blue (0 to 255) and alpha (0 to 1) ----

  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  function colour(css) {
    if (!known.has(css)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = css;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      known.set(css, [r, g, b, a / 255]);
    }
    return known.get(css);
  }

  function over(front, back) {
    const a = front[3];
    return [0, 1, 2].map(i => front[i] * a + back[i] * (1 - a)).concat(1);
  }

  function luminance(c) {
    const [r, g, b] = c.slice(0, 3).map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(a, b) {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  }

  // All that may be behind an element's text: a gradient is any of its colours.
  const behindOf = new Map();
  function backdrops(e) {
    if (!behindOf.has(e)) behindOf.set(e, painted(e));
    return behindOf.get(e);
  }

  function painted(e) {
    if (!e) return [colour(getComputedStyle(document.body).backgroundColor)];
    const style = getComputedStyle(e);
    const own = colour(style.backgroundColor);
    const gradient = style.backgroundImage.match(/(?:rgba?|color|oklab|hsla?)\([^()]*\)/g) || [];
    if (own[3] === 1 && !gradient.length) return [own];
    const behind = backdrops(e.parentElement).map(back => over(own, back));
    return gradient.length ? gradient.flatMap(css => behind.map(back => over(colour(css), back))) : behind;
  }

  function opacity(e) {
    return e ? Number(getComputedStyle(e).opacity) * opacity(e.parentElement) : 1;
  }

  function worst(front, e, alpha) {
    return Math.min(...backdrops(e).map(back => contrast(over([...front.slice(0, 3), front[3] * alpha], back), back)));
  }

  function legible(e, css, what) {
    const style = getComputedStyle(e);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = worst(colour(css), e, opacity(e));
    if (found < (large ? LARGE_TEXT : TEXT)) faults.add("contrast " + found.toFixed(2) + " of " + what + " " + where(e));
  }

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const holders = new Set();
  while (texts.nextNode()) if (texts.currentNode.data.trim()) holders.add(texts.currentNode.parentElement);
  holders.forEach(e => {
    if (e.closest("script, style, noscript, template, option, :disabled") || !visible(e)) return;
    const style = getComputedStyle(e);
    legible(e, e instanceof SVGElement ? style.fill : style.color, "text");
  });

  document.querySelectorAll("input, select, textarea, button, .button").forEach(e => {
    if (e.matches(":disabled, [type=hidden], [type=checkbox], [type=radio]") || !visible(e)) return;
    const style = getComputedStyle(e);
    if (!e.matches("button, .button")) legible(e, style.color, "what is entered in");
    if (e.placeholder && !e.value) legible(e, getComputedStyle(e, "::placeholder").color, "placeholder of");
    const edge = worst(colour(style.borderTopColor), e.parentElement, 1);
    const face = Math.min(...backdrops(e.parentElement).map(back => contrast(backdrops(e)[0], back)));
    if (Math.max(edge, face) < CONTROL) faults.add("contrast " + Math.max(edge, face).toFixed(2) + " of the border of " + where(e));
  });

  // ---- the keyboard ----

  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
    e => e.tabIndex >= 0 && !e.disabled && e.type !== "hidden" && !e.closest("[inert]") && e.checkVisibility({ visibilityProperty: true }));
  stops.forEach(e => {
    if (e.closest("[aria-hidden=true]")) faults.add("can have the focus and is hidden from screen readers: " + where(e));
    if (e.tabIndex > 0) faults.add("tabindex over 0: " + where(e));
    if (e.hasAttribute("tabindex") && !e.matches("a, button, input, select, textarea, summary")
        && !(e.getAttribute("role") && (e.getAttribute("aria-label") || e.getAttribute("aria-labelledby")))) {
      faults.add("can have the focus, without role and name: " + where(e));
    }
    e.focus({ preventScroll: true });
    if (document.activeElement !== e) return faults.add("can't have the focus: " + where(e));
    const style = getComputedStyle(e);
    const ring = worst(colour(style.outlineColor), e.parentElement, 1);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.add("no focus ring: " + where(e));
    else if (ring < CONTROL) faults.add("contrast " + ring.toFixed(2) + " of the focus ring of " + where(e));
  });

  document.querySelectorAll("body *").forEach(e => {
    const style = getComputedStyle(e);
    const scrolls = /auto|scroll/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1
      || /auto|scroll/.test(style.overflowY) && e.scrollHeight > e.clientHeight + 1;
    if (!scrolls || e.matches("textarea, select, input") || e.closest("[inert]") || !visible(e)) return;
    if (e.tabIndex < 0 && !stops.some(stop => e.contains(stop))) faults.add("scrolls, but not with the keyboard: " + where(e));
  });

  // ---- references, pictures, groups, text that is blurred ----

  const ids = new Set();
  document.querySelectorAll("[id]").forEach(e => ids.has(e.id) ? faults.add("two have the id " + e.id) : ids.add(e.id));
  ["aria-labelledby", "aria-describedby", "aria-controls", "for"].forEach(name => {
    document.querySelectorAll("[" + name + "]").forEach(e => {
      e.getAttribute(name).split(/\s+/).forEach(id => { if (!ids.has(id)) faults.add(name + " to nothing: " + id); });
    });
  });
  document.querySelectorAll("svg, canvas").forEach(e => {
    if (!e.closest("[aria-hidden=true], [role=img]")) faults.add("a picture that is neither named nor hidden: " + where(e));
  });
  document.querySelectorAll("fieldset").forEach(e => {
    const legend = e.querySelector("legend");
    if (!legend || !legend.textContent.trim()) faults.add("a fieldset without legend: " + where(e));
  });
  const readOut = [...document.querySelectorAll(".harmful")].filter(e => getComputedStyle(e).filter !== "none" && !e.closest("[inert]"));
  if (readOut.length) faults.add(readOut.length + " texts are blurred, but read out");
  if (matchMedia("(prefers-reduced-motion: reduce)").matches && document.getAnimations().length) {
    faults.add(document.getAnimations().length + " animations, although the reader asked for none");
  }
  return [...faults];
}
