"use strict";
(() => {
  const { one, filled, call, trouble, path, drops } = perfscore;
  const form = one("drop");
  const box = one("coming");
  const words = one("coming-words");
  const bar = one("coming-bar");
  const endings = new Set(form.dataset.endings.split(" "));
  const size = (bytes) => `${Math.round(bytes / 1e6)} MB`;
  let busy = false;

  // What cannot be taken is said before it is sent.
  const chosen = (files) => {
    const fits = files.filter(({ name }) => endings.has(name.slice(name.lastIndexOf(".")).toLowerCase()));
    const passed = fits.length ? files.filter((one) => !fits.includes(one)).map(({ name }) => name) : [];
    // A file alone is read by what it holds, whatever it is called.
    const kept = fits.length ? fits : files.length === 1 ? files : [];
    const { limit, whole, files: most } = form.dataset;
    if (!kept.length) throw new Error(words.dataset.none);
    if (kept.length > most) throw new Error(filled(words.dataset.many, most, kept.length));
    const large = kept.find(({ file }) => file.size > limit);
    if (large) throw new Error(filled(words.dataset.large, large.name, size(limit)));
    if (kept.reduce((sum, { file }) => sum + file.size, 0) > whole) throw new Error(filled(words.dataset.whole, size(whole)));
    return { kept, passed };
  };

  const take = async (coming) => {
    if (busy) return;
    busy = true;
    trouble(null);
    box.hidden = false;
    bar.removeAttribute("value");
    words.textContent = words.dataset.reading;
    let key = null;
    try {
      const { kept, passed } = chosen(await coming);
      const { ruleset, alone, masked } = form.elements;
      ({ key } = await call("/d", { method: "POST", record: { ruleset: ruleset.value, alone: alone.checked, masked: masked.checked } }));
      const waiting = [...kept];
      let done = 0;
      const say = () => {
        words.textContent = filled(words.dataset.sending, done, kept.length) + (passed.length ? ` · ${filled(words.dataset.passed, passed.length)}` : "");
        bar.value = done / kept.length;
      };
      say();
      const send = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          await call(`/d/${key}/files/${path(next.name)}`, { method: "PUT", body: next.file });
          done += 1;
          say();
        }
      };
      await Promise.all([send(), send(), send()]);
      const { at } = await call(`/d/${key}/audit`, { method: "POST", record: { passed: passed.slice(0, 200) } });
      location.assign(at);
    } catch (error) {
      if (key) call(`/d/${key}/drop`, { method: "POST" }).catch(() => {});
      box.hidden = true;
      trouble(error);
    } finally {
      busy = false;
    }
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  drops(form, take);
  // A page that the browser kept shows what is there now.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-drop]");
    if (!button || !confirm(button.dataset.sure)) return;
    button.disabled = true;
    try {
      await call(`/d/${button.dataset.drop}/drop`, { method: "POST" });
      button.closest("tr").remove();
    } catch (error) {
      trouble(error);
    }
  });
})();
