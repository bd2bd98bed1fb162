// How soon a browser shows an edit, by its own clock: a line of JSON for each, in milliseconds after the file was
// written. Told: the path of Chromium, the address of a page, the file of its text, a piece of that, and how many.

import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import puppeteer from "puppeteer-core";

const REST = 3000; // milliseconds in which a writer reads what has come; the whole site is built meanwhile
const PATIENCE = 60_000; // milliseconds until an edit is shown; the first build may take longer

const [executablePath, address, file, piece, edits] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const at = text.indexOf(piece, text.indexOf("\n---\n")) + piece.length; // not in the front matter
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
await page.goto(address);
await page.waitForSelector("main h2", { timeout: 5 * PATIENCE }); // what stands there first loads itself anew
for (let edit = 0; edit < edits; edit++) {
  await setTimeout(REST);
  const word = `edited${String.fromCharCode(97 + (edit % 26))}`; // no number, which both languages would have to state
  // Nobody asks meanwhile, which would take time.
  const loaded = new Promise((heard, failed) => {
    page.once("load", heard);
    setTimeout(PATIENCE, undefined, { ref: false }).then(() => failed(new Error(`"${word}" was never shown`)));
  });
  const written = Date.now();
  writeFileSync(file, `${text.slice(0, at)} ${word}${text.slice(at)}`);
  await loaded;
  const shown = await page.evaluate((added) => document.querySelector("main").textContent.includes(added), word);
  if (!shown) throw new Error(`the page was loaded anew without "${word}"`);
  const [reload, parsed] = await page.evaluate(() => [
    performance.timeOrigin,
    performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
  ]);
  console.log(JSON.stringify({ reload: reload - written, words: reload + parsed - written }));
}
await browser.close();
