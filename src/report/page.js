"use strict";
(async function () {
const $ = (id) => document.getElementById(id);
const meta = JSON.parse($("data").textContent);
const T = meta.words;

// --- numbers -------------------------------------------------------------------------------------------------------
const locale = meta.lang === "en" ? "en-GB" : "fr-FR";
const THIN = "\u202f";
function number(value, decimals, signed) {
  const text = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: signed ? "exceptZero" : "auto" }).format(value);
  return text.replace(/[\u00a0\s]/g, THIN).replace("-", "\u2212");
}
const shown = (series, value, signed) => series.share
  ? number(value * 100, 1, signed) + (meta.lang === "en" ? "%" : "\u00a0%")
  : number(value, Math.min(2, Math.max(0, series.d)), signed);

// --- values: see data.rs -------------------------------------------------------------------------------------------
async function inflate(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
const Q = 7, MEDIAN = 3;
const STEPS = [[3, 2, -1], [2, 1, -1], [1, 0, -1], [3, 4, 1], [4, 5, 1], [5, 6, 1]];
function unpack(bytes) {
  const numbers = []; let at = 0;
  const next = () => { let z = 0, shift = 1, b; do { b = bytes[at++]; z += (b & 127) * shift; shift *= 128; } while (b & 128); return z % 2 ? -(z + 1) / 2 : z / 2; };
  while (at < bytes.length) numbers.push(next());
  return numbers;
}
function decode(numbers) {
  let at = 0;
  const next = () => numbers[at++];
  return meta.series.map((series) => meta.places.map(() => {
    const years = series.flow ? meta.years - 1 : meta.years, unit = 10 ** series.d;
    const rows = Array.from({ length: years }, () => new Array(Q));
    let before = 0;
    for (const row of rows) row[MEDIAN] = before += next();
    for (const [from, to, sign] of STEPS) { let gap = 0; for (const row of rows) { gap += next(); row[to] = row[from] + sign * gap; } }
    for (const row of rows) for (let q = 0; q < Q; q++) row[q] /= unit;
    return rows;
  }));
}
let values;
try {
  const packed = await Promise.all(meta.scenarios.map(async (s) => unpack(await inflate(s.values))));
  // A variant is what it adds to the first scenario.
  values = packed.map((numbers, s) => decode(s ? numbers.map((n, i) => n + packed[0][i]) : numbers));
} catch (error) { return; }
document.documentElement.classList.add("ready");

// --- what is shown -------------------------------------------------------------------------------------------------
const last = meta.start + meta.years - 1;
const state = { scenario: 0, series: 0, year: last, mode: "change", place: 0, sort: "value", down: false };
const listeners = [];
const set = (change) => { Object.assign(state, change); for (const listener of listeners) listener(); };
const series = () => meta.series[state.series];
const yearOf = () => Math.min(state.year, series().flow ? last - 1 : last);
const row = (scenario, place, year) => values[scenario][state.series][place][Math.min(year - meta.start, values[scenario][state.series][place].length - 1)];
const departements = meta.places.map((p, i) => i).filter((i) => meta.places[i].level === "D");
const regions = meta.places.map((p, i) => i).filter((i) => meta.places[i].level === "R");
function value(place) {
  const now = row(state.scenario, place, yearOf())[MEDIAN];
  if (state.mode === "value") return now;
  const before = state.mode === "change" ? row(state.scenario, place, meta.start)[MEDIAN] : row(0, place, yearOf())[MEDIAN];
  if (series().share) return now - before;
  return before ? now / before - 1 : 0;
}
const words = (place) => state.mode === "value" ? shown(series(), value(place))
  : series().share ? number(value(place) * 100, 1, true) + T.points : number(value(place) * 100, 1, true) + (meta.lang === "en" ? "%" : "\u00a0%");

// --- drawing -------------------------------------------------------------------------------------------------------
const NS = "http://www.w3.org/2000/svg";
function node(name, attributes, text) {
  const made = document.createElementNS(NS, name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text !== undefined) made.textContent = text;
  return made;
}
function html(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const key in attributes) key === "onclick" ? made.addEventListener("click", attributes[key]) : made.setAttribute(key, attributes[key]);
  made.append(...children);
  return made;
}
const HUES = ["#0b3558", "#b35806", "#1b7837", "#762a83"];
const BANDS = [["#d3e4f3", "#9fc7e4", "#5b9bcb"], ["#fbe6cd", "#f5c48c", "#e0964a"], ["#d9f0d3", "#a6dba0", "#5aae61"], ["#e7d4e8", "#c2a5cf", "#9970ab"]];
const DASH = ["", "7 4", "2 4", "10 3 2 3"];
function nice(step) { const p = 10 ** Math.floor(Math.log10(step)); return [1, 2, 5, 10].map((f) => f * p).find((n) => n >= step); }
/** A fan of the present scenario and the medians of the others. */
function fan(place, size) {
  const { width, height, small } = size;
  const left = small ? 44 : 66, right = small ? 6 : 128, top = 10, bottom = small ? 18 : 28;
  const svg = node("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img" });
  const list = small ? [state.scenario] : values.map((_, i) => i);
  const rows = list.map((s) => values[s][state.series][place]);
  const own = values[state.scenario][state.series][place];
  let low = Math.min(...own.map((r) => r[0]), ...rows.flat().map((r) => r[MEDIAN])), high = Math.max(...own.map((r) => r[6]), ...rows.flat().map((r) => r[MEDIAN]));
  if (low === high) { low -= 1; high += 1; }
  const step = nice((high - low) / (small ? 2 : 5));
  low = Math.floor(low / step) * step; high = Math.ceil(high / step) * step;
  const x = (i) => left + (width - left - right) * i / (meta.years - 1), y = (v) => top + (height - top - bottom) * (high - v) / (high - low);
  const points = (edge) => own.map((r, i) => `${x(i).toFixed(1)} ${y(r[edge]).toFixed(1)}`);
  const grid = small ? [low, high] : Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step);
  for (const v of grid) {
    svg.append(node("path", { d: `M${left} ${y(v)}H${width - right}`, stroke: "#d5dae0", fill: "none" }));
    svg.append(node("text", { x: left - 6, y: y(v) + 4, "text-anchor": "end", "font-size": small ? 11 : 13, fill: "#55616d" }, series().share ? number(v * 100, step < 0.01 ? 1 : 0) : number(v, step < 1 ? (step < 0.1 ? 2 : 1) : 0)));
  }
  const labels = small ? [0, meta.years - 1] : meta.ticks;
  for (const i of labels) svg.append(node("text", { x: x(i), y: height - 6, "text-anchor": small ? (i ? "end" : "start") : "middle", "font-size": small ? 11 : 13, fill: "#55616d" }, String(meta.start + i)));
  [[0, 6], [1, 5], [2, 4]].forEach(([a, b], rank) => svg.append(node("path", { d: `M${points(b).join("L")}L${points(a).reverse().join("L")}Z`, fill: BANDS[state.scenario % 4][rank] })));
  const ends = [];
  for (const s of list) {
    const line = values[s][state.series][place].map((r, i) => `${x(i).toFixed(1)} ${y(r[MEDIAN]).toFixed(1)}`).join("L");
    svg.append(node("path", { d: "M" + line, fill: "none", stroke: HUES[s % 4], "stroke-width": small ? 1.6 : 2.4, "stroke-dasharray": s === state.scenario ? "" : DASH[s % 4], "stroke-linejoin": "round" }));
    const end = values[s][state.series][place]; ends.push({ s, y: y(end[end.length - 1][MEDIAN]), v: end[end.length - 1][MEDIAN] });
  }
  if (!small) {
    ends.sort((a, b) => a.y - b.y);
    ends.forEach((e, i) => { if (i && e.y - ends[i - 1].at < 34) e.at = ends[i - 1].at + 34; else e.at = e.y; });
    for (const e of ends) {
      svg.append(node("text", { x: width - right + 8, y: e.at + 2, "font-size": 14, "font-weight": 700, fill: HUES[e.s % 4] }, shown(series(), e.v)));
      svg.append(node("text", { x: width - right + 8, y: e.at + 18, "font-size": 12, fill: HUES[e.s % 4] }, meta.scenarios[e.s].short));
    }
    const i = yearOf() - meta.start, r = own[i];
    svg.append(node("path", { d: `M${x(i)} ${top}V${height - bottom}`, stroke: "#1b2733", "stroke-dasharray": "3 3", fill: "none" }));
    svg.append(node("circle", { cx: x(i), cy: y(r[MEDIAN]), r: 4.5, fill: HUES[state.scenario % 4], stroke: "#fff", "stroke-width": 1.5 }));
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect(), at = (event.clientX - box.left) / box.width * width;
      const year = meta.start + Math.round((at - left) / (width - left - right) * (meta.years - 1));
      if (year >= meta.start && year <= last && year !== state.year && event.buttons) set({ year });
    });
    svg.addEventListener("pointerdown", (event) => {
      const box = svg.getBoundingClientRect(), at = (event.clientX - box.left) / box.width * width;
      const year = meta.start + Math.round((at - left) / (width - left - right) * (meta.years - 1));
      if (year >= meta.start && year <= last) set({ year });
    });
  }
  svg.setAttribute("aria-label", sentence(place, yearOf()));
  return svg;
}
function sentence(place, year) {
  const r = row(state.scenario, place, year), s = series();
  return T.sentence.replace("{place}", meta.places[place].name).replace("{year}", year).replace("{name}", s.n).replace("{median}", shown(s, r[MEDIAN])).replace("{low}", shown(s, r[1])).replace("{high}", shown(s, r[5])).replace("{scenario}", meta.scenarios[state.scenario].title);
}

