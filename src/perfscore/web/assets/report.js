"use strict";
(() => {
  const { one, filled, call, trouble } = perfscore;
  const desk = one("desk");
  const key = desk.dataset.key;
  const dialog = one("remark");
  const form = dialog.querySelector("form");
  let remarks = {};
  let closed = new Set();
  let number = null;
  let opener = null;

  const said = (remark) => [remark.verdict, remark.reason, remark.person, remark.date].filter(Boolean).join("  ");

  // -- what is said beside a finding: in the list, and in the copy that the pane shows
  const show = (article) => {
    const own = article.dataset.number;
    const remark = remarks[own] || {};
    const words = remark.verdict || remark.reason ? said(remark) : "";
    article.querySelectorAll("p.remark b").forEach((head) => {
      if (head.textContent === desk.dataset.said) head.parentElement.remove();
    });
    article.querySelectorAll("button.remark").forEach((button) => button.remove());
    if (words) {
      const line = document.createElement("p");
      line.className = "remark";
      const head = document.createElement("b");
      head.textContent = desk.dataset.said;
      line.append(head, ` ${words}${remark.verdict === "不采纳" ? desk.dataset.waived : ""}`);
      article.append(line);
    }
    article.classList.toggle("quiet", remark.verdict === "不采纳" || ("known" in article.dataset));
    if (closed.has(Number(own))) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "remark";
    button.textContent = words ? desk.dataset.change : desk.dataset.write;
    const what = document.createElement("span");
    what.className = "vh";
    what.textContent = ` ${article.querySelector("h4").textContent.trim()}`;
    button.append(what);
    article.append(button);
  };
  const showAll = () => {
    document.querySelectorAll("article.finding").forEach(show);
    const count = Object.values(remarks).filter((remark) => remark.verdict || remark.reason).length;
    // The tiles count what is not rejected.
    document.querySelectorAll(".tiles li[class]").forEach((tile) => {
      if (tile.className) tile.querySelector("b").textContent = document.querySelectorAll(`#findings article.${tile.className}:not(.quiet)`).length;
    });
    one("said").textContent = count ? filled(desk.dataset.count, count) : "";
  };
  const fetchAll = async () => {
    const told = await call(`/d/${key}/remarks`);
    remarks = told.remarks;
    closed = new Set(told.closed);
    showAll();
  };

  // -- the form: what was typed and not saved waits for the next time
  const draft = (own) => `perfscore-${key}-${own}`;
  const fill = (remark) => {
    form.elements.verdict.value = remark.verdict || "";
    form.elements.reason.value = remark.reason || "";
    form.elements.person.value = remark.person || localStorage.getItem("perfscore-person") || "";
  };
  const typed = () => ({
    verdict: form.elements.verdict.value,
    reason: form.elements.reason.value,
    person: form.elements.person.value,
  });
  const quiet = () => {
    one("remark-conflict").hidden = true;
    one("remark-trouble").hidden = true;
  };
  const open = (article, button) => {
    number = article.dataset.number;
    opener = button;
    quiet();
    fill(remarks[number] || {});
    const waiting = sessionStorage.getItem(draft(number));
    if (waiting) fill(JSON.parse(waiting));
    one("remark-of").textContent = `${article.querySelector("h4").textContent.trim().replace(/\s+/g, " ")}：${article.querySelector(".message").textContent}`;
    dialog.showModal();
    form.elements.verdict.focus();
  };
  const close = () => {
    dialog.close();
    const fresh = opener && opener.isConnected ? opener
      : document.querySelector(`#pane:not([hidden]) article[data-number="${number}"] button.remark`)
        || document.querySelector(`article[data-number="${number}"] button.remark`);
    if (fresh) fresh.focus();
  };
  const save = async () => {
    const mine = typed();
    sessionStorage.setItem(draft(number), JSON.stringify(mine));
    if (mine.person) localStorage.setItem("perfscore-person", mine.person);
    const version = (remarks[number] || { version: 0 }).version;
    one("remark-save").disabled = true;
    quiet();
    try {
      remarks[number] = await call(`/d/${key}/remarks/${number}`, { method: "PUT", record: { ...mine, version } });
      sessionStorage.removeItem(draft(number));
      showAll();
      close();
    } catch (error) {
      if (error.status === 409) {
        remarks[number] = error.told.now;
        one("remark-other").textContent = said(remarks[number]) || "—";
        one("remark-conflict").hidden = false;
      } else {
        one("remark-trouble").textContent = error.message;
        one("remark-trouble").hidden = false;
      }
    } finally {
      one("remark-save").disabled = false;
    }
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  one("remark-take").addEventListener("click", () => {
    sessionStorage.removeItem(draft(number));
    showAll();
    close();
  });
  one("remark-cancel").addEventListener("click", () => {
    sessionStorage.removeItem(draft(number));
    close();
  });
  // Escape closes the form; the pane behind it stays. What was typed is kept.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    sessionStorage.setItem(draft(number), JSON.stringify(typed()));
    close();
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.remark");
    if (button) open(button.closest("article"), button);
  });

  // The pane is filled by the page's own script: what it shows gets its remarks as well.
  new MutationObserver(() => document.querySelectorAll("#pane article.finding").forEach(show))
    .observe(one("pane-body"), { childList: true });
  addEventListener("focus", () => { if (!dialog.open) fetchAll().catch(() => {}); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  fetchAll().catch(trouble);
})();
