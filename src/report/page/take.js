// --- downloads -------------------------------------------------------------------------------------------------------
function save(name, type, content) {
  const link = html("a", { href: URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // A slow machine may begin to read it late.
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
/** Colours as on paper, whatever the screen. */
const light = [...document.styleSheets[0].cssRules].find((rule) => rule.selectorText === ":root").style;
/** The pictures of a part that are shown, one below another, or in rows of three where there are many. */
function drawing(part) {
  const all = (part.matches("svg") ? [part] : [...part.querySelectorAll("svg")]).filter((svg) => svg.getBoundingClientRect().width > 0);
  const columns = all.length > 3 ? 3 : 1, box = all[0].viewBox.baseVal, head = columns > 1 ? 20 : 0;
  const width = box.width * columns, height = (box.height + head) * Math.ceil(all.length / columns);
  const whole = node("svg", { xmlns: NS, viewBox: `0 0 ${width} ${height}`, width, height, "font-family": "Arial, Helvetica, sans-serif" });
  whole.append(node("rect", { width, height, fill: "var(--paper)" }));
  all.forEach((svg, i) => {
    const copy = svg.cloneNode(true), x = (i % columns) * box.width, y = Math.floor(i / columns) * (box.height + head);
    for (const [key, v] of Object.entries({ x, y: y + head, width: box.width, height: box.height })) copy.setAttribute(key, v);
    for (const shape of copy.querySelectorAll("path[data-code]")) { shape.setAttribute("stroke", "#fff"); shape.setAttribute("stroke-width", ".8"); }
    whole.append(copy);
    if (head) whole.append(node("text", { x: x + 4, y: y + 15, "font-size": 13, "font-weight": 700 }, svg.parentElement.querySelector(".name").textContent));
  });
  return new XMLSerializer().serializeToString(whole).replace(/var\((--\w+)\)/g, (_, name) => light.getPropertyValue(name).trim());
}
function png(name, text) {
  const image = new Image();
  image.onload = () => {
    const canvas = html("canvas", {}), pen = canvas.getContext("2d");
    canvas.width = image.width * 2;
    canvas.height = image.height * 2;
    pen.scale(2, 2);
    pen.drawImage(image, 0, 0);
    canvas.toBlob((blob) => save(name, "image/png", blob));
  };
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
}
const QUANTILES = ["q025", "q10", "q25", "q50", "q75", "q90", "q975"];
const decimal = (v) => Number.isNaN(v) ? "" : meta.lang === "en" ? String(+v.toFixed(6)) : String(+v.toFixed(6)).replace(".", ",");
const cell = (text) => /[;"\r\n]/.test(text) ? `"${String(text).replaceAll('"', '""')}"` : String(text);
const sheet = (rows) => "\ufeff" + rows.map((row) => row.map(cell).join(";")).join("\r\n") + "\r\n";
/** Levels and differences of some places, all scenarios; a mean stands alone in its column. */
function data(places, which) {
  const rows = [["scenario", "level", "code", "name", "indicator", "count", "year", "difference", ...QUANTILES, "mean"]];
  const add = (s, place, kind, list) => list.forEach((r, i) => rows.push([meta.scenarios[s].name, meta.places[place].level, meta.places[place].code, meta.places[place].name,
    meta.series[which].k, meta.series[which].c, meta.start + i, kind, ...(kind && !meta.paired ? [...QUANTILES.map(() => ""), decimal(r[MEDIAN])] : [...r.map(decimal), ""])]));
  values.forEach((v, s) => places.forEach((place) => {
    add(s, place, "", v[which][place]);
    if (!changes[s]) return;
    add(s, place, "absolute", changes[s][which][place].rows);
    if (changes[s][which][place].ratios) add(s, place, "relative", changes[s][which][place].ratios);
  }));
  return sheet(rows);
}
/** The words of a table of the page, a cell a cell, the interval after the median. */
const ofTable = (table) => sheet([...table.rows].map((row) => [...row.cells].map((c) => c.innerText.replace(/\s*\n\s*/g, " | ").trim())));
document.addEventListener("click", (event) => {
  const take = event.target.closest("button[data-take]");
  if (!take) return;
  const [kind, id] = take.dataset.take.split(" "), part = $(id);
  const places = { first: [0], placefan: [state.place], changefan: [state.place], map: departements, regions, ranking: departements }[id];
  const which = id === "first" ? 0 : state.series;
  const name = `releve-${places ? `${meta.series[which].k}-${yearOf()}-` : ""}${id}`;
  if (kind === "csv") save(name + ".csv", "text/csv;charset=utf-8", places ? data(places, which) : ofTable(part));
  if (kind === "svg") save(name + ".svg", "image/svg+xml", drawing(part));
  if (kind === "png") png(name + ".png", drawing(part));
});