// --- map -----------------------------------------------------------------------------------------------------------
const DIVERGING = ["#a14a04", "#e08214", "#fdb863", "#fee3bd", "#dcebf5", "#9dcbe1", "#4393c3", "#1f5fa3"];
const SEQUENTIAL = ["#eef3f7", "#d3e4f3", "#b3d3ea", "#8bbbdc", "#5b9bcb", "#3a7cb3", "#1f5d93", "#0b3558"];
const map = $("map"), shapes = [...map.querySelectorAll("path[data-code]")];
const indexOf = new Map(meta.places.map((p, i) => [p.level + p.code, i]));
for (const shape of shapes) {
  const place = indexOf.get("D" + shape.dataset.code);
  shape.addEventListener("click", () => open(place));
  shape.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(place); } });
  shape.addEventListener("pointerenter", () => { $("maptip").textContent = `${meta.places[place].name} (${shape.dataset.code})\u00a0: ${words(place)}`; });
  shape.addEventListener("focus", () => { $("maptip").textContent = `${meta.places[place].name} (${shape.dataset.code})\u00a0: ${words(place)}`; });
}
/** Bounds between the eight colours: the same for all years, so that playing does not move them. */
function classes() {
  const all = [], keep = state.year;
  for (const year of [meta.start, Math.round((meta.start + last) / 2), last]) { state.year = year; for (const d of departements) all.push(value(d)); }
  state.year = keep;
  if (state.mode !== "value") {
    const sizes = all.map(Math.abs).sort((a, b) => a - b), most = sizes[Math.floor(sizes.length * 0.95)];
    const step = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.5].find((s) => 3.5 * s >= most) || 0.5;
    return { colours: DIVERGING, bounds: [-3, -2, -1, 0, 1, 2, 3].map((k) => k * step) };
  }
  all.sort((a, b) => a - b);
  const at = (share) => all[Math.floor(share * (all.length - 1))], step = nice(Math.max((at(0.95) - at(0.05)) / 7, 1e-9)), from = Math.ceil(at(0.05) / step) * step;
  return { colours: SEQUENTIAL, bounds: [0, 1, 2, 3, 4, 5, 6].map((k) => from + k * step) };
}
function drawMap() {
  const { colours, bounds } = classes();
  for (const shape of shapes) {
    const place = indexOf.get("D" + shape.dataset.code), v = value(place);
    shape.setAttribute("fill", colours[bounds.filter((b) => v >= b).length]);
    shape.classList.toggle("on", place === state.place);
    shape.setAttribute("aria-label", `${meta.places[place].name}\u00a0: ${words(place)}`);
    shape.querySelector("title").textContent = `${meta.places[place].name} (${shape.dataset.code})\u00a0: ${words(place)}`;
  }
  const legend = $("legend");
  legend.replaceChildren(...colours.map((colour, i) => {
    const b = bounds[i - 1];
    const label = i === 0 ? "" : state.mode === "value" ? (series().share ? number(b * 100, 1) : number(b, b % 1 ? 1 : 0)) : number(b * 100, Number.isInteger(Math.round(b * 1e5) / 1e3) ? 0 : 1, true);
    const swatch = html("i", {}); swatch.style.background = colour;
    const tick = html("span", {}, label); tick.style.marginLeft = "-10px";
    return html("div", {}, swatch, tick);
  }), html("span", {}, " " + (state.mode === "value" ? (series().share ? "%" : series().u) : series().share ? T.points.trim() : "%")));
  const down = departements.filter((d) => value(d) < 0).length;
  $("maptitle").textContent = `${series().n}, ${state.mode === "value" ? yearOf() : state.mode === "change" ? `${meta.start}\u2013${yearOf()}` : `${yearOf()}, ${T.against} ${meta.scenarios[0].short}`}`;
  $("mapnote").textContent = state.mode === "value" ? "" : T.falls.replace("{n}", down).replace("{all}", departements.length);
}

