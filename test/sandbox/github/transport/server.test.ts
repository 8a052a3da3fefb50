import { afterEach, expect, test } from "@jest/globals";
import { request as openRequest } from "node:http";
import { json, type FetchHandler } from "../../../../src/sandbox/github/transport/fetch-handler.ts";
import { startServer, type RunningServer, type ServerOptions } from "../../../../src/sandbox/github/transport/server.ts";

const running: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function serve(github: FetchHandler, more: Partial<ServerOptions> = {}): Promise<string> {
  const server = await startServer({ github, local: async () => json(200, { local: true }), ...more });
  running.push(server);
  return server.url;
}

test("method, path, headers and body arrive, and the answer goes back whole", async () => {
  const url = await serve(async (request) => json(201, { method: request.method, path: request.url.replace(/^.*?\d\//, "/"), token: request.headers.get("authorization"), body: await request.text() }, { "x-one": "1" }));
  const answered = await fetch(`${url}/repos/o/r/issues?page=2`, { method: "POST", headers: { authorization: "Bearer t" }, body: "hello" });
  expect([answered.status, answered.headers.get("x-one")]).toEqual([201, "1"]);
  expect(await answered.json()).toEqual({ method: "POST", path: "/repos/o/r/issues?page=2", token: "Bearer t", body: "hello" });
});

test("an answer without a body is sent without one", async () => {
  const url = await serve(async () => new Response(null, { status: 204 }));
  const answered = await fetch(`${url}/x`, { method: "DELETE" });
  expect([answered.status, await answered.text()]).toEqual([204, ""]);
});

test("a lost answer closes the connection, as a client of GitHub would see it", async () => {
  const failures: unknown[] = [];
  const lose: FetchHandler = async () => {
    throw new TypeError("fetch failed");
  };
  const url = await serve(lose, { failed: (error) => failures.push(error) });
  await expect(fetch(`${url}/x`)).rejects.toThrow("fetch failed");
  expect(failures).toEqual([]);
});

test("any other failure is 500 without its inside, and is told to the owner", async () => {
  const failures: unknown[] = [];
  const fail: FetchHandler = async () => {
    throw new Error("a secret detail");
  };
  const url = await serve(fail, { failed: (error) => failures.push(error) });
  const answered = await fetch(`${url}/x`);
  expect([answered.status, await answered.text()]).toEqual([500, '{"message":"Server Error"}']);
  expect(failures).toHaveLength(1);
});

test("a body over 25 MB is refused with 413", async () => {
  let reached = false;
  const url = await serve(async () => json(200, { reached: (reached = true) }));
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sending = openRequest(`${url}/x`, { method: "POST" }, (answered) => {
      answered.resume();
      resolve(answered.statusCode);
    });
    sending.on("error", reject);
    sending.write(Buffer.alloc(26 * 1024 * 1024));
  });
  expect([status, reached]).toEqual([413, false]);
});

test("endpoints under /_local are answered under a loopback name only", async () => {
  const url = await serve(async () => json(200, { local: false }));
  expect(await (await fetch(`${url}/_local/clock`)).json()).toEqual({ local: true });
  const status = await new Promise<number | undefined>((resolve, reject) => {
    openRequest(`${url}/_local/clock`, { headers: { host: "rebound.example" } }, (answered) => {
      answered.resume();
      resolve(answered.statusCode);
    })
      .on("error", reject)
      .end();
  });
  expect(status).toBe(403);
});

test("it leaves it to the caller to end an idle connection, so that no request meets one that is just being closed", async () => {
  const answered = await fetch(`${await serve(async () => json(200, {}))}/x`);
  expect([answered.headers.get("connection"), answered.headers.get("keep-alive")]).toEqual(["keep-alive", null]);
});
