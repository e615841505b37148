// --- one place -----------------------------------------------------------------------------------------------------
function open(place) {
  const p = meta.places[place];
  history.replaceState(null, "", place ? "#" + (p.level === "R" ? "r" : "") + p.code : "#FR");
  set({ place });
}
const size = () => narrow() ? { width: 360, height: 300 } : { width: 600, height: 340 };
function drawPlace() {
  const p = meta.places[state.place], rows = levels(state.place), r = at(rows, yearOf()), s = series();
  $("placename").textContent = p.level === "D" ? `${p.name} (${p.code})` : p.name;
  const interval = r[LOW] === r[HIGH] ? "" : `. ${T.eighty} ${shown(s, r[LOW])} ${T.to} ${shown(s, r[HIGH])}`;
  $("placenumbers").replaceChildren(
    html("div", {}, html("b", {}, shown(s, rows[0][MEDIAN])), `${s.u}, ${meta.start}`),
    html("div", { id: "placenow" }, html("b", {}, shown(s, r[MEDIAN])), `${yearOf()}, ${T.median}${interval}`));
  $("placefan").replaceChildren(fan(state.place, size()));
  $("trough").textContent = trough();
  if ($("placechange")) drawChange();
  drawPlaceTable();
}
/** The difference of the place: shown as soon as a variant is chosen. */
function drawChange() {
  $("placechange").hidden = state.scenario === 0;
  if (state.scenario === 0) return;
  const s = series(), r = at(gaps(state.place).rows, yearOf()), zero = gaps(state.place).rows.every((row) => row.every((v) => !v));
  const sure = zero ? T.nothing : r[LOW] > 0 || r[HIGH] < 0 ? T.beyond : T.unsure;
  $("changetitle").textContent = `${meta.scenarios[state.scenario].short}\u00a0: ${meta.paired ? T.against : T.meandifference}`;
  $("changenote").replaceChildren(`${yearOf()}\u00a0: `, html("b", { id: "changenow" }, gap(s, r[MEDIAN])), ` ${s.share ? "" : s.u}`,
    meta.paired ? ` (80${PERCENT}\u00a0: ${gap(s, r[LOW])} ${T.to} ${gap(s, r[HIGH])}). ${sure}` : `. ${T.meannote}`);
  document.querySelector(".note.paired").hidden = !meta.paired;
  $("changefan").replaceChildren(fan(state.place, { ...size(), height: 260, gapped: true }));
}
/** Year of the lowest median: said as such, the distribution of the trough being that of the files. */
function trough() {
  if (series().k !== "headcount") return "";
  const own = levels(state.place), low = own.reduce((best, r, i) => r[MEDIAN] < own[best][MEDIAN] ? i : best, 0);
  return fill(T.trough, { year: meta.start + low, median: shown(series(), own[low][MEDIAN]) });
}