// --- one place -----------------------------------------------------------------------------------------------------
function open(place) {
  const p = meta.places[place];
  history.replaceState(null, "", place ? "#" + (p.level === "R" ? "r" : "") + p.code : "#FR");
  set({ place });
}
function drawPlace() {
  const p = meta.places[state.place], r = row(state.scenario, state.place, yearOf()), s = series();
  $("placename").textContent = p.level === "D" ? `${p.name} (${p.code})` : p.name;
  $("placenumbers").replaceChildren(
    html("div", {}, html("b", {}, shown(s, row(state.scenario, state.place, meta.start)[MEDIAN])), `${s.u}, ${meta.start}`),
    html("div", {}, html("b", {}, shown(s, r[MEDIAN])), `${yearOf()}, ${T.median}. ${T.eighty} ${shown(s, r[1])} ${T.to} ${shown(s, r[5])}`));
  $("placefan").replaceChildren(fan(state.place, { width: 620, height: 360 }));
  const own = values[state.scenario][state.series][state.place];
  $("placetable").replaceChildren(html("caption", {}, `${p.name}, ${s.n} (${s.u}), ${meta.scenarios[state.scenario].title}`),
    html("thead", {}, html("tr", {}, ...[T.year, T.median, ...["50", "80", "95"].flatMap((w) => [`${w} % ${T.low}`, `${w} % ${T.high}`])].map((t) => html("th", { scope: "col" }, t)))),
    html("tbody", {}, ...own.map((v, i) => html("tr", {}, html("th", { scope: "row" }, String(meta.start + i)), ...[3, 2, 4, 1, 5, 0, 6].map((q) => html("td", {}, shown(s, v[q])))))));
  $("trough").textContent = troughs(state.place);
}
/** Year of the lowest median: said as such, the distribution of the trough being that of the files. */
function troughs(place) {
  if (series().k !== "headcount") return "";
  const own = values[state.scenario][state.series][place], low = own.reduce((best, r, i) => r[MEDIAN] < own[best][MEDIAN] ? i : best, 0);
  return T.trough.replace("{year}", meta.start + low).replace("{median}", shown(series(), own[low][MEDIAN]));
}

