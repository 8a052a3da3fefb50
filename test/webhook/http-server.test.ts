import { afterEach, expect, test } from "@jest/globals";
import { Agent, get } from "node:http";
import { connect } from "node:net";
import { startHttpServer, type HttpServerOptions, type RouteHandler, type RunningHttpServer } from "../../src/webhook/http-server.ts";

const running: RunningHttpServer[] = [];
const logged: { fields: object; line: string }[] = [];
async function serve(routes: readonly RouteHandler[], options: Partial<HttpServerOptions> = {}): Promise<RunningHttpServer> {
  const log = { error: (fields: object, line: string) => { logged.push({ fields, line }); } };
  const server = await startHttpServer({ routes, host: "127.0.0.1", port: 0, log, ...options });
  running.push(server);
  return server;
}
afterEach(async () => {
  logged.length = 0;
  await Promise.all(running.splice(0).map((each) => each.close()));
});

const saying = (word: string, path: string): RouteHandler => (request, response) => {
  if (request.url !== path) return false;
  response.end(word);
  return true;
};

/** All that the server writes on a fresh connection until it closes it. */
function untilClosed(server: RunningHttpServer, write: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(server.port, "127.0.0.1", () => socket.write(write));
    socket.on("data", (chunk) => { answer += chunk.toString(); }).on("error", () => undefined).on("close", () => resolve(answer));
  });
}

test("the first route that takes a request answers it", async () => {
  const server = await serve([saying("one", "/a"), async (request, response) => saying("two", "/b")(request, response), saying("three", "/b")]);
  expect(await (await fetch(`${server.url}/a`)).text()).toBe("one");
  expect(await (await fetch(`${server.url}/b`)).text()).toBe("two");
});

test("what no route takes is 404", async () => {
  const server = await serve([saying("one", "/a")]);
  const response = await fetch(`${server.url}/nothing`);
  expect([response.status, await response.text()]).toEqual([404, "Nothing is served here.\n"]);
});

test.each([
  ["throws", () => { throw new Error("inner words"); }],
  ["rejects", () => Promise.reject(new Error("inner words"))],
])("a route that %s is answered 500 without its words, and the log has them", async (_how, route) => {
  const server = await serve([route]);
  const response = await fetch(server.url);
  expect([response.status, await response.text()]).toEqual([500, "This request failed here; the server's log says why.\n"]);
  expect(logged).toMatchObject([{ fields: { err: { message: "inner words" } } }]);
});

test("a sender that dribbles its headers is cut off", async () => {
  const server = await serve([], { headersTimeout: 40, requestTimeout: 80 });
  expect(await untilClosed(server, "POST / HTTP/1.1\r\nhost: x\r\nx-slow: ")).toMatch(/^HTTP\/1\.1 408 /);
});

test("a reader that takes nothing in, or says nothing, is cut off", async () => {
  const server = await serve([(_request, response) => { response.write("and so on"); return true; }], { idleTimeout: 40 });
  // on a machine that is very busy it is cut before it was answered
  expect(await untilClosed(server, "GET / HTTP/1.1\r\nhost: x\r\n\r\n")).toMatch(/^$|and so on/);
});

test("there are only so many connections at once", async () => {
  const server = await serve([saying("one", "/a")], { mostConnections: 1 });
  const first = connect(server.port, "127.0.0.1");
  await new Promise<void>((resolve) => { first.once("connect", () => resolve()); });
  expect(await untilClosed(server, "GET /a HTTP/1.1\r\nhost: x\r\n\r\n")).toBe("");
  first.destroy();
});

test("no answer is taken for something else than it says", async () => {
  const server = await serve([]);
  expect((await fetch(`${server.url}/x`)).headers.get("x-content-type-options")).toBe("nosniff");
});

test("a sender that dribbles its body is cut off", async () => {
  const server = await serve([(request) => new Promise((resolve) => request.on("close", () => resolve(true)).resume())], { headersTimeout: 40, requestTimeout: 80 });
  expect(await untilClosed(server, "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc")).toMatch(/^HTTP\/1\.1 408 /);
});

test("close lets the running request finish, takes no new one, and waits for nobody's keep-alive", async () => {
  let answerNow = (): void => undefined;
  const asked: string[] = [];
  const agent = new Agent({ keepAlive: true });
  const reached = new Promise<void>((resolve) => {
    void serve([(request, response) => new Promise((taken) => {
      asked.push(request.url ?? "");
      answerNow = () => { response.end("finished"); taken(true); };
      resolve();
    })]).then((server) => get({ port: server.port, host: "127.0.0.1", path: "/slow", agent }, (response) => response.setEncoding("utf8").on("data", (text: string) => asked.push(text))));
  });
  await reached;
  const server = running[0];
  const closed = server?.close();
  await expect(fetch(`${server?.url}/new`)).rejects.toThrow("fetch failed");
  answerNow();
  await closed;
  expect(asked).toEqual(["/slow", "finished"]);
  agent.destroy();
});

test("close cuts what has not finished within the grace period", async () => {
  const server = await serve([() => new Promise(() => undefined)], { grace: 30 });
  const answer = untilClosed(server, "GET /stuck HTTP/1.1\r\nhost: x\r\n\r\n");
  await fetch(`${server.url}/also`, { signal: AbortSignal.timeout(20) }).catch(() => undefined);
  await server.close();
  expect(await answer).toBe("");
});

test("a port in use is told with its remedy", async () => {
  const server = await serve([]);
  await expect(serve([], { port: server.port })).rejects.toThrow(`Port ${server.port} on 127.0.0.1 is in use: stop what listens there or set PORT to a free one.`);
});

test("an address that is not this machine's is told with its remedy", async () => {
  await expect(serve([], { host: "192.0.2.1" })).rejects.toThrow("192.0.2.1 is no address of this machine: set HOST to 127.0.0.1");
});
