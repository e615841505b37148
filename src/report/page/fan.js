// --- fans ------------------------------------------------------------------------------------------------------------
/** Median and intervals by year of the present scenario, levels with the medians of the others, or differences. */
function fan(place, { width, height, small, gapped }) {
  const s = series(), own = gapped ? gaps(place).rows : levels(place), hue = state.scenario;
  const left = small ? 46 : 62, right = small ? 8 : narrow() ? 76 : 120, top = small ? 8 : 12, bottom = small ? 20 : 28;
  const font = small ? 12 : narrow() ? 13 : 14, factor = s.share ? 100 : 1;
  const svg = node("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img", "font-size": font, "aria-label": sentence(place, gapped) });
  const others = small || gapped ? [] : values.map((_, i) => i).filter((i) => i !== hue);
  const edges = !gapped ? [0, 6] : meta.paired ? [LOW, HIGH] : [MEDIAN];
  const all = [...own.flatMap((r) => edges.map((e) => r[e])), ...others.flatMap((i) => levels(place, i).map((r) => r[MEDIAN])), ...(gapped ? [0] : [])].map((v) => v * factor);
  let low = Math.min(...all), high = Math.max(...all);
  if (high - low < 1e-9) { low -= 1; high += 1; }
  const step = nice((high - low) / (small ? 2 : 5));
  low = Math.floor(low / step + 1e-9) * step; high = Math.ceil(high / step - 1e-9) * step;
  const x = (i) => left + (width - left - right) * i / (meta.years - 1), y = (v) => top + (height - top - bottom) * (high - v * factor) / (high - low);
  const path = (rows, edge) => rows.map((r, i) => `${x(i).toFixed(1)} ${y(r[edge]).toFixed(1)}`);
  for (let k = 0; k <= Math.round((high - low) / step); k++) {
    const v = low + k * step, zero = Math.abs(v) < step / 2;
    if (small && k && k < Math.round((high - low) / step) && !(gapped && zero)) continue;
    svg.append(node("path", { d: `M${left} ${y(v / factor).toFixed(1)}H${width - right}`, stroke: gapped && zero ? "var(--ink)" : "var(--line)", fill: "none" }),
      node("text", { x: left - 6, y: (y(v / factor) + 4).toFixed(1), "text-anchor": "end", fill: "var(--grey)" }, number(v, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)), gapped)));
  }
  const labels = small ? [0, meta.years - 1] : meta.ticks.filter((i) => !narrow() || (meta.start + i) % 10 === 0);
  for (const i of labels) svg.append(node("text", { x: x(i).toFixed(1), y: height - 6, "text-anchor": small ? (i ? "end" : "start") : "middle", fill: "var(--grey)" }, String(meta.start + i)));
  if (edges.length > 1) (gapped ? [[], [LOW, HIGH]] : [[0, 6], [1, 5], [2, 4]]).forEach(([a, b], rank) => a === undefined || svg.append(node("path", { d: `M${path(own, b).join("L")}L${path(own, a).reverse().join("L")}Z`, fill: `var(--b${hue}${rank})` })));
  const ends = [];
  const line = (rows, h, dash) => {
    svg.append(node("path", { d: "M" + path(rows, MEDIAN).join("L"), fill: "none", stroke: `var(--h${h})`, "stroke-width": small ? 1.6 : 2.4, "stroke-dasharray": dash, "stroke-linejoin": "round" }));
    const v = rows[rows.length - 1][MEDIAN];
    ends.push({ h, y: y(v), v });
  };
  for (const i of others) line(levels(place, i), i, DASH[i % 4] || "1 0");
  line(own, hue, "");
  if (small) return svg;
  ends.sort((a, b) => a.y - b.y);
  ends.forEach((e, i) => { e.at = i ? Math.max(e.y, ends[i - 1].at + 34) : e.y; });
  for (const e of ends) {
    svg.append(node("text", { x: width - right + 8, y: (e.at + 2).toFixed(1), "font-weight": 700, fill: `var(--h${e.h})` }, gapped ? gap(s, e.v) : shown(s, e.v)));
    if (values.length > 1 && !narrow()) svg.append(node("text", { x: width - right + 8, y: (e.at + 17).toFixed(1), "font-size": 12, fill: `var(--h${e.h})` }, meta.scenarios[e.h].short.slice(0, 20)));
  }
  const i = yearOf() - meta.start;
  svg.append(node("path", { d: `M${x(i).toFixed(1)} ${top}V${height - bottom}`, stroke: "var(--ink)", "stroke-dasharray": "3 3", fill: "none" }),
    node("circle", { cx: x(i).toFixed(1), cy: y(own[Math.min(i, own.length - 1)][MEDIAN]).toFixed(1), r: 4.5, fill: `var(--h${hue})`, stroke: "var(--paper)", "stroke-width": 1.5 }));
  const pick = (event) => {
    const box = svg.getBoundingClientRect(), year = meta.start + Math.round(((event.clientX - box.left) / box.width * width - left) / (width - left - right) * (meta.years - 1));
    if (year >= meta.start && year <= last && year !== state.year) set({ year });
  };
  svg.addEventListener("pointerdown", pick);
  svg.addEventListener("pointermove", (event) => { if (event.buttons) pick(event); });
  return svg;
}