// --- régions, ranking, juniors ---------------------------------------------------------------------------------------
function drawRegions() {
  $("regions").replaceChildren(...regions.map((place) => {
    const own = values[state.scenario][state.series][place];
    return html("button", { type: "button", onclick: () => { open(place); $("place").scrollIntoView(); } }, html("h3", {}, meta.places[place].name), fan(place, { width: 220, height: 120, small: true }),
      html("span", { class: "count" }, `${shown(series(), own[0][MEDIAN])} \u2192 ${shown(series(), own[own.length - 1][MEDIAN])}`));
  }));
}
function drawRanking() {
  const name = $("ranksearch").value.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const rows = departements.map((place) => ({ place, start: row(state.scenario, place, meta.start)[MEDIAN], now: row(state.scenario, place, yearOf()), value: value(place) }))
    .filter((r) => !name || plain(meta.places[r.place].name).includes(name) || meta.places[r.place].code.toLowerCase().startsWith(name));
  const by = { name: (r) => meta.places[r.place].code, start: (r) => r.start, now: (r) => r.now[MEDIAN], value: (r) => r.value }[state.sort];
  rows.sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) * (state.down ? -1 : 1));
  for (const th of document.querySelectorAll("#ranking thead th[data-sort]")) {
    th.setAttribute("aria-sort", th.dataset.sort === state.sort ? (state.down ? "descending" : "ascending") : "none");
  }
  $("rankyear").textContent = yearOf(); $("rankstart").textContent = meta.start;
  document.querySelector("#ranking tbody").replaceChildren(...rows.map((r) => html("tr", {},
    html("td", { class: "l" }, html("a", { href: "#" + meta.places[r.place].code }, `${meta.places[r.place].code} ${meta.places[r.place].name}`)),
    html("td", {}, shown(series(), r.start)), html("td", {}, shown(series(), r.now[MEDIAN])), html("td", {}, `${shown(series(), r.now[1])} \u2013 ${shown(series(), r.now[5])}`), html("td", {}, words(r.place)))));
}
for (const th of document.querySelectorAll("#ranking thead th[data-sort] button")) th.addEventListener("click", () => { const sort = th.parentElement.dataset.sort; set({ sort, down: state.sort === sort ? !state.down : false }); });

