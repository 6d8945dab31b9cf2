// What sticks out of a narrow window: only inside a scroller of its own may something be wider. Gives one line a fault.
async () => {
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const faults = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width + 1) faults.push("the page is " + document.documentElement.scrollWidth + " px wide in " + width);
  const scrolls = e => e && e !== document.body && (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  document.querySelectorAll("body *").forEach(e => {
    const box = e.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || box.right <= width + 1 || !e.checkVisibility() || scrolls(e)) return;
    const name = e.tagName.toLowerCase() + [...e.classList].map(c => "." + c).join("");
    faults.push(name + " sticks out by " + Math.round(box.right - width) + " px: '" + e.textContent.trim().slice(0, 30) + "'");
  });
  document.querySelectorAll(".scroll, .long, pre").forEach(e => {
    const wide = e.scrollWidth > e.clientWidth + 1;
    if (wide && !e.closest("[inert]") && e.checkVisibility() && e.tabIndex < 0) faults.push("scrolls, but not with the keyboard: " + e.tagName + " '" + e.textContent.trim().slice(0, 30) + "'");
  });
  return faults;
}
