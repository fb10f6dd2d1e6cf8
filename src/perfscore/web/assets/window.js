"use strict";
// What all pages of the window share: a call to the program, and how a trouble is told.
const perfscore = (() => {
  const one = (id) => document.getElementById(id);
  const filled = (words, ...parts) => words.replace(/\{\}/g, () => parts.shift());
  const lost = document.documentElement.lang === "en"
    ? "The program does not answer: it may have ended. Start it again, open its new address and drop the same file: remarks that were saved are kept."
    : "程序没有回应，可能已经关闭。请重新打开程序，用新的地址拖入同一文件；已保存的处理意见都在。";

  // The answer as a record; a trouble is thrown with the sentence that says what to do.
  const call = async (path, { method = "GET", body, record } = {}) => {
    let reply;
    try {
      const headers = { accept: "application/json" };
      if (record !== undefined) headers["content-type"] = "application/json";
      reply = await fetch(path, { method, headers, body: record === undefined ? body : JSON.stringify(record) });
    } catch {
      throw new Error(lost);
    }
    const told = await reply.json().catch(() => ({}));
    if (!reply.ok) throw Object.assign(new Error(told.problem || lost), { status: reply.status, told });
    return told;
  };

  const trouble = (error) => {
    const box = one("trouble");
    box.textContent = error ? error.message : "";
    box.hidden = !error;
    if (error) box.scrollIntoView({ block: "nearest" });
  };

  const path = (name) => name.replace(/[\r\n]+/g, " ").split("/").map(encodeURIComponent).join("/");

  // What was dropped, with the folders that it lies in.
  const dropped = async (transfer) => {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    if (!entries.length) return [...transfer.files].map((file) => ({ file, name: file.name }));
    const found = [];
    const walk = async (entry, above) => {
      const name = above ? `${above}/${entry.name}` : entry.name;
      if (entry.isFile) {
        found.push({ file: await new Promise((done, failed) => entry.file(done, failed)), name });
        return;
      }
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!some.length) return;
        for (const inner of some) await walk(inner, name);
      }
    };
    for (const entry of entries) await walk(entry, "");
    return found;
  };

  // Where files may be dropped: the whole page, so that none is opened by the browser instead.
  const drops = (box, taken) => {
    addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
    addEventListener("dragleave", (event) => { if (!event.relatedTarget) box.classList.remove("over"); });
    addEventListener("drop", async (event) => {
      event.preventDefault();
      box.classList.remove("over");
      taken(dropped(event.dataTransfer));
    });
    for (const [button, input] of [["choose-files", "files"], ["choose-folder", "folder"]]) {
      if (!one(button)) continue;
      one(button).addEventListener("click", () => one(input).click());
      one(input).addEventListener("change", () => {
        const files = [...one(input).files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
        one(input).value = "";
        if (files.length) taken(Promise.resolve(files));
      });
    }
  };

  return { one, filled, call, lost, trouble, path, drops };
})();
