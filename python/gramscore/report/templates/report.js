"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const control = (name) => document.getElementById(name);
  const list = control("list");
  const more = control("more");
  const perPage = 20;
  let found = [];
  let drawn = 0;

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  // All text goes in as text nodes: nothing in it can become markup.
  const marked = (text, marks) => {
    const made = element("div", "text");
    made.dir = "auto";
    let at = 0;
    for (const [begin, end, kind] of marks) {
      made.append(text.slice(at, begin), element("mark", kind === "match" ? "" : kind, text.slice(begin, end)));
      at = end;
    }
    made.append(text.slice(at));
    return made;
  };

  const choices = () => ({
    system: Number(control("system").value),
    metric: Number(control("metric").value),
    layer: Number(control("layer").value),
    order: control("order").value,
    which: control("which").value,
    search: control("search").value.trim().toLowerCase(),
  });

  // How much better than the baseline, in the sense of the metric.
  const gain = (example, { system, metric }) => {
    const score = example.systems[system].scores[metric];
    const base = example.systems[0].scores[metric];
    if (score === null || base === null) return 0;
    return data.metrics[metric].up ? score - base : base - score;
  };

  const score = (example, { system, metric }) => example.systems[system].scores[metric] ?? -Infinity;
  const length = (example) => example.references[0].length;

  const orders = {
    gain: (chosen) => (a, b) => gain(b, chosen) - gain(a, chosen),
    loss: (chosen) => (a, b) => gain(a, chosen) - gain(b, chosen),
    high: (chosen) => (a, b) => score(b, chosen) - score(a, chosen),
    low: (chosen) => (a, b) => score(a, chosen) - score(b, chosen),
    long: () => (a, b) => length(b) - length(a),
    index: () => () => 0,
  };

  const kept = {
    all: () => true,
    better: (change) => change > 0,
    worse: (change) => change < 0,
    equal: (change) => change === 0,
  };

  const holds = (example, search) =>
    search === "" ||
    String(example.index + 1) === search ||
    (example.id !== undefined && example.id.toLowerCase() === search) ||
    (example.fields ?? []).some(([, text]) => text.toLowerCase().includes(search)) ||
    example.references.some((text) => text.toLowerCase().includes(search)) ||
    example.systems.some((it) => it.text.toLowerCase().includes(search));

  const column = (label, content, figures) => {
    const made = element("div");
    made.append(element("div", "label", label), content);
    if (figures !== undefined) made.append(element("div", "prf", figures));
    return made;
  };

  const unmarked = { reference: 0, prediction: [], marks: [], figures: "" };

  const drawExample = (example, chosen) => {
    const { name, digits } = data.metrics[chosen.metric];
    const article = element("article");
    const top = element("div", "top");
    top.append(element("h3", "", `Example ${example.index + 1}${example.id === undefined ? "" : ` (${example.id})`}`));
    const shown = (value) => (value === null ? "none" : value.toFixed(digits));
    const own = example.systems[chosen.system].scores[chosen.metric];
    const base = example.systems[0].scores[chosen.metric];
    const scores = element("span", "scores-of");
    scores.textContent = `${name} ${shown(own)}`;
    if (chosen.system !== 0) {
      const change = gain(example, chosen);
      const difference = own === null || base === null ? 0 : own - base;
      const sign = difference > 0 ? "+" : "";
      const verdict = change > 0 ? "better" : change < 0 ? "worse" : "equal";
      top.append(element("span", `badge ${verdict}`, `${sign}${difference.toFixed(digits)}`));
      scores.textContent += `, ${data.systems[0]} ${shown(base)}`;
    }
    top.append(scores);
    const texts = element("div", "texts");
    const layer = example.systems[chosen.system].layers[chosen.layer] ?? unmarked;
    const number = example.references.length > 1 ? ` ${layer.reference + 1} of ${example.references.length}` : "";
    texts.append(column(`Reference${number}`, marked(example.references[layer.reference], layer.marks)));
    for (const at of chosen.system === 0 ? [0] : [chosen.system, 0]) {
      const own_layer = example.systems[at].layers[chosen.layer] ?? unmarked;
      const text = marked(example.systems[at].text, own_layer.prediction);
      const role = at === 0 && chosen.system !== 0 ? " (baseline)" : "";
      texts.append(column(`${data.systems[at]}${role}`, text, own_layer.figures));
    }
    article.append(top);
    if (example.fields !== undefined) {
      const fields = element("dl", "fields");
      for (const [label, value] of example.fields) {
        const said = element("dd", "", value);
        said.dir = "auto";
        fields.append(element("dt", "label", label), said);
      }
      article.append(fields);
    }
    article.append(texts);
    if (example.cut !== undefined) {
      const [shown, longest] = example.cut.map((count) => count.toLocaleString("en"));
      const note = `Of texts of up to ${longest} characters the first ${shown} are shown and matched; the scores are of the whole.`;
      article.append(element("p", "soft", note));
    }
    return article;
  };

  const drawMore = () => {
    const chosen = choices();
    list.append(...found.slice(drawn, drawn + perPage).map((example) => drawExample(example, chosen)));
    drawn = Math.min(found.length, drawn + perPage);
    more.hidden = drawn === found.length;
  };

  const update = () => {
    const chosen = choices();
    found = data.examples.filter((it) => kept[chosen.which](gain(it, chosen)) && holds(it, chosen.search));
    found.sort(orders[chosen.order](chosen));
    const all = data.examples.length;
    control("found").textContent = found.length === all ? `${all} examples` : `${found.length} of ${all} examples`;
    const number = Number(chosen.search);
    const counted = Number.isInteger(number) && number >= 1 && number <= data.count;
    if (counted && !found.length && !data.examples.some((it) => it.index + 1 === number)) {
      control("found").textContent = `Example ${number} is not among the ${all} shown`;
    }
    list.replaceChildren();
    drawn = 0;
    drawMore();
  };

  for (const name of ["system", "metric", "layer", "order", "which"]) control(name).addEventListener("change", update);
  control("search").addEventListener("input", update);
  control("controls").addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    const before = list.childElementCount;
    drawMore();
    const next = list.children[before];
    if (next) {
      next.tabIndex = -1;
      next.focus();
    }
  });
  update();
})();
