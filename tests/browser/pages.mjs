// The pages under test: made by the program itself, small, with a scenario whose title means harm.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const HOSTILE = String.raw`name = "hostile"
title = { fr = "</script><script>window.harmed = 1</script>\"'><img src=x onerror=window.harmed=1>\u202e\u200f : fin", en = "hostile" }
extends = "tendanciel.toml"
[lever.cumul]
take-up = 1.2
[lever.retirement-shift]
shift = 1.0
`;
/** The fewest that the program thinks enough for an interval at 80 %. */
const FEW = ["--trajectories", "100"];

/** Makes a comparison of four scenarios and the runs it should agree with; returns where they are. */
export function make(releve, work) {
  const file = (name) => join(work, name);
  const run = (...words) => execFileSync(releve, ["--lang", "fr", ...words], { cwd: work, stdio: ["ignore", "pipe", "pipe"] });
  writeFileSync(file("hostile.toml"), HOSTILE);
  const started = Date.now();
  run("compare", "tendanciel", "hostile.toml", "garot", "assistants-10000", ...FEW, "--out", "compared");
  const took = Date.now() - started;
  run("run", "hostile.toml", ...FEW, "--no-report", "--out", "alone");
  run("run", "tendanciel", ...FEW, "--no-report", "--out", "reference");
  run("report", "reference", "alone", "--out", "apart.html");
  return { took, compared: file("compared/report.html"), apart: file("apart.html"), file };
}

/** Rows of a CSV of the program by what they are, of those lines that match; no cell of it holds a comma or a quote. */
export function table(path, matching) {
  const rows = new Map(), text = readFileSync(path, "latin1");
  const head = text.slice(0, text.indexOf("\n")).split(",");
  for (const [line] of text.matchAll(matching)) {
    const cells = line.split(","), row = Object.fromEntries(head.map((name, i) => [name, cells[i]]));
    rows.set(key(row.level, row.code, row.indicator, row.count, row.year, row.difference), row);
  }
  return rows;
}
export const key = (...parts) => parts.filter((part) => part !== undefined).join("|");