// --- downloads -------------------------------------------------------------------------------------------------------
function save(name, type, content) {
  const link = html("a", { href: URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type })), download: name });
  document.body.append(link); link.click(); link.remove(); setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
function drawing(id) {
  const svg = $(id).matches("svg") ? $(id).cloneNode(true) : $(id).querySelector("svg").cloneNode(true);
  const box = svg.viewBox.baseVal; svg.setAttribute("xmlns", NS); svg.setAttribute("width", box.width); svg.setAttribute("height", box.height);
  svg.setAttribute("font-family", "Arial, Helvetica, sans-serif");
  svg.prepend(node("rect", { width: box.width, height: box.height, fill: "#fff" }));
  return new XMLSerializer().serializeToString(svg);
}
function png(name, text) {
  const image = new Image();
  image.onload = () => { const canvas = html("canvas", {}); canvas.width = image.width * 2; canvas.height = image.height * 2; const pen = canvas.getContext("2d"); pen.scale(2, 2); pen.drawImage(image, 0, 0); canvas.toBlob((blob) => save(name, "image/png", blob)); };
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
}
const QUANTILES = ["q025", "q10", "q25", "q50", "q75", "q90", "q975"];
function table(places) {
  const head = ["scenario", "level", "code", "name", "indicator", "count", "year", ...QUANTILES].join(";");
  const decimal = (v) => meta.lang === "en" ? String(+v.toFixed(6)) : String(+v.toFixed(6)).replace(".", ",");
  const lines = values.flatMap((v, s) => places.flatMap((place) => v[state.series][place].map((r, i) => [meta.scenarios[s].name, meta.places[place].level, meta.places[place].code, meta.places[place].name, series().k, series().c, meta.start + i, ...r.map(decimal)].join(";"))));
  return "\ufeff" + [head, ...lines].join("\r\n") + "\r\n";
}
document.addEventListener("click", (event) => {
  const take = event.target.closest("button[data-take]"); if (!take) return;
  const [kind, id] = take.dataset.take.split(" "), name = `releve-${series().k}-${yearOf()}-${id}`;
  const places = { placefan: [state.place], map: departements, regions, ranking: departements }[id];
  if (kind === "csv") save(name + ".csv", "text/csv;charset=utf-8", table(places));
  if (kind === "svg") save(name + ".svg", "image/svg+xml", drawing(id));
  if (kind === "png") png(name + ".png", drawing(id));
});

