/**
 * Every view of the rehearsed Acropolis release in a real browser: narrow and wide, light and dark, with and without JavaScript. `npm run browser`
 * runs it, and fails where no Chromium is installed; CHROMIUM names one that lies elsewhere. Waits are for what is to be seen, and generous: a browser
 * beside other work is slow, and slow is not wrong.
 */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import type { Guided } from "../../../src/sandbox/rehearsal/rehearsal.ts";
import { VIEWS } from "../../../src/text/page/pages.ts";
import { launched, PATIENCE, REHEARSED, SHOTS, standing } from "./rehearsed.ts";
import type { Standing } from "./rehearsed.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

async function atGitHub({ apiUrl, token }: Guided, method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${apiUrl}${path}`, { method, headers: { authorization: `token ${token}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

/** The release is taken back, so that its freeze holds again. */
async function freezeAgain(world: Guided): Promise<void> {
  if (world.again?.kind === "reopen") await atGitHub(world, "PATCH", `/repos/${world.again.home}/milestones/${world.again.milestone}`, { state: "open" });
}

async function openFeature(world: Guided): Promise<void> {
  const repository = `/repos/${world.repository}`;
  const head = await fetch(`${world.apiUrl}${repository}/commits/${world.branch}`, { headers: { authorization: `token ${world.token}`, accept: "application/vnd.github.sha" } });
  await atGitHub(world, "POST", `${repository}/git/refs`, { ref: "refs/heads/a-button", sha: await head.text() });
  await atGitHub(world, "PUT", `${repository}/contents/src/button.ts`, { message: "Add a button", content: "dHJ5Cg==", branch: "a-button" });
  await atGitHub(world, "POST", `${repository}/pulls`, { title: "Add a button", head: "a-button", base: world.branch });
}

const PLAN_FILE = ".github/release-plan.yml";

/** The text of the plan in its home, and the name of its blob. */
async function planFile({ apiUrl, token, again }: Guided): Promise<{ readonly path: string; readonly text: string; readonly sha: string }> {
  const path = `/repos/${again?.kind === "reopen" ? again.home : ""}/contents/${PLAN_FILE}`;
  const answer = await fetch(`${apiUrl}${path}`, { headers: { authorization: `token ${token}` } });
  const { content, sha } = await answer.json() as { readonly content: string; readonly sha: string };
  return { path, sha, text: Buffer.from(content, "base64").toString() };
}

async function writePlan(world: Guided, change: (text: string) => string): Promise<void> {
  const { path, text, sha } = await planFile(world);
  await atGitHub(world, "PUT", path, { message: "Change the plan", sha, content: Buffer.from(change(text)).toString("base64") });
}

async function breakPlan(world: Guided): Promise<void> {
  await writePlan(world, (text) => `${text}\nfrezes: []\n`);
}

async function mendPlan(world: Guided): Promise<void> {
  await writePlan(world, (text) => text.replace("\nfrezes: []\n", ""));
}

describe("the page in a browser", () => {
  let here: Standing;
  let browser: Browser;
  let base = "";

  beforeAll(async () => {
    [here, browser] = await Promise.all([standing(), launched()]);
    await freezeAgain(here.world);
    const first = await fetch(`${here.world.appUrl}/`);
    base = first.url.replace(/\/overview$/, "");
  }, REHEARSED);
  afterAll(async () => {
    await browser?.close();
    await here?.leave();
  });

  async function opened(look: { readonly width: number; readonly colorScheme: "light" | "dark"; readonly javaScriptEnabled: boolean }, work: (page: Page, errors: readonly string[]) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ viewport: { width: look.width, height: 900 }, colorScheme: look.colorScheme, javaScriptEnabled: look.javaScriptEnabled });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
    page.on("pageerror", (error) => { errors.push(error.message); });
    try {
      await work(page, errors);
    } finally {
      await context.close();
    }
  }

  test("a pull request that is opened now appears by itself", async () => {
    await opened({ width: 1_280, colorScheme: "light", javaScriptEnabled: true }, async (page) => {
      await page.goto(`${base}/waiting`);
      // It may have heard of a change before anybody could read that it listens.
      await page.getByText(/^(?:This page updates by itself|Updated just now)\.$/).waitFor();
      await openFeature(here.world);
      await page.getByText("Add a button").waitFor();
      expect(await page.locator("li.item", { hasText: "Add a button" }).locator(".mark").innerText()).toBe("waits");
    });
  }, 3 * PATIENCE);

  test("a plan that turns wrong while the page is open is said on the page that is open", async () => {
    await opened({ width: 1_280, colorScheme: "light", javaScriptEnabled: true }, async (page) => {
      await page.goto(`${base}/freezes`);
      await page.getByText(/^(?:This page updates by itself|Updated just now)\.$/).waitFor();
      await breakPlan(here.world);
      await page.getByText("The last good plan stays in force until it is corrected.").waitFor();
      expect(await page.locator("section.item").count()).toBeGreaterThan(0);
      await mendPlan(here.world);
      await page.getByText("The last good plan stays in force until it is corrected.").waitFor({ state: "detached" });
    });
  }, 4 * PATIENCE);

  describe.each([360, 1_280])("%d pixels wide", (width) => {
    describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
      test("every view fits, logs no error, and has nothing that axe finds serious", async () => {
        await opened({ width, colorScheme, javaScriptEnabled: true }, async (page, errors) => {
          for (const view of VIEWS) {
            await page.goto(`${base}/${view}`);
            const wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
            if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${view}-${width}-${colorScheme}.png`, fullPage: true });
            await page.evaluate(AXE);
            const found = await page.evaluate<readonly Violation[]>("axe.run().then((report) => report.violations)");
            const serious = found.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => [id, nodes[0]?.html]);
            expect({ view, wider: Math.max(0, Number(wide)), serious, errors }).toEqual({ view, wider: 0, serious: [], errors: [] });
          }
        });
      }, 3 * PATIENCE);

      test("all of it can be read without JavaScript", async () => {
        await opened({ width, colorScheme, javaScriptEnabled: false }, async (page) => {
          for (const view of VIEWS) {
            await page.goto(`${base}/${view}`);
            expect([await page.locator("h1").count(), await page.locator("nav a[aria-current=page]").count(), (await page.locator("main").innerText()).length > 40]).toEqual([1, 1, true]);
          }
        });
      }, 3 * PATIENCE);
    });
  });

  test("the keyboard reaches the content first and each view after it", async () => {
    await opened({ width: 1_280, colorScheme: "light", javaScriptEnabled: true }, async (page) => {
      await page.goto(`${base}/overview`);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("main");
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
    });
  }, 3 * PATIENCE);
});
