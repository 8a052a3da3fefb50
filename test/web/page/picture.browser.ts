/**
 * The picture of the page in the README: the rehearsal, stopped on the afternoon on which the release waited for what it carried.
 * `SCREENSHOTS=FOLDER npm run browser -- --testPathPatterns picture` takes it anew, as FOLDER/page.png.
 */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { launched, PATIENCE, REHEARSED, SHOTS, standing } from "./rehearsed.ts";
import type { Standing } from "./rehearsed.ts";

const AFTERNOON = Date.parse("2019-06-22T14:00:00+02:00");

let here: Standing;
let browser: Browser;
beforeAll(async () => {
  [here, browser] = await Promise.all([standing(AFTERNOON), launched()]);
}, REHEARSED);
afterAll(async () => {
  await browser?.close();
  await here?.leave();
});

test("in the middle of a release the first page says what is frozen, who waits and what is late", async () => {
  const context = await browser.newContext({ viewport: { width: 1_040, height: 960 }, colorScheme: "light" });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  await page.goto(`${here.world.appUrl}/`);
  expect(await page.locator(".countdown").innerText()).toMatch(/^2 days to go\s+Release: Mon 24 June 24:00 Oslo \(22:00 UTC\)$/);
  const cards = await page.locator(".card a").allInnerTexts();
  expect(cards.map((card) => card.replace(/\s+/g, " "))).toEqual(["1 Frozen now", expect.stringMatching(/^[1-9] Waiting$/), "1 Late milestones", expect.stringMatching(/^[1-9] In feeders$/), "0 Slipped through"]);
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/page.png` });
  await context.close();
}, 3 * PATIENCE);
