/** A large release stays readable on a telephone and quick to send; how quick is measured by the bench. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { largeRelease } from "./large-release.ts";
import { VIEWS } from "../../../src/text/page/pages.ts";
import { serve } from "./served.ts";
import type { Served } from "./served.ts";

let here: Served;
beforeAll(async () => {
  here = await serve(largeRelease());
  await here.get("/");
});
afterAll(() => here.close());

test.each(VIEWS)("%s is smaller than 200 kB", async (view) => {
  const { status, body } = await here.get(`${here.planUrl}/${view}`);
  expect(status).toBe(200);
  expect(Buffer.byteLength(body)).toBeLessThan(200_000);
});

test("every page of a long list can be reached", async () => {
  const last = await here.get(`${here.planUrl}/waiting.json?page=99999`);
  expect(JSON.parse(last.body)).toMatchObject({ pulls: { total: 9_000, page: 180, pages: 180, later: null, earlier: `${here.planUrl}/waiting?page=179` } });
  for (const wrong of ["-1", "x", "1e9", ""]) expect((await here.get(`${here.planUrl}/waiting?page=${wrong}`)).status).toBe(200);
});
