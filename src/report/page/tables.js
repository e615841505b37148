// --- tables and small multiples --------------------------------------------------------------------------------------
const headings = (texts) => html("thead", {}, html("tr", {}, ...texts.map((t) => html("th", { scope: "col" }, t))));
const INTERVALS = ["50", "80", "95"].flatMap((w) => [`${w}${PERCENT} ${T.low}`, `${w}${PERCENT} ${T.high}`]);
const ORDER = [3, 2, 4, 1, 5, 0, 6];
function drawPlaceTable() {
  const s = series(), gapped = state.scenario > 0, change = gapped && gaps(state.place).rows;
  const cells = (row, show, order) => order.map((q) => html("td", {}, show(s, row[q])));
  const extra = gapped ? [T.against, ...(meta.paired ? [`80${PERCENT} ${T.low}`, `80${PERCENT} ${T.high}`] : [])] : [];
  $("placetable").replaceChildren(html("caption", {}, `${meta.places[state.place].name}, ${s.n} (${s.u}), ${meta.scenarios[state.scenario].title}`),
    headings([T.year, T.median, ...INTERVALS, ...extra]),
    html("tbody", {}, ...levels(state.place).map((row, i) => html("tr", {}, html("th", { scope: "row" }, String(meta.start + i)), ...cells(row, shown, ORDER),
      ...(gapped ? cells(change[i], gap, meta.paired ? [MEDIAN, LOW, HIGH] : [MEDIAN]) : [])))));
}
function drawRegions() {
  const gapped = isGap(), s = series(), show = gapped ? gap : shown, rows = (place) => gapped ? gaps(place).rows : levels(place);
  const end = (place) => { const own = rows(place); return own[own.length - 1]; };
  $("regionstitle").textContent = `${T.regions}\u00a0: ${s.n}${gapped ? `, ${T.against}` : ""}`;
  $("regions").replaceChildren(...regions.map((place) => html("button", { type: "button", onclick: () => { open(place); $("place").scrollIntoView(); } },
    html("span", { class: "name" }, meta.places[place].name), fan(place, { width: 220, height: 130, small: true, gapped }),
    html("span", { class: "count" }, gapped ? gap(s, end(place)[MEDIAN]) : `${shown(s, rows(place)[0][MEDIAN])} \u2192 ${shown(s, end(place)[MEDIAN])}`))));
  const year = meta.start + rows(regions[0] || 0).length - 1, interval = !gapped || meta.paired;
  $("regionstable").replaceChildren(html("caption", {}, `${s.n}, ${meta.scenarios[state.scenario].title}${gapped ? `, ${T.against}` : ""}`),
    headings([T.place, ...(gapped ? [] : [String(meta.start)]), `${year}, ${T.median}`, ...(interval ? [`80${PERCENT} ${T.low}`, `80${PERCENT} ${T.high}`] : [])]),
    html("tbody", {}, ...regions.map((place) => html("tr", {}, html("th", { scope: "row" }, meta.places[place].name),
      ...(gapped ? [] : [html("td", {}, shown(s, rows(place)[0][MEDIAN]))]), ...(interval ? [MEDIAN, LOW, HIGH] : [MEDIAN]).map((q) => html("td", {}, show(s, end(place)[q])))))));
}
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[\s'\u2019-]+/g, " ").trim().toLowerCase();
function drawRanking() {
  const wanted = plain($("ranksearch").value), gapped = isGap(), s = series();
  const rows = departements.map((place) => ({ place, start: levels(place)[0][MEDIAN], now: at(levels(place), yearOf()), value: value(place) }))
    .filter((r) => !wanted || plain(meta.places[r.place].name).includes(wanted) || meta.places[r.place].code.toLowerCase().startsWith(wanted));
  const by = { name: (r) => meta.places[r.place].code, start: (r) => r.start, now: (r) => r.now[MEDIAN], value: (r) => r.value }[state.sort];
  rows.sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) * (state.down ? -1 : 1));
  for (const th of document.querySelectorAll("#ranking thead th[data-sort]")) th.setAttribute("aria-sort", th.dataset.sort === state.sort ? (state.down ? "descending" : "ascending") : "none");
  $("rankyear").textContent = `${yearOf()}, ${T.median}`;
  $("rankstart").textContent = meta.start;
  $("rankvalue").textContent = gapped ? T.against : state.mode === "value" ? T.level : `${meta.start}\u2013${yearOf()}`;
  $("ranknote").textContent = `${s.n} (${s.u})${values.length > 1 ? `, ${meta.scenarios[state.scenario].title}` : ""}`;
  document.querySelector("#ranking tbody").replaceChildren(...rows.map((r) => html("tr", {},
    html("th", { class: "l", scope: "row" }, html("a", { href: "#" + meta.places[r.place].code }, `${meta.places[r.place].code} ${meta.places[r.place].name}`)),
    html("td", {}, shown(s, r.start)), html("td", {}, shown(s, r.now[MEDIAN])), html("td", {}, `${shown(s, r.now[LOW])} \u2013 ${shown(s, r.now[HIGH])}`), html("td", {}, words(r.place)))));
}
for (const th of document.querySelectorAll("#ranking thead th[data-sort]")) th.querySelector("button").addEventListener("click", () => set({ sort: th.dataset.sort, down: state.sort === th.dataset.sort ? !state.down : false }));

