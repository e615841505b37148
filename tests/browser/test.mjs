// What a reader can do with the page, in headless Chromium: every figure against the files of the program.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { key, make, table } from "./pages.mjs";

const { RELEVE, WORK } = process.env;
const BUDGET = 1_500_000;
/** Chromium drops, without a word, the eleventh download that a page begins within a second; nobody presses that fast. */
const BETWEEN_DOWNLOADS_MS = 150;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const made = make(RELEVE, WORK);
const url = (path, hash = "") => pathToFileURL(path).href + hash;

const open = async (options = {}) => chromium.launchPersistentContext(mkdtempSync(join(WORK, "profile-")), {
  executablePath: "/usr/bin/chromium", headless: true, args: FLAGS, locale: "fr-FR", offline: true, acceptDownloads: true, reducedMotion: "reduce",
  viewport: { width: 1440, height: 900 }, ...options,
});
/** A page whose complaints and requests are kept. */
async function visit(context, path, hash) {
  const page = await context.newPage(), complaints = [], requests = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => { if (!/^(data|blob):/.test(request.url())) requests.push(request.url()); });
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.documentElement.classList.contains("ready")) { window.readyAt = performance.now(); observer.disconnect(); }
    }).observe(document, { attributes: true, subtree: true });
  });
  await page.goto(url(path, hash));
  return { page, complaints, requests };
}
const ready = (page) => page.waitForSelector("html.ready #placenow b");

/** The radio button lies under its label, where a pointer finds it. */
const choose = (page, rank) => page.locator("#scenarios input").nth(rank).evaluate((input) => input.click());

/** A French number as a value and the unit of its last place; a per cent or a point is a hundredth. */
function read(text) {
  const found = text.match(/[+\u2212]?\d[\d\u202f]*(,\d+)?/);
  assert.ok(found, `a number in ${JSON.stringify(text)}`);
  const digits = found[0].replace(/[\u202f+]/g, "").replace("\u2212", "-").replace(",", ".");
  const share = /%|point/.test(text.slice(found.index + found[0].length).slice(0, 8)) ? 0.01 : 1;
  return { value: Number(digits) * share, unit: 10 ** -(digits.split(".")[1] || "").length * share };
}
const unitOf = (text) => 10 ** -(text.split(".")[1] || "").length;
/** The page and the file round one number each for itself, and the page what it had packed in `packed`: half a unit each. */
function agrees(text, cell, packed, what) {
  const shown = read(text), room = (shown.unit + unitOf(cell) + packed) / 2 + 1e-9;
  assert.ok(Math.abs(shown.value - Number(cell)) <= room, `${what}: the page says ${text}, the file ${cell}`);
}

/** In the page: every indicator and count of a place, in two scenarios and two years, by the controls that a reader has. */
function walk(code) {
  const $ = (id) => document.getElementById(id), found = [], meta = JSON.parse($("data").textContent);
  const turn = (control, value, event) => { if (control.value === String(value)) return; control.value = value; control.dispatchEvent(new Event(event, { bubbles: true })); };
  for (const series of meta.series) {
    turn($("indicator"), series.k, "change");
    turn($("count"), series.c, "change");
    for (const scenario of [0, 1]) {
      document.querySelectorAll("#scenarios input")[scenario].click();
      for (const year of [meta.start + 1, meta.start + Math.floor(meta.years / 2)]) {
        turn($("slider"), year, "input");
        const now = $("placenow"), shown = !$("placechange").hidden;
        found.push({ scenario, year, series, number: now.querySelector("b").textContent, note: now.lastChild.textContent,
          gap: shown ? $("changenow").textContent : null, said: $("changenote").textContent,
          label: code.length === 2 && code !== "32" ? document.querySelector(`#map path[data-code="${code}"]`).getAttribute("aria-label") : null });
      }
    }
  }
  return found;
}

