"use strict";
// What the rooms share in which something is tried while one types. All texts are set as texts.
const parts = (() => {
  const { one, call } = perfscore;
  const PAUSE = 250;
  const AGAIN = 1000;

  const make = (tag, text = "", kind = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  // A part that stands as a template in the page, to be filled in.
  const part = (id) => one(id).content.firstElementChild.cloneNode(true);
  const line = (...cells) => {
    const row = document.createElement("tr");
    row.append(...cells.map((cell) => (cell instanceof Node ? cell : make("td", cell))));
    return row;
  };
  // Rows of a label and words.
  const facts = (rows) => {
    const list = make("dl", "", "told");
    for (const [head, words] of rows) list.append(make("dt", head), make("dd", words));
    return list;
  };

  const send = async (path, record, signal) => {
    let reply;
    try {
      const headers = { accept: "application/json", "content-type": "application/json" };
      reply = await fetch(path, { method: "POST", headers, signal, body: JSON.stringify(record) });
    } catch (error) {
      if (signal.aborted) throw error;
      return call(path, { method: "POST", record }); // which says in words what is the matter
    }
    const told = await reply.json().catch(() => ({}));
    if (!reply.ok) throw Object.assign(new Error(told.problem || String(reply.status)), { status: reply.status });
    return told;
  };

  // Ask while somebody types: after a pause, and only the answer to the last question counts. No record, no question.
  const asker = (path, { busy, taken, failed }) => {
    let timer = 0;
    let under = new AbortController();
    return (record, pause = PAUSE) => {
      clearTimeout(timer);
      under.abort();
      if (record === null) return;
      const mine = new AbortController();
      under = mine;
      const ask = async () => {
        busy();
        try {
          const told = await send(path, record, mine.signal);
          if (!mine.signal.aborted) taken(told);
        } catch (error) {
          if (mine.signal.aborted) return;
          if (error.status === 503) timer = setTimeout(ask, AGAIN); // too much waits just now
          else failed(error);
        }
      };
      timer = setTimeout(ask, pause);
    };
  };

  // What is typed by an input method counts when it is done.
  const typed = (form, then) => {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => { if (!event.isComposing) then(); });
    form.addEventListener("compositionend", () => then());
  };

  return { one, make, part, line, facts, asker, typed };
})();
