import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createPost } from "../../src/notify/post.ts";
import type { PostOptions } from "../../src/notify/post.ts";
import { CERTIFICATE, HOST, startReceiver } from "./receiver.ts";
import type { Receiver } from "./receiver.ts";
import { PATIENCE_MS } from "../support/patience.ts";

const HERE = [{ address: "127.0.0.1", family: 4 }];

describe("a post", () => {
  let receiver: Receiver;
  beforeEach(async () => { receiver = await startReceiver(); });
  afterEach(() => receiver.close());

  const url = (path = "/hook?secret=s3cret"): string => `https://${HOST}:${receiver.port}${path}`;
  const post = (options: PostOptions = {}, to = url(), body = "{}") =>
    createPost({ lookup: async () => HERE, admits: (address) => address === "127.0.0.1", ca: CERTIFICATE, timeoutMs: PATIENCE_MS, ...options })({ url: to, headers: { "content-type": "application/json" }, body });

  test("brings the body and says what was answered", async () => {
    expect(await post({}, url(), '{"a":1}')).toEqual({ kind: "answered", status: 200, retryAfterMs: null });
    expect(receiver.got).toMatchObject([{ method: "POST", path: "/hook?secret=s3cret", body: '{"a":1}', headers: { host: `${HOST}:${receiver.port}`, "content-type": "application/json" } }]);
  });

  test("follows no redirect", async () => {
    receiver.answer = (response) => void response.writeHead(307, { location: url("/elsewhere") }).end();
    expect(await post()).toMatchObject({ kind: "answered", status: 307 });
    expect(receiver.got).toHaveLength(1);
  });

  test.each([["30", 30_000], ["1.337", 1_337], ["soon", null], ["Thu, 01 Jan 1970 00:00:00 GMT", 0]])("reads Retry-After: %s", async (header, ms) => {
    receiver.answer = (response) => void response.writeHead(429, { "retry-after": header }).end();
    expect(await post()).toEqual({ kind: "answered", status: 429, retryAfterMs: ms });
  });

  test("an answer without end is cut off", async () => {
    receiver.answer = (response) => {
      response.writeHead(200);
      const pour = (): void => { if (!response.destroyed) response.write("x".repeat(65_536), () => setImmediate(pour)); };
      pour();
    };
    expect(await post()).toEqual({ kind: "answered", status: 200, retryAfterMs: null });
  });

  test("a connection that ends before the answer leaves it open whether it arrived", async () => {
    receiver.answer = (response) => void response.socket?.destroy();
    expect(await post()).toMatchObject({ kind: "unknown", why: expect.stringContaining("without an answer") });
  });

  test("no answer in time leaves it open as well", async () => {
    const time = new AbortController();
    receiver.answer = () => time.abort(new DOMException("The time is over", "TimeoutError"));
    expect(await post({ timeout: () => time.signal })).toMatchObject({ kind: "unknown", why: expect.stringContaining("without an answer") as unknown });
    expect(receiver.got).toHaveLength(1);
  });

  test("where no connection came about nothing was sent", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    expect(await post({}, `https://${HOST}:${port}/`)).toEqual({ kind: "not-sent", why: "no connection came about (ECONNREFUSED)", lasting: false });
    expect(await post({ lookup: async () => { throw Object.assign(new Error("no such name: hooks.example.com"), { code: "ENOTFOUND" }); } })).toEqual({ kind: "not-sent", why: "no connection came about (ENOTFOUND)", lasting: false });
    expect(await post({ lookup: async () => [] })).toEqual({ kind: "not-sent", why: "its name leads nowhere", lasting: false });
  });

  test("a certificate that nobody vouches for ends it before anything is sent", async () => {
    const unknown = createPost({ lookup: async () => HERE, admits: () => true, timeoutMs: PATIENCE_MS });
    expect(await unknown({ url: url(), headers: {}, body: "{}" })).toEqual({ kind: "not-sent", why: "no connection came about (DEPTH_ZERO_SELF_SIGNED_CERT)", lasting: false });
    expect(await post({}, `https://other.example.com:${receiver.port}/`)).toMatchObject({ kind: "not-sent", lasting: false });
    expect(receiver.got).toEqual([]);
  });

  test.each([
    ["the metadata of a cloud", "https://169.254.169.254/latest/meta-data"], ["loopback", "https://127.0.0.1/"], ["loopback in short", "https://127.1/"], ["loopback as a number", "https://2130706433/"],
    ["loopback in IPv6", "https://[::1]/"], ["loopback mapped", "https://[::ffff:127.0.0.1]/"], ["a private network", "https://10.1.2.3/"],
  ])("refuses %s without a look-up", async (_what, to) => {
    const refusing = createPost({ lookup: async () => { throw new Error("looked up"); } });
    expect(await refusing({ url: to, headers: {}, body: "{}" })).toEqual({ kind: "not-sent", why: "its address is not on the public Internet", lasting: true });
  });

  test.each([["localhost", "127.0.0.1"], ["a name that leads to the metadata", "169.254.169.254"], ["a name that leads to this house", "10.0.0.7"], ["in IPv6", "::1"]])("refuses a name by where it leads: %s", async (_what, address) => {
    const refusing = createPost({ lookup: async () => [{ address, family: address.includes(":") ? 6 : 4 }] });
    expect(await refusing({ url: url(), headers: {}, body: "{}" })).toEqual({ kind: "not-sent", why: "its address is not on the public Internet", lasting: true });
    expect(receiver.got).toEqual([]);
  });

  test("refuses a name that leads to a public and to a private address at once", async () => {
    expect(await post({ lookup: async () => [...HERE, { address: "10.0.0.1", family: 4 }] })).toMatchObject({ kind: "not-sent", lasting: true });
    expect(receiver.got).toEqual([]);
  });

  test("a name that changes its mind is asked once, and what was looked at is what is connected to", async () => {
    const answers = ["127.0.0.1", "169.254.169.254"];
    let asked = 0;
    expect(await post({ lookup: async () => [{ address: answers[asked++] ?? "", family: 4 }] })).toMatchObject({ kind: "answered", status: 200 });
    expect(asked).toBe(1);
  });

  test.each(["http://hooks.example.com/", "ftp://hooks.example.com/", "hooks.example.com", "file:///etc/passwd"])("refuses %s, which is not https", async (to) => {
    expect(await post({}, to)).toEqual({ kind: "not-sent", why: "its address is not an https address", lasting: true });
  });

  test("refuses a body without measure", async () => {
    expect(await post({}, url(), "x".repeat(70_000))).toEqual({ kind: "not-sent", why: "the message is too long", lasting: true });
  });

  test("says nothing of the address, whatever happens", async () => {
    const outcomes = [await post({ lookup: async () => { throw new Error(`cannot look up ${url()}`); } }), await post({ timeoutMs: 1 }), await post({ admits: () => false })];
    expect(JSON.stringify(outcomes)).not.toMatch(/s3cret|hooks\.example/);
  });
});
