"use strict";
(() => {
  const { one, call, filled, trouble } = perfscore;

  const drop = one("drop-ruleset");
  if (drop) drop.addEventListener("click", async () => {
    if (!confirm(drop.dataset.sure)) return;
    drop.disabled = true;
    try {
      const { at } = await call(drop.dataset.at, { method: "POST" });
      location.assign(at);
    } catch (error) {
      trouble(error);
      drop.disabled = false;
    }
  });

  const form = one("ruleset-form");
  if (!form) return;
  const { part, asker, typed } = parts;
  const text = form.elements.text;
  const box = one("tried");
  const said = one("tried-said");
  const save = one("save");
  let saved = text.value;
  let id = null;
  let tried = null;

  // The line is shown and selected.
  const go = (number) => {
    const lines = text.value.split("\n");
    const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[number - 1] || "").length);
    text.scrollTop = Math.max(number - 4, 0) * parseFloat(getComputedStyle(text).lineHeight);
    text.scrollLeft = 0;
  };
  const place = (button, number) => {
    button.textContent = filled(button.dataset.words, number);
    button.addEventListener("click", () => go(number));
  };
  const row = (told) => {
    const made = part("case-part");
    const mark = made.querySelector(".key");
    mark.textContent = one("marks").dataset[told.passed ? "passed" : "failed"];
    mark.classList.add(told.passed ? "scored" : "error");
    made.querySelector(".words").textContent = told.words;
    made.querySelector(".note").textContent = told.note;
    place(made.querySelector(".at"), told.line);
    return made;
  };
  const show = (words, kind, shown = []) => {
    said.textContent = words;
    box.className = `told-box ${kind}`;
    box.removeAttribute("aria-busy");
    one("tried-told").replaceChildren(...shown);
  };
  const taken = (told) => {
    id = told.loads ? told.id : null;
    tried = text.value;
    save.disabled = id === null;
    if (!told.loads) {
      const shown = [];
      if (told.line !== null) {
        const made = part("place-part");
        place(made.querySelector(".at"), told.line);
        shown.push(made);
      }
      show(told.said, "bad", shown);
      return;
    }
    const list = document.createElement("ul");
    list.className = "cases";
    list.append(...told.cases.map(row));
    show(told.said, told.failed ? "bad" : "good", [list]);
  };
  const ask = asker("/rules/test", {
    busy: () => box.setAttribute("aria-busy", "true"),
    taken,
    failed: (error) => { id = null; save.disabled = true; show(error.message, "bad"); },
  });
  const look = (pause) => {
    tried = null; // until the answer is there
    ask({ text: text.value }, pause);
  };
  typed(form, () => look());
  look(0);

  form.addEventListener("submit", async () => {
    save.disabled = true;
    trouble(null);
    try {
      // Whoever is faster than the answer is saved by the id that stands there now.
      if (tried !== text.value) taken(await call("/rules/test", { method: "POST", record: { text: text.value } }));
      if (id === null) return;
      const written = text.value;
      const record = { text: written, instead: form.dataset.instead };
      const { at } = await call(`/rules/${encodeURIComponent(id)}`, { method: "PUT", record });
      saved = written;
      location.assign(at);
    } catch (error) {
      trouble(error);
      save.disabled = false;
    }
  });
  addEventListener("beforeunload", (event) => { if (text.value !== saved) event.preventDefault(); });

  // A file of one's own, read here: nothing is stored before it is saved.
  one("open").addEventListener("click", () => one("file").click());
  one("file").addEventListener("change", async () => {
    const [file] = one("file").files;
    one("file").value = "";
    if (!file) return;
    trouble(null);
    const { most, large, coding, replace } = form.dataset;
    try {
      if (file.size > most * 4) throw new Error(filled(large, most));
      const bytes = await file.arrayBuffer();
      let words;
      try {
        words = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      } catch {
        throw new Error(coding);
      }
      if (words.length > most) throw new Error(filled(large, most));
      if (text.value !== saved && !confirm(replace)) return;
      text.value = words;
      look(0);
    } catch (error) {
      trouble(error);
    }
  });
})();
