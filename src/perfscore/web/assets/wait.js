"use strict";
(() => {
  const { one, filled, call, trouble } = perfscore;
  const words = one("wait");
  const bar = one("bar");
  const key = words.dataset.key;
  let lost = 0;

  const look = async () => {
    try {
      const told = await call(`/d/${key}/state`);
      lost = 0;
      if (told.state === "waiting") words.textContent = filled(words.dataset.waiting, told.before);
      else if (told.state === "running") {
        const read = told.done >= told.files;
        words.textContent = read ? words.dataset.checking : filled(words.dataset.running, told.done, told.files);
        if (read) bar.removeAttribute("value");
        else { bar.max = told.files; bar.value = told.done; }
      } else { location.reload(); return; }
    } catch (error) {
      lost += 1;
      if (lost > 3 || error.status) { trouble(error); bar.remove(); return; }
    }
    setTimeout(look, 400);
  };
  look();

  const cancel = one("cancel");
  if (cancel) cancel.addEventListener("click", async () => {
    cancel.disabled = true;
    await call(`/d/${key}/cancel`, { method: "POST" }).catch(trouble);
  });
})();