const tests = {
  async "the page of four scenarios is light, complains of nothing and asks for nothing"() {
    const bytes = statSync(made.compared).size;
    assert.ok(bytes <= BUDGET, `${bytes} bytes`);
    const context = await open(), { page, complaints, requests } = await visit(context, made.compared);
    await ready(page);
    assert.equal(new Set(await page.$$eval("#map path[data-code]", (all) => all.map((shape) => shape.dataset.code))).size, 101);
    const paint = await page.evaluate(() => new Promise((done) => {
      const first = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
      const wait = () => first() ? done({ first: first(), ready: window.readyAt }) : requestAnimationFrame(wait);
      wait();
    }));
    console.log(`   ${(bytes / 1e6).toFixed(2)} MB; first picture after ${Math.round(paint.first)} ms, map by year after ${Math.round(paint.ready)} ms; compared and written in ${(made.took / 1000).toFixed(1)} s`);
    assert.deepEqual(requests, [url(made.compared)]);
    assert.deepEqual(complaints, []);
    assert.equal(await page.evaluate(() => window.harmed), undefined, "what a title says is not run");
    assert.equal(await page.locator("img").count(), 0);
    assert.ok((await page.locator("#changes").innerText()).includes("<script>window.harmed = 1</script>"), "it is shown");
    await context.close();
  },

  async "indicator, count, year, scenario and place give the figures of the files"() {
    const context = await open(), { page, complaints } = await visit(context, made.compared, "#62");
    await ready(page);
    const places = [["FR", "france", ""], ["R32", "region", "32"], ["62", "departement", "62"]];
    const wanted = String.raw`\d+,(france,FR|region,32|departement,62),.*`;
    const levels = ["tendanciel", "hostile"].map((name, rank) => table(made.file(`${["reference", "alone"][rank]}/indicators.csv`), new RegExp(`^${name},${wanted}`, "gm")));
    const gaps = table(made.file("compared/comparison.csv"), new RegExp(`^tendanciel,hostile,${wanted}`, "gm"));
    let checked = 0;
    const moved = new Set();
    for (const [hash, level, code] of places) {
      await page.evaluate((hash) => { location.hash = hash; }, hash);
      await page.waitForFunction((name) => document.getElementById("placename").textContent.includes(name), { FR: "France", R32: "Hauts-de-France", 62: "Pas-de-Calais" }[hash]);
      for (const { scenario, year, series, number, note, gap, said, label } of await page.evaluate(walk, code)) {
        const what = key(level, code || "FR", series.k, series.c, year), cell = levels[scenario].get(what), packed = 10 ** -series.d;
        agrees(number, cell.q50, packed, `${what} of scenario ${scenario}`);
        const bounds = note.match(/80\u00a0%\u00a0: (.*) à (.*)$/);
        assert.ok(bounds || Math.abs(cell.q10 - cell.q90) <= packed + unitOf(cell.q10), `${what}: ${note}`);
        if (bounds) { agrees(bounds[1], cell.q10, packed, `low of ${what}`); agrees(bounds[2], cell.q90, packed, `high of ${what}`); }
        checked += 1;
        if (!scenario) { assert.equal(gap, null, "the reference has no difference"); continue; }
        const row = gaps.get(key(what, "absolute")), finer = 10 ** -series.e, [, low, high] = said.match(/80\u00a0%\u00a0: (.*?) à (.*?)\)/);
        agrees(gap, row.q50, finer, `difference of ${what}`);
        agrees(low, row.q10, finer, `low of the difference of ${what}`);
        agrees(high, row.q90, finer, `high of the difference of ${what}`);
        // A bound that the page rounds to 0 is not said to exclude it.
        if (Math.min(Math.abs(row.q10), Math.abs(row.q90)) > finer) assert.equal(said.includes("ne contient pas 0"), Number(row.q10) > 0 || Number(row.q90) < 0, `${what}: ${said}`);
        if (Number(row.q50) !== 0) moved.add(level);
        const ratio = gaps.get(key(what, "relative"));
        if (label && series.r && ratio) agrees(label.split("\u00a0: ")[1], ratio.q50, 0.001, `map of ${what}`);
      }
    }
    const series = await page.evaluate(() => JSON.parse(document.getElementById("data").textContent).series.length);
    assert.equal(checked, places.length * series * 4, "two scenarios and two years of each");
    assert.equal(moved.size, places.length, "nowhere is every difference nothing");
    console.log(`   ${checked} figures and ${checked / 2} differences equal those of the files`);
    assert.deepEqual(complaints, []);
    await context.close();
  },

  async "runs made apart show the mean difference and no interval of it"() {
    const context = await open(), { page, complaints } = await visit(context, made.apart);
    await ready(page);
    await choose(page, 1);
    const gap = table(made.file("compared/comparison.csv"), /^tendanciel,hostile,\d+,france,FR,,P1,headcount,.*/gm);
    const last = await page.$eval("#slider", (slider) => slider.max);
    agrees(await page.innerText("#changenow"), gap.get(key("france", "FR", "headcount", "P1", last, "absolute")).mean, 1, "mean difference");
    const note = await page.innerText("#changenote");
    assert.ok(note.includes("releve compare") && !note.includes("80"), note);
    assert.deepEqual(complaints, []);
    await context.close();
  },

  async "the keyboard reaches and moves everything"() {
    const context = await open(), { page } = await visit(context, made.compared);
    await ready(page);
    const active = () => page.evaluate(() => { const e = document.activeElement; return { id: e.id, tag: e.tagName, code: e.dataset.code, name: e.getAttribute("name") }; });
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    const met = [];
    for (let press = 0; press < 600; press += 1) {
      await page.keyboard.press("Tab");
      const now = await active();
      if (now.tag === "BODY" || (met.length && now.tag === "A" && (await page.evaluate(() => document.activeElement.className)) === "skip")) break;
      met.push(now);
    }
    const ids = met.map((stop) => stop.id);
    for (const id of ["indicator", "count", "mode", "play", "slider", "search", "ranksearch"]) assert.equal(ids.filter((found) => found === id).length, 1, id);
    assert.equal(met.filter((stop) => stop.code).length, 1, "the map is one stop");
    assert.equal(met.filter((stop) => stop.name === "scenario").length, 1, "the scenarios are one stop");
    assert.ok(met.length < 600, "the keyboard gets out");
    await page.focus("#slider");
    const before = await page.innerText("#yearout");
    await page.keyboard.press("ArrowLeft");
    assert.equal(Number(await page.innerText("#yearout")), Number(before) - 1);
    await page.focus("#scenarios input:checked");
    await page.keyboard.press("ArrowRight");
    assert.ok(await page.locator("#placechange").isVisible(), "a variant shows its difference");
    await page.focus("#map [tabindex='0']");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    assert.equal(await page.innerText("#placename"), "Mayotte (976)");
    assert.ok(page.url().endsWith("#976"));
    await page.fill("#search", "pas de calais");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.getElementById("placename").textContent === "Pas-de-Calais (62)");
    const first = () => page.innerText("#ranking tbody tr:first-child th");
    await page.focus("#ranking th[data-sort='now'] button");
    await page.keyboard.press("Enter");
    const least = await first();
    await page.keyboard.press("Enter");
    assert.notEqual(await first(), least);
    assert.equal(await page.getAttribute("#ranking th[data-sort='now']", "aria-sort"), "descending");
    await page.fill("#ranksearch", "saone");
    assert.equal(await page.locator("#ranking tbody tr").count(), 2, "Haute-Saône, Saône-et-Loire");
    await context.close();
  },

  async "every part gives its data and its picture"() {
    const context = await open({ colorScheme: "dark" }), { page, complaints } = await visit(context, made.compared, "#62");
    await ready(page);
    await choose(page, 1);
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
    const buttons = page.locator("button[data-take]:visible"), count = await buttons.count(), kinds = new Set();
    for (let rank = 0; rank < count; rank += 1) {
      const button = buttons.nth(rank), take = await button.getAttribute("data-take");
      const [download] = await Promise.all([page.waitForEvent("download"), button.press("Enter")]).catch((error) => { throw new Error(`${take}: ${error.message}`); });
      await page.waitForTimeout(BETWEEN_DOWNLOADS_MS);
      const bytes = readFileSync(await download.path()), text = bytes.toString("utf8");
      kinds.add(take.split(" ")[0]);
      if (take.startsWith("csv")) assert.ok(text.startsWith("\ufeff") && text.split("\r\n").length > 3 && !text.includes("NaN"), take);
      if (take.startsWith("svg")) assert.ok(text.startsWith("<svg") && !text.includes("var(") && !text.includes("NaN"), take);
      if (take.startsWith("png")) assert.ok(bytes.subarray(1, 4).toString() === "PNG" && bytes.length > 3000, take);
    }
    assert.deepEqual([...kinds].sort(), ["csv", "png", "svg"]);
    assert.ok(count >= 20, `${count} buttons`);
    assert.deepEqual(complaints, []);
    await context.close();
  },

  async "nothing serious is found by axe, in light and in dark, wide and narrow"() {
    for (const [colorScheme, width] of [["light", 1440], ["dark", 390]]) {
      const context = await open({ colorScheme, viewport: { width, height: 900 } }), { page } = await visit(context, made.compared, "#62");
      await ready(page);
      await choose(page, 1);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      const grave = violations.filter((found) => ["serious", "critical"].includes(found.impact));
      assert.deepEqual(grave.map((found) => [found.id, found.nodes.length, found.nodes[0].html.slice(0, 200), found.nodes[0].failureSummary]), [], `${colorScheme}, ${width} px`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, `nothing overflows at ${width} px`);
      await context.close();
    }
  },

  async "without a script the picture and the table of France are there"() {
    const context = await open({ javaScriptEnabled: false }), { page, complaints } = await visit(context, made.compared);
    for (const shown of ["#first svg.wide", "#france table >> nth=0", "#map", "#changes table >> nth=0"]) assert.ok(await page.locator(shown).isVisible(), shown);
    for (const hidden of [".bar .in", "#search", "#ranking"]) assert.ok(await page.locator(hidden).isHidden(), hidden);
    assert.equal(await page.locator("#map path[data-code]:not([fill])").count(), 0);
    assert.ok((await page.innerText("#france")).match(/\d{2}\u202f\d{3}/));
    assert.deepEqual(complaints, []);
    await context.close();
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  const started = Date.now();
  try {
    await test();
    console.log(`ok ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n${error.stack || error}`);
  }
}
process.exit(failed ? 1 : 0);
