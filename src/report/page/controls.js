// --- controls --------------------------------------------------------------------------------------------------------
const option = (value, text) => html("option", { value }, text);
const keys = [...new Set(meta.series.map((s) => s.k))];
$("indicator").append(...keys.map((k) => option(k, meta.series.find((s) => s.k === k).n)));
const counts = () => meta.series.filter((s) => s.k === $("indicator").value);
function fillCounts() {
  const own = counts();
  $("count").replaceChildren(...own.map((s) => option(s.c, s.c ? `${s.c} \u2013 ${T[s.c]}` : T.everybody)));
  $("count").disabled = own.length < 2;
}
fillCounts();
$("indicator").addEventListener("change", () => { fillCounts(); set({ series: meta.series.indexOf(counts()[0]) }); });
$("count").addEventListener("change", () => set({ series: meta.series.findIndex((s) => s.k === $("indicator").value && s.c === $("count").value) }));
$("mode").append(option("change", T.change), option("value", T.value), ...(values.length > 1 ? [option("difference", meta.paired ? T.difference : T.meandifference)] : []));
// A difference is that of a variant; the reference has none.
$("mode").addEventListener("change", () => set({ mode: $("mode").value, scenario: $("mode").value === "difference" && !state.scenario ? 1 : state.scenario }));
const slider = $("slider");
slider.min = meta.start;
slider.max = last;
slider.value = last;
slider.addEventListener("input", () => set({ year: Number(slider.value) }));
let timer = 0;
const playing = () => { $("play").textContent = timer ? T.pause : T.play; $("play").setAttribute("aria-pressed", String(Boolean(timer))); };
const stop = () => { clearInterval(timer); timer = 0; playing(); };
$("play").addEventListener("click", () => {
  if (timer) return stop();
  if (state.year >= last) set({ year: meta.start });
  timer = setInterval(() => state.year >= last ? stop() : set({ year: state.year + 1 }), 450);
  playing();
});
playing();
const pills = $("scenarios");
pills.hidden = values.length < 2;
if (!pills.hidden) meta.scenarios.forEach((s, i) => {
  const input = html("input", { type: "radio", name: "scenario", value: i });
  input.checked = i === 0;
  input.addEventListener("change", () => set({ scenario: i, mode: i ? "difference" : state.mode === "difference" ? "change" : state.mode }));
  pills.append(html("label", {}, input, html("span", {}, s.short)));
});
$("where").append(...meta.places.map((p) => option(p.level === "D" ? `${p.name} (${p.code})` : p.name, "")));
$("search").addEventListener("change", () => {
  const wanted = plain($("search").value.replace(/\(.*\)/, ""));
  const found = meta.places.findIndex((p) => plain(p.name) === wanted || (p.level === "D" && p.code.toLowerCase() === wanted));
  $("searchnote").textContent = found < 0 && wanted ? T.unknown : "";
  if (found >= 0) { open(found); $("search").value = ""; }
});
$("ranksearch").addEventListener("input", drawRanking);
function fromHash() {
  const wanted = location.hash.slice(1).toUpperCase();
  const found = meta.places.findIndex((p) => (p.level === "R" ? "R" + p.code : p.code) === wanted);
  if (found < 0) return;
  if (found !== state.place) set({ place: found });
  $("place").scrollIntoView();
}
addEventListener("hashchange", fromHash);
matchMedia("(max-width: 520px)").addEventListener("change", () => set({}));
listeners.push(() => {
  slider.value = state.year;
  slider.setAttribute("aria-valuetext", yearOf());
  $("yearout").textContent = yearOf();
  $("mode").value = state.mode;
  for (const input of pills.querySelectorAll("input")) input.checked = Number(input.value) === state.scenario;
}, drawMap, drawPlace, drawRegions, drawRanking);
set({});
fromHash();
