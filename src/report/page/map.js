// --- map -----------------------------------------------------------------------------------------------------------
const map = $("map"), shapes = [...map.querySelectorAll("path[data-code]")];
const indexOf = new Map(meta.places.map((p, i) => [p.level + p.code, i]));
const placeOf = (shape) => indexOf.get("D" + shape.dataset.code);
/** The keyboard meets each département once, by its larger shape, and the map as one stop. */
const stops = [...new Map(shapes.map((shape) => [shape.dataset.code, shape])).values()].sort((a, b) => placeOf(a) - placeOf(b));
const tell = (shape) => { const place = placeOf(shape); $("maptip").textContent = `${meta.places[place].name} (${shape.dataset.code})\u00a0: ${words(place)}`; };
for (const shape of departements.length ? shapes : []) {
  shape.addEventListener("click", () => open(placeOf(shape)));
  shape.addEventListener("pointerenter", () => tell(shape));
  shape.addEventListener("focus", () => tell(shape));
  shape.addEventListener("keydown", (event) => {
    const rank = stops.indexOf(shape), go = { ArrowRight: rank + 1, ArrowDown: rank + 1, ArrowLeft: rank - 1, ArrowUp: rank - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(placeOf(shape)); }
    if (go === undefined) return;
    event.preventDefault();
    const next = stops[(go + stops.length) % stops.length];
    for (const stop of stops) stop.setAttribute("tabindex", stop === next ? "0" : "-1");
    next.focus();
  });
}
/** Bounds between the eight colours: the same for all years, so that playing does not move them. */
function classes() {
  const years = state.mode === "value" ? [meta.start, Math.round((meta.start + last) / 2), last] : [last];
  const all = years.flatMap((year) => departements.map((d) => value(d, year)));
  if (state.mode !== "value") {
    const sizes = all.map(Math.abs).sort((a, b) => a - b), most = sizes[Math.floor(sizes.length * 9 / 10)] || 0;
    const step = isRatio() ? meta.steps.find((s) => 3.5 * s >= most) || meta.steps[meta.steps.length - 1] : nice(Math.max(most / 3.5, 10 ** -series().e));
    return { colours: meta.diverging, bounds: [-3, -2, -1, 0, 1, 2, 3].map((k) => k * step), step };
  }
  all.sort((a, b) => a - b);
  const share = (p) => all[Math.floor(p * (all.length - 1))], step = nice(Math.max((share(0.95) - share(0.05)) / 7, 1e-9)), from = Math.ceil(share(0.05) / step) * step;
  return { colours: meta.sequential, bounds: [0, 1, 2, 3, 4, 5, 6].map((k) => from + k * step), step };
}
function drawMap() {
  if (!departements.length) return;
  const { colours, bounds, step } = classes(), signs = state.mode !== "value";
  for (const shape of shapes) {
    const place = placeOf(shape), v = value(place), label = `${meta.places[place].name} (${shape.dataset.code})\u00a0: ${words(place)}`;
    shape.setAttribute("fill", colours[bounds.filter((b) => v >= b - 1e-9).length]);
    shape.classList.toggle("on", place === state.place);
    shape.setAttribute("aria-label", label);
    shape.querySelector("title").textContent = label;
  }
  for (const mark of map.querySelectorAll("[data-fall]")) mark.setAttribute("display", signs && value(placeOf({ dataset: { code: mark.dataset.fall } })) < -1e-9 ? "inline" : "none");
  if (!map.contains(document.activeElement)) {
    const stop = stops.find((shape) => placeOf(shape) === state.place) || stops[0];
    for (const shape of shapes) shape.setAttribute("tabindex", shape === stop ? "0" : "-1");
  }
  const scale = isRatio() || series().share ? 100 : 1, decimals = Math.max(0, Math.ceil(-Math.log10(step * scale) - 1e-9));
  const unit = isRatio() ? "%" : series().share ? (signs ? T.points.trim() : "%") : series().u;
  $("legend").replaceChildren(...colours.map((colour, i) => {
    const swatch = html("i", {});
    swatch.style.background = colour;
    return html("div", {}, swatch, html("span", {}, i ? number(bounds[i - 1] * scale, decimals, signs) : ""));
  }), html("span", { class: "unit" }, unit));
  const down = departements.filter((d) => value(d) < -1e-9).length, name = meta.scenarios[state.scenario].short;
  const title = { value: yearOf(), change: `${meta.start}\u2013${yearOf()}`, difference: `${yearOf()}, ${T.against}` }[isGap() ? "difference" : state.mode];
  $("maptitle").textContent = `${series().n}, ${title}`;
  $("mapnote").textContent = (values.length > 1 ? `${name}. ` : "") + (signs ? fill(down === 1 ? T.fall : T.falls, { n: down, all: departements.length }) : "");
}