// --- controls --------------------------------------------------------------------------------------------------------
const option = (value, text) => html("option", { value }, text);
const groups = [...new Set(meta.series.map((s) => s.k))];
$("indicator").append(...groups.map((k) => option(k, meta.series.find((s) => s.k === k).n)));
const counts = () => meta.series.filter((s) => s.k === $("indicator").value);
function fillCounts() {
  const own = counts(); $("count").replaceChildren(...own.map((s) => option(s.c, s.c ? `${s.c} \u2013 ${T.counts[s.c]}` : T.everybody))); $("count").disabled = own.length < 2;
}
fillCounts();
$("indicator").addEventListener("change", () => { fillCounts(); set({ series: meta.series.indexOf(counts()[0]) }); });
$("count").addEventListener("change", () => set({ series: meta.series.findIndex((s) => s.k === $("indicator").value && s.c === $("count").value) }));
$("mode").append(option("change", T.change), option("value", T.value), ...(values.length > 1 ? [option("difference", T.difference)] : []));
$("mode").addEventListener("change", () => set({ mode: $("mode").value }));
$("slider").min = meta.start; $("slider").max = last; $("slider").value = last;
$("slider").addEventListener("input", () => set({ year: Number($("slider").value) }));
let timer = 0;
$("play").addEventListener("click", () => {
  if (timer) { clearInterval(timer); timer = 0; } else {
    if (state.year >= last) set({ year: meta.start });
    timer = setInterval(() => { if (state.year >= last) { clearInterval(timer); timer = 0; playing(); } else set({ year: state.year + 1 }); }, 450);
  }
  playing();
});
const playing = () => { $("play").textContent = timer ? T.pause : T.play; $("play").setAttribute("aria-pressed", String(Boolean(timer))); };
playing();
const pills = $("scenarios");
if (values.length > 1) meta.scenarios.forEach((s, i) => {
  const input = html("input", { type: "radio", name: "scenario", value: i }); input.checked = i === 0;
  input.addEventListener("change", () => set({ scenario: i, mode: i && state.mode === "change" ? state.mode : state.mode === "difference" && !i ? "change" : state.mode }));
  pills.append(html("label", {}, input, html("span", {}, s.short)));
}); else pills.hidden = true;
$("where").append(...meta.places.map((p) => option(p.level === "D" ? `${p.name} (${p.code})` : p.name, "")));
$("search").addEventListener("change", () => {
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[\s'\u2019-]+/g, " ").trim().toLowerCase();
  const wanted = plain($("search").value.replace(/\(.*\)/, ""));
  const found = meta.places.findIndex((p) => plain(p.name) === wanted || p.code.toLowerCase() === wanted);
  $("searchnote").textContent = found < 0 && wanted ? T.unknown : "";
  if (found >= 0) { open(found); $("search").value = ""; }
});
$("ranksearch").addEventListener("input", drawRanking);
function fromHash() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const found = meta.places.findIndex((p) => (p.level === "R" ? "r" + p.code : p.code) === wanted);
  if (found >= 0 && found !== state.place) set({ place: found });
  if (found > 0) $("place").scrollIntoView();
}
addEventListener("hashchange", fromHash);
listeners.push(() => { $("slider").value = state.year; $("yearout").textContent = yearOf(); $("slider").setAttribute("aria-valuetext", yearOf()); $("mode").value = state.mode; }, drawMap, drawPlace, drawRegions, drawRanking,
  () => { for (const input of pills.querySelectorAll("input")) input.checked = Number(input.value) === state.scenario; });
set({});
fromHash();
})();
