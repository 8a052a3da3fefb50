import { expect, test } from "@jest/globals";
import { json } from "../../../../src/sandbox/github/transport/fetch-handler.ts";
import { answerConditionalRequests } from "../../../../src/sandbox/github/transport/layers/etag.ts";

function cached() {
  const state = { value: 1, status: 200 };
  const fetch = answerConditionalRequests(async () => json(state.status, { value: state.value }));
  const get = (token: string, etag: string | null = null) =>
    fetch(new Request("http://local/x", { headers: { authorization: token, ...(etag === null ? {} : { "if-none-match": etag }) } }));
  return { state, fetch, get };
}

test("an unchanged answer is 304 without a body, a changed one is sent again", async () => {
  const { state, get } = cached();
  const etag = (await get("token a")).headers.get("etag") ?? "";
  const unchanged = await get("token a", etag);
  expect([unchanged.status, await unchanged.text(), unchanged.headers.get("etag")]).toEqual([304, "", etag]);
  state.value = 2;
  const changed = await get("token a", etag);
  expect([changed.status, await changed.json()]).toEqual([200, { value: 2 }]);
});

test("an ETag is worth nothing to another token", async () => {
  const { get } = cached();
  const etag = (await get("token a")).headers.get("etag");
  expect((await get("token b", etag)).status).toBe(200);
});

test("a list of ETags and a strong spelling are compared weakly", async () => {
  const { get } = cached();
  const etag = (await get("token a")).headers.get("etag") ?? "";
  expect((await get("token a", `"other", ${etag.replace("W/", "")}`)).status).toBe(304);
});

test("writes and errors carry no ETag", async () => {
  const { state, fetch, get } = cached();
  const written = await fetch(new Request("http://local/x", { method: "POST", body: "{}" }));
  state.status = 404;
  expect([written.headers.has("etag"), (await get("token a")).headers.has("etag")]).toEqual([false, false]);
});
