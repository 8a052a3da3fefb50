"use strict";
// Live updates: when the server says that something changed, the page is asked for again and its content exchanged in place.
// Where the timeline is wider than the screen, it begins with today in sight, as far as half of its rows still show their names.
(() => {
  for (const region of document.querySelectorAll(".scroll")) {
    const left = (each) => each.getBoundingClientRect().left - region.getBoundingClientRect().left;
    const names = [...region.querySelectorAll("text.row")].map(left).sort((a, b) => a - b);
    const today = region.querySelector("line.today");
    if (today !== null && names.length > 0) region.scrollLeft = Math.min(left(today) - region.clientWidth * 0.7, names[Math.floor(names.length / 2)] - 8);
  }
})();
(() => {
  const { events } = document.body.dataset;
  const status = document.getElementById("live");
  if (events === undefined || status === null || typeof EventSource === "undefined") return;
  let running = false;
  let again = false;

  async function refresh() {
    if (running) { again = true; return; }
    running = true;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error", headers: { accept: "text/html" } });
      if (!answer.ok) { status.textContent = "This page can no longer be read as you are signed in. Load it again."; return; }
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      exchange(fresh, "main");
      exchange(fresh, "#as-of");
      status.textContent = "Updated just now.";
    } catch {
      status.textContent = "The server cannot be reached. What you see may be old.";
    } finally {
      running = false;
      if (again) { again = false; void refresh(); }
    }
  }

  function exchange(fresh, selector) {
    const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (old === null || next === null || old.innerHTML === next.innerHTML) return;
    const open = [...old.querySelectorAll("details")].map((each) => each.open);
    const scrolled = [...old.querySelectorAll(".scroll")].map((each) => each.scrollLeft);
    const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    old.replaceChildren(...next.childNodes);
    old.querySelectorAll("details").forEach((each, index) => { each.open = open[index] ?? false; });
    old.querySelectorAll(".scroll").forEach((each, index) => { each.scrollLeft = scrolled[index] ?? 0; });
    if (focused !== null) [...old.querySelectorAll("a")].find((each) => each.getAttribute("href") === focused)?.focus({ preventScroll: true });
  }

  const source = new EventSource(events);
  source.addEventListener("changed", () => void refresh());
  source.addEventListener("open", () => { status.textContent = "This page updates by itself."; });
  source.addEventListener("error", () => { status.textContent = "Live updates are interrupted; trying again."; });
  addEventListener("pagehide", () => source.close());
})();
