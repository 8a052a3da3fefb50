import { expect, test } from "@jest/globals";
import { json, stack } from "../../../../src/sandbox/github/transport/fetch-handler.ts";
import { acceptEnterprisePaths } from "../../../../src/sandbox/github/transport/layers/prefix.ts";
import { createRecorder } from "../../../../src/sandbox/github/transport/layers/recorder.ts";

const TIME = { now: () => Date.UTC(2019, 5, 24) };
const TOKEN = "ghs_0123456789abcdefghijABCDEFGHIJ";

test("a request and its answer are one JSON line each, joined by an id", async () => {
  const lines: string[] = [];
  const fetch = createRecorder(TIME, (line) => lines.push(line)).layer(async () => json(201, { number: 1 }));
  await fetch(new Request("http://local/repos/o/r/issues?a=b", { method: "POST", body: JSON.stringify({ title: "A bug" }) }));
  expect(lines.map((line) => JSON.parse(line) as Record<string, unknown>)).toMatchObject([
    { kind: "request", id: 1, method: "POST", path: "/repos/o/r/issues?a=b", body: { title: "A bug" }, status: null, at: "2019-06-24T00:00:00.000Z" },
    { kind: "response", id: 1, method: "POST", path: "/repos/o/r/issues?a=b", body: { number: 1 }, status: 201 },
  ]);
});

test("no line carries a secret, wherever it stood", async () => {
  const lines: string[] = [];
  const recorder = createRecorder(TIME, (line) => lines.push(line));
  const fetch = recorder.layer(async () => json(201, { token: TOKEN, nested: [{ pem: "key material" }], note: `see ${TOKEN}` }, { "set-cookie": "session=1" }));
  const headers = { authorization: `Bearer ${TOKEN}`, cookie: "session=1", "x-hub-signature-256": "sha256=abc" };
  await fetch(new Request(`http://local/x?access_token=${TOKEN}`, { method: "POST", headers, body: `not json but ${TOKEN}` }));
  const text = lines.join("\n");
  for (const secret of [TOKEN, "key material", "session=1", "sha256=abc"]) expect(text).not.toContain(secret);
  expect(text).toContain("[redacted]");
});

test("a full disk changes nothing for the caller", async () => {
  const recorder = createRecorder(TIME, () => {
    throw new Error("no space left on device");
  });
  const answered = await recorder.layer(async () => json(200, { a: 1 }))(new Request("http://local/x"));
  expect(await answered.json()).toEqual({ a: 1 });
});

test("the layers keep the body readable for those further in", async () => {
  const fetch = stack([createRecorder(TIME, () => undefined).layer, acceptEnterprisePaths], async (request) => json(200, { path: new URL(request.url).pathname, body: await request.text() }));
  const answered = await fetch(new Request("http://local/api/v3/repos/o/r?x=1", { method: "POST", body: "hello" }));
  expect(await answered.json()).toEqual({ path: "/repos/o/r", body: "hello" });
});

test.each([
  ["/api/graphql", "/graphql"],
  ["/api/v3/rate_limit", "/rate_limit"],
  ["/repos/o/r", "/repos/o/r"],
  ["/api/v30", "/api/v30"],
])("%s is answered as %s", async (asked, answered) => {
  const fetch = acceptEnterprisePaths(async (request) => json(200, new URL(request.url).pathname));
  expect(await (await fetch(new Request(`http://local${asked}`))).json()).toBe(answered);
});
