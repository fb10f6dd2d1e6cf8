"use strict";
(() => {
  const one = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // -- the list: what is filtered out is hidden, for the printer as well
  const form = one("filter");
  const findings = all("article.finding", one("findings")).map((element) => ({
    element,
    group: element.parentElement,
    severity: element.dataset.severity,
    check: element.dataset.check,
    unit: element.dataset.unit,
    minor: "minor" in element.dataset,
    words: null,
  }));

  const filter = () => {
    const severities = new Set(all("input[name=severity]:checked", form).map((box) => box.value));
    const { check, unit, words, minor } = form.elements;
    const wanted = words.value.trim().toLowerCase();
    const full = new Set();
    let shown = 0;
    for (const finding of findings) {
      if (wanted && finding.words === null) finding.words = finding.element.textContent.toLowerCase();
      const fits = severities.has(finding.severity)
        && (!check.value || check.value === finding.check)
        && (!unit.value || unit.value === finding.unit)
        && (!finding.minor || minor.checked)
        && (!wanted || finding.words.includes(wanted));
      finding.element.hidden = !fits;
      if (fits) { shown += 1; full.add(finding.group); }
    }
    for (const group of new Set(findings.map((finding) => finding.group))) group.hidden = !full.has(group);
    const count = one("count");
    let numbers = [shown, findings.length];
    count.textContent = count.dataset.words.replace(/\{\}/g, () => numbers.shift());
  };

  // A link to what is filtered out shows it.
  const reveal = (element) => {
    const hidden = element && element.closest("[hidden]");
    if (!hidden || hidden.id === "pane") return;
    for (let up = element; up; up = up.parentElement) if (up.matches("article, section")) up.hidden = false;
    element.scrollIntoView();
  };

  // -- the pane: what is said of a cell, copied from the list and from the scores
  const pane = one("pane");
  const body = one("pane-body");
  let opener = null;

  const copy = (element) => {
    const made = element.cloneNode(true);
    for (const inner of [made, ...all("[id]", made)]) inner.removeAttribute("id");
    made.hidden = false;
    if (made.tagName === "DETAILS") made.open = true;
    return made;
  };
  const heading = (text) => {
    const made = document.createElement("h3");
    made.textContent = text;
    return made;
  };
  const told = (numbers) => (numbers || "").split(" ").filter(Boolean).map((number) => one(`f${number}`)).filter(Boolean);

  const close = (focus = true) => {
    if (pane.hidden) return;
    pane.hidden = true;
    document.body.classList.remove("with-pane");
    all("a.open").forEach((mark) => mark.classList.remove("open"));
    if (focus && opener) opener.focus();
  };

  const open = (mark) => {
    close(false);
    opener = mark;
    body.replaceChildren();
    const unseen = mark.querySelector(".vh").textContent;
    const text = mark.textContent.slice(unseen.length).trim();
    one("pane-title").textContent = `${mark.dataset.place}  ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
    for (const kind of ["at", "related"]) {
      const list = told(mark.dataset[kind]);
      if (list.length) body.append(heading(body.dataset[kind]), ...list.map(copy));
    }
    const row = mark.dataset.score && one(`s${mark.dataset.score}`);
    if (row) {
      body.append(heading(body.dataset.score));
      const cells = document.createElement("table");
      cells.className = "list";
      const heads = all("th", row.closest("table").tHead);
      [...row.cells].slice(0, -1).forEach((cell, place) => {
        if (!cell.textContent) return;
        const added = cells.insertRow();
        const head = document.createElement("th");
        head.scope = "row";
        head.textContent = heads[place].textContent;
        added.append(head);
        added.insertCell().textContent = cell.textContent;
      });
      body.append(cells);
      const sum = one(`d${mark.dataset.score}`);
      if (sum) body.append(...copy(sum).childNodes);
      all("summary", body).forEach((summary) => summary.remove());
    }
    mark.classList.add("open");
    pane.hidden = false;
    pane.scrollTop = 0;
    document.body.classList.add("with-pane");
    one("pane-title").focus();
    mark.scrollIntoView({ block: innerWidth > 640 ? "nearest" : "start", inline: "nearest" });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches("a.m")) {
      event.preventDefault();
      open(link);
      return;
    }
    const goal = one(link.getAttribute("href").slice(1));
    if (!goal) return;
    if (pane.contains(link)) close(false);
    reveal(goal);
    // The keyboard goes on from where the link led.
    const inner = goal.querySelector("a.m") || goal;
    if (inner === goal && !goal.hasAttribute("tabindex")) goal.tabIndex = -1;
    setTimeout(() => inner.focus({ preventScroll: true }));
  });
  one("close").addEventListener("click", () => close());

  // -- keys
  const marks = all("td.error > a.m, td.warning > a.m, td.info > a.m");
  const step = (way) => {
    if (!marks.length) return;
    const here = pane.hidden ? document.activeElement : opener;
    const was = !pane.hidden;
    let place = marks.indexOf(here);
    if (place < 0 && here && here !== document.body) {
      const after = marks.findIndex((mark) => here.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING);
      place = way > 0 ? (after < 0 ? -1 : after - 1) : after;
    }
    const next = marks[(place + way + marks.length) % marks.length];
    next.scrollIntoView({ block: "center" });
    if (was) open(next);
    else next.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); return; }
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !form || !one("keys").checked) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "/") { event.preventDefault(); form.elements.words.focus(); }
  });

  if (form) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
    const asked = location.hash && one(location.hash.slice(1));
    if (asked) reveal(asked);
  }
})();
