"use strict";
(() => {
  const { one, make, part, line, facts, asker, typed } = parts;
  const SVG = "http://www.w3.org/2000/svg";
  //: A longer address is none that programs take.
  const LONGEST = 6000;

  const drawn = (tag, attributes) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const curve = (told) => {
    const box = part("curve-part");
    const svg = box.querySelector("svg");
    svg.setAttribute("aria-label", told.words);
    const [low, high] = told.ends;
    for (const [kind, words] of [["top", told.top], ["low", low], ["high", high]]) svg.querySelector(`text.${kind}`).textContent = words;
    const group = svg.querySelector("g.drawn");
    for (const [kind, d] of told.lines) group.append(drawn("path", { class: kind, d }));
    for (const [cx, cy] of told.dots) group.append(drawn("circle", { class: "dot", cx, cy, r: 2 }));
    if (told.actual) group.append(drawn("circle", { class: "actual", cx: told.actual[0], cy: told.actual[1], r: 4.5 }));
    const shown = new Set(told.lines.map(([kind]) => kind).concat(told.actual ? "actual" : []));
    for (const kind of ["actual", "again", "target"]) if (!shown.has(kind)) svg.querySelector(`tspan.of-${kind}`).remove();
    return box;
  };
  const step = ({ line: words, steps }) => {
    const made = make("li", words);
    if (steps.length) {
      const inner = document.createElement("ul");
      inner.append(...steps.map(step));
      made.append(inner);
    }
    return made;
  };
  const score = (told, heads) => {
    const box = part("score-part");
    box.querySelector(".of").textContent = told.of;
    box.querySelector(".points").textContent = told.points === null ? "—" : told.points + heads.points;
    box.querySelector(".reason").textContent = told.reason;
    if (!told.reason) box.querySelector(".reason").remove();
    if (told.readings.length) box.querySelector("tbody").append(...told.readings.map(([words, points]) => line(words, make("td", points, "n"))));
    else box.querySelector("table").remove();
    if (told.steps) box.querySelector(".steps").append(step(told.steps));
    else box.querySelector(".steps").remove();
    return box;
  };
  const problems = (words) => {
    const box = part("problems-part");
    box.querySelector("ul").append(...words.map((one) => make("li", one)));
    return box;
  };
  const probes = (rows) => {
    const box = part("probes-part");
    box.querySelector("tbody").append(...rows.map(([actual, points]) => line(actual, points)));
    return box;
  };
  const heads = { points: document.documentElement.lang === "en" ? " points" : " 分" };
  const understood = (told) => {
    const shown = [];
    if (told.scores) shown.push(...told.scores.map((each) => score(each, heads)));
    shown.push(facts(told.rows));
    if (told.problems && told.problems.length) shown.push(problems(told.problems));
    if (told.curve) shown.push(curve(told.curve));
    if (told.probes && told.probes.length) shown.push(probes(told.probes));
    return shown;
  };
  const refused = (told) => {
    const [before, stuck, after] = told.text;
    const text = make("p", before, "stuck");
    if (stuck) text.append(make("mark", stuck));
    text.append(after);
    return [text, facts(told.rows)];
  };

  const forms = ["rule", "value"].map((name) => one(`${name}-form`));
  const fields = () => Object.assign({}, ...forms.map((form) => Object.fromEntries(new FormData(form))));
  const usual = { points: "10", role: "target" };
  // The address says what stands in the forms, so that it can be kept, sent, or loaded again.
  const remember = () => {
    const given = Object.entries(fields()).filter(([name, words]) => words !== (usual[name] || ""));
    const query = new URLSearchParams(given).toString();
    history.replaceState(null, "", query && query.length < LONGEST ? `/try?${query}` : "/try");
  };

  for (const name of ["rule", "value"]) {
    const form = one(`${name}-form`);
    const box = one(`${name}-box`);
    const said = one(`${name}-said`);
    const show = (words, kind, shown = []) => {
      said.textContent = words;
      box.className = `told-box ${kind}`;
      box.removeAttribute("aria-busy");
      one(`${name}-told`).replaceChildren(...shown);
    };
    const ask = asker(`/try/${name}`, {
      busy: () => box.setAttribute("aria-busy", "true"),
      taken: (told) => show(told.said, told.readable ? "good" : "bad", told.readable ? understood(told) : refused(told)),
      failed: (error) => show(error.message, "bad"),
    });
    const look = (pause) => {
      const record = Object.fromEntries(new FormData(form));
      if (record[name].trim()) ask(record, pause);
      else {
        ask(null);
        show(box.dataset.idle, "idle");
      }
    };
    typed(form, () => { remember(); look(); });
    look(0);
  }
})();
