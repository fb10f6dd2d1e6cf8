"use strict";
(() => {
  const { one, filled, call, trouble, path, drops } = perfscore;
  const form = one("drop");
  if (form) {
    const { key, limit, large } = form.dataset;
    form.addEventListener("submit", (event) => event.preventDefault());
    drops(form, async (coming) => {
      trouble(null);
      try {
        for (const { file, name } of await coming) {
          if (file.size > limit) throw new Error(filled(large, name));
          one("coming-words").textContent = name;
          await call(`/d/${key}/old/${path(name)}`, { method: "PUT", body: file });
        }
        location.reload();
      } catch (error) {
        one("coming-words").textContent = "";
        trouble(error);
      }
    });
  }
  const post = (id, then) => {
    const button = one(id);
    if (!button) return;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        then(await call(`/d/${button.dataset.key}/compare/${id}`, { method: "POST" }), button);
      } catch (error) {
        trouble(error);
        button.disabled = false;
      }
    });
  };
  post("carry", ({ taken }, button) => { one("carried").textContent = filled(button.dataset.done, taken); });
  post("forget", () => location.reload());
})();
