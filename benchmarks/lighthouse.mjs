// Lighthouse, as a phone, on each address given after the path of Chromium and the way of slowing the network down
// (simulate, devtools): a line of JSON for each of three runs.
// Only speed varies from run to run, so the other categories are judged in the first.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const FIGURES = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
  "total-byte-weight",
];

const [chromePath, throttlingMethod, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
for (const address of addresses) {
  for (const onlyCategories of [
    ["performance", "accessibility", "best-practices", "seo"],
    ["performance"],
    ["performance"],
  ]) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      onlyCategories,
      disableFullPageScreenshot: true,
      logLevel: "silent",
      throttlingMethod,
    });
    const scores = Object.fromEntries(
      Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(100 * score)]),
    );
    const lost = Object.values(lhr.categories).flatMap(({ auditRefs }) =>
      auditRefs.filter(({ id, weight }) => weight && lhr.audits[id].score < 1).map(({ id }) => id),
    );
    const figures = Object.fromEntries(FIGURES.map((id) => [id, lhr.audits[id].numericValue]));
    figures.requests = lhr.audits["network-requests"].details.items.length;
    console.log(JSON.stringify({ address, scores, lost, figures }));
  }
}
await chrome.kill();
