// --- numbers -------------------------------------------------------------------------------------------------------
const $ = (id) => document.getElementById(id);
const meta = JSON.parse($("data").textContent);
const T = meta.words;
const locale = meta.lang === "en" ? "en-GB" : "fr-FR";
const PERCENT = meta.lang === "en" ? "%" : "\u00a0%";
const formats = {};
function number(value, decimals, signed) {
  const format = formats[decimals + (signed ? "+" : "")] ||= new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: signed ? "exceptZero" : "negative" });
  return format.format(value).replace(/[\u00a0\s]/g, "\u202f").replace("-", "\u2212");
}
const shown = (series, value) => series.share ? number(value * 100, 1) + PERCENT : number(value, Math.max(0, series.d));
/** A difference: shares in points, the rest in the unit of the indicator. */
const gap = (series, value) => series.share
  ? number(value * 100, Math.max(1, series.e - 2), true) + T.points
  : number(value, Math.max(0, series.e), true);
const percent = (value) => number(value * 100, 1, true) + PERCENT;
const fill = (text, words) => text.replace(/\{(\w+)\}/g, (_, key) => words[key]);

// --- values: see data.rs -------------------------------------------------------------------------------------------
const DIGITS = [];
for (let c = 35, n = 0; n < 85; c++) if (!"&'<\\".includes(String.fromCharCode(c))) DIGITS[c] = n++;
async function inflate(text) {
  const bytes = new DataView(new ArrayBuffer(Math.ceil(text.length / 5) * 4));
  for (let i = 0; i < text.length; i += 5) {
    let number = 0;
    for (let k = i; k < i + 5; k++) number = number * 85 + (k < text.length ? DIGITS[text.charCodeAt(k)] : 84);
    bytes.setUint32(i / 5 * 4, number);
  }
  const stream = new Blob([bytes.buffer.slice(0, Math.floor(text.length * 4 / 5))]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
function unpack(bytes) {
  const numbers = [];
  let at = 0;
  const next = () => {
    let z = 0, shift = 1, b;
    do { b = bytes[at++]; z += (b & 127) * shift; shift *= 128; } while (b & 128);
    return z % 2 ? -(z + 1) / 2 : z / 2;
  };
  while (at < bytes.length) numbers.push(next());
  return numbers;
}
/** Bounds of a row: 95, 80 and 50 %, the median between them. */
const LOW = 1, MEDIAN = 3, HIGH = 5;
const STEPS = [[3, 2, -1], [2, 1, -1], [1, 0, -1], [3, 4, 1], [4, 5, 1], [5, 6, 1]];
const STEPS_GAP = [[3, 1, -1], [3, 5, 1]];
function rowsOf(next, years, steps, unit) {
  const rows = Array.from({ length: years }, () => new Array(7).fill(NaN));
  let before = 0;
  for (const row of rows) row[MEDIAN] = before += next();
  for (const [from, to, sign] of steps) { let step = 0; for (const row of rows) { step += next(); row[to] = row[from] + sign * step; } }
  for (const row of rows) for (let q = 0; q < 7; q++) row[q] /= unit;
  return rows;
}
const yearsOf = (series) => series.flow ? meta.years - 1 : meta.years;
function decode(numbers) {
  let at = 0;
  const next = () => numbers[at++];
  return meta.series.map((series) => meta.places.map(() => rowsOf(next, yearsOf(series), STEPS, 10 ** series.d)));
}
/** By series and place: the differences, and their ratios to the reference where they have one. */
function decodeChange(numbers) {
  let at = 0;
  const next = () => numbers[at++], steps = meta.paired ? STEPS_GAP : [];
  return meta.series.map((series) => meta.places.map(() => {
    const rows = rowsOf(next, yearsOf(series), steps, 10 ** series.e);
    return { rows, ratios: series.r && next() ? rowsOf(next, yearsOf(series), steps, 1000) : null };
  }));
}
let values, changes;
try {
  const packed = await Promise.all(meta.scenarios.map(async (s) => unpack(await inflate(s.values))));
  // A variant is what it adds to the first scenario.
  values = packed.map((numbers, s) => decode(s ? numbers.map((n, i) => n + packed[0][i]) : numbers));
  changes = await Promise.all(meta.scenarios.map(async (s) => s.change ? decodeChange(unpack(await inflate(s.change))) : null));
} catch (error) { return; }
document.documentElement.classList.add("ready");

// --- what is shown -------------------------------------------------------------------------------------------------
const last = meta.start + meta.years - 1;
const state = { scenario: 0, series: 0, year: last, mode: "change", place: 0, sort: "value", down: false };
const listeners = [];
const set = (change) => { Object.assign(state, change); for (const listener of listeners) listener(); };
const series = () => meta.series[state.series];
const yearOf = () => Math.min(state.year, series().flow ? last - 1 : last);
const levels = (place, scenario = state.scenario) => values[scenario][state.series][place];
const at = (rows, year) => rows[Math.min(year - meta.start, rows.length - 1)];
const ofLevel = (level) => meta.places.map((p, i) => i).filter((i) => meta.places[i].level === level);
const departements = ofLevel("D"), regions = ofLevel("R");
const isGap = () => state.mode === "difference" && state.scenario > 0;
const gaps = (place) => changes[state.scenario][state.series][place];
/** What the map shows of a place: a number whose sign matters but for a plain value, with its words. */
function value(place, year = yearOf()) {
  if (isGap()) { const { rows, ratios } = gaps(place); return at(ratios || rows, year)[MEDIAN]; }
  const now = at(levels(place), year)[MEDIAN];
  if (state.mode === "value") return now;
  const before = levels(place)[0][MEDIAN];
  return series().share ? now - before : before ? now / before - 1 : 0;
}
const isRatio = () => isGap() ? series().r : state.mode !== "value" && !series().share;
const say = (v) => state.mode === "value" ? shown(series(), v) : isRatio() ? percent(v) : gap(series(), v);
const words = (place) => {
  const row = isGap() && at(gaps(place).ratios || gaps(place).rows, yearOf());
  return say(value(place)) + (row && meta.paired ? ` (80${PERCENT}\u00a0: ${say(row[LOW])} ${T.to} ${say(row[HIGH])})` : "");
};
function sentence(place, gapped) {
  const s = series(), r = at(gapped ? gaps(place).rows : levels(place), yearOf()), show = (v) => gapped ? gap(s, v) : shown(s, v);
  const text = gapped ? (meta.paired ? T.gap : T.gapmean) : T.sentence;
  return fill(text, { name: s.n, place: meta.places[place].name, year: yearOf(), median: show(r[MEDIAN]), low: show(r[LOW]), high: show(r[HIGH]), scenario: meta.scenarios[state.scenario].title });
}

