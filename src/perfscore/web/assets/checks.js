"use strict";
(() => {
  const { one, call, trouble } = perfscore;
  const PAUSE = 150;
  const form = one("find");
  const entries = [...document.querySelectorAll("li[data-code]")];
  const families = [...document.querySelectorAll("section.family")];
  let timer = 0;
  let last = 0;

  const look = async () => {
    const mine = ++last;
    const query = new URLSearchParams(new FormData(form)).toString();
    try {
      const told = await call(`/checks?${query}`);
      if (mine !== last) return;
      const shown = new Set(told.codes);
      for (const entry of entries) entry.hidden = !shown.has(entry.dataset.code);
      for (const family of families) family.hidden = !family.querySelector("li:not([hidden])");
      one("found").textContent = told.said;
      trouble(null);
      history.replaceState(null, "", form.elements.q.value ? `/checks?${query}` : "/checks");
    } catch (error) {
      if (mine === last) trouble(error);
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  form.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  form.addEventListener("compositionend", later);
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); look(); });
})();
