import { afterEach, describe, expect, test } from "@jest/globals";
import { createDoor, type DoorOptions } from "../../src/webhook/door.ts";
import { githubHeaders, knock, NOW, openDoor, PATH, rawRequest, SECRET, sign, type TestDoor } from "./knock.ts";
import { INSTALLATION, OTHER_SHA, payload, push, REPOSITORY, SHA } from "./github-payloads.ts";

const opened: TestDoor[] = [];
async function door(options: Partial<DoorOptions> = {}): Promise<TestDoor> {
  const made = await openDoor(options);
  opened.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.server.close()));
});

const PULL = JSON.stringify(payload({ action: "opened", pull_request: { number: 12, title: "Mend the pier" } }));

describe("a signed delivery", () => {
  test("is answered 202 after its marks and witnesses were given to the store as one", async () => {
    const to = await door();
    expect(await knock(to, "push", JSON.stringify(push()))).toEqual({ status: 202, line: "Accepted." });
    expect(to.accepted).toEqual([{
      delivery: { id: "d-1", event: "push", action: null, installation: INSTALLATION, repository: REPOSITORY, receivedAt: NOW },
      marks: [{ key: { kind: "branch", repository: REPOSITORY, branch: "main" }, lane: "changed", installation: INSTALLATION }],
      witnesses: [{ delivery: "d-1", event: "push", action: null, installation: INSTALLATION, repository: REPOSITORY, object: "push:refs/heads/main",
        sender: "astrid", senderBot: false, at: 1_561_000_000_000, before: SHA, after: OTHER_SHA }],
    }]);
  });

  test("is not answered before the store has committed", async () => {
    const order: string[] = [];
    let commit = (): void => undefined;
    const asked = new Promise<void>((reached) => {
      const accept = () => new Promise<"accepted">((resolve) => {
        commit = () => { order.push("committed"); resolve("accepted"); };
        reached();
      });
      void door({ accept }).then((to) => knock(to, "pull_request", PULL)).then(() => order.push("answered"));
    });
    await asked;
    expect(order).toEqual([]);
    commit();
    await Promise.all(opened.splice(0).map((each) => each.server.close()));
    expect(order[0]).toBe("committed");
  });

  test("takes the receipt as the instant of a witness whose payload has none", async () => {
    const to = await door();
    await knock(to, "milestone", JSON.stringify(payload({ action: "deleted", milestone: { number: 7 } })));
    expect(to.accepted[0]?.witnesses[0]?.at).toBe(NOW);
  });

  test("that comes again is answered 202 and said to be known", async () => {
    const to = await door({ accept: async () => "duplicate" });
    expect(await knock(to, "pull_request", PULL)).toEqual({ status: 202, line: "Accepted before; nothing to do." });
  });

  test("is answered 503 when the store refuses, so that GitHub records a failure", async () => {
    const to = await door({ accept: () => Promise.reject(new Error("disk full")) });
    expect(await knock(to, "pull_request", PULL)).toMatchObject({ status: 503 });
    expect(to.logged).toMatchObject([{ level: "error", fields: { delivery: "d-1", event: "pull_request", reason: "disk full" } }]);
  });

  test.each([
    ["a ping", "ping", { zen: "Design for failure." }, "pong"],
    ["an event that is none of ours", "star", payload({ action: "created" }), "Received; nothing to do for this event."],
  ])("%s is answered 202 without troubling the store", async (_name, event, body, line) => {
    const to = await door();
    expect(await knock(to, event, JSON.stringify(body))).toEqual({ status: 202, line });
    expect(to.accepted).toEqual([]);
  });

  test("that marks nothing, such as the echo of a check, is recorded all the same, so that nobody asks GitHub for it again", async () => {
    const to = await door();
    expect(await knock(to, "check_run", JSON.stringify(payload({ action: "created", check_run: { id: 1, head_sha: SHA } })))).toMatchObject({ status: 202 });
    expect(to.accepted).toMatchObject([{ delivery: { id: "d-1", event: "check_run", action: "created" }, marks: [], witnesses: [] }]);
  });

  test("without an installation is dropped, and the log says so", async () => {
    const to = await door();
    const answer = await knock(to, "pull_request", JSON.stringify({ action: "opened", repository: { id: 1 }, pull_request: { number: 1 } }));
    expect(answer).toMatchObject({ status: 202, line: expect.stringContaining("names no installation") });
    expect(to.accepted).toEqual([]);
    expect(to.logged).toMatchObject([{ level: "info", line: "Dropped pull_request: its payload names no installation." }]);
  });

  test("may be signed with the previous secret while secrets are exchanged", async () => {
    const to = await door({ secrets: ["the new one", SECRET] });
    expect(await knock(to, "pull_request", PULL)).toMatchObject({ status: 202 });
    expect(await knock(to, "pull_request", PULL, { "x-hub-signature-256": sign(PULL, "the new one") })).toMatchObject({ status: 202 });
    expect(await knock(to, "pull_request", PULL, { "x-hub-signature-256": sign(PULL, "a third") })).toMatchObject({ status: 401 });
  });

  test("is verified and read as bytes, whatever the script of its text and however it is cut into packets", async () => {
    const to = await door();
    const body = JSON.stringify(payload({ action: "opened", pull_request: { number: 12, title: "Ærøskøbing ⚓ 港" } }));
    const bytes = Buffer.from(body);
    const head = ["POST " + PATH + " HTTP/1.1", "host: x", "connection: close", `content-length: ${bytes.length}`,
      ...Object.entries(githubHeaders(body, "pull_request")).map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n");
    const pieces = Array.from(bytes, (byte) => Buffer.from([byte]));
    expect(await rawRequest(to, head, pieces)).toMatch(/^HTTP\/1\.1 202 /);
    expect(to.accepted).toHaveLength(1);
  });
});

describe("a knock that is not a delivery gets one clear line", () => {
  const rows: readonly (readonly [string, Record<string, string | null>, number, string])[] = [
    ["no signature", { "x-hub-signature-256": null }, 401, "X-Hub-Signature-256 is missing"],
    ["a SHA-1 signature", { "x-hub-signature-256": `sha1=${"a".repeat(40)}` }, 401, "X-Hub-Signature-256 is missing"],
    ["a short signature", { "x-hub-signature-256": "sha256=abcd" }, 401, "X-Hub-Signature-256 is missing"],
    ["a wrong signature", { "x-hub-signature-256": `sha256=${"a".repeat(64)}` }, 401, "The signature does not match the body"],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, 415, "must be application/json"],
    ["no delivery id", { "x-github-delivery": null }, 400, "X-GitHub-Delivery is missing"],
    ["a delivery id with spaces", { "x-github-delivery": "a b" }, 400, "X-GitHub-Delivery is missing or malformed"],
    ["no event", { "x-github-event": null }, 400, "X-GitHub-Event is missing"],
  ];
  test.each(rows)("%s", async (_name, headers, status, line) => {
    const to = await door();
    expect(await knock(to, "pull_request", PULL, headers)).toEqual({ status, line: expect.stringContaining(line) });
    expect(to.accepted).toEqual([]);
  });

  test.each([
    ["invalid JSON", "{\"a\":", "The body is not valid JSON."],
    ["no body", "", "The body is not valid JSON."],
    ["a list", "[1]", "The body is JSON but not an object."],
    ["null", "null", "The body is JSON but not an object."],
  ])("%s, though signed", async (_name, body, line) => {
    const to = await door();
    expect(await knock(to, "pull_request", body)).toEqual({ status: 400, line });
  });

  test("invalid JSON with a bad signature is refused for the signature: it was never parsed", async () => {
    const to = await door();
    expect(await knock(to, "pull_request", "{", { "x-hub-signature-256": sign("}") })).toMatchObject({ status: 401 });
  });

  test.each(["GET", "PUT", "DELETE"])("%s at the path is 405 and names POST", async (method) => {
    const to = await door();
    const response = await fetch(`${to.server.url}${PATH}`, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  test.each(["/", "/api/github/webhooksx", "/api/github/webhooks/more", "/API/github/webhooks"])("%s is somebody else's path", async (path) => {
    const to = await door();
    expect((await fetch(`${to.server.url}${path}`, { method: "POST", body: PULL, headers: githubHeaders(PULL, "pull_request") })).status).toBe(404);
  });

  test("a query after the path does not close the door", async () => {
    const to = await door();
    expect((await fetch(`${to.server.url}${PATH}?from=proxy`, { method: "POST", body: PULL, headers: githubHeaders(PULL, "pull_request") })).status).toBe(202);
  });
});

describe("a body above the cap", () => {
  const head = (...lines: string[]) =>
    [`POST ${PATH} HTTP/1.1`, "host: x", "content-type: application/json", `x-hub-signature-256: ${sign("")}`, ...lines, "", ""].join("\r\n");
  const chunk = Buffer.from(`3e8\r\n${"a".repeat(1_000)}\r\n`);

  test("is refused by its declared length before a byte of it is read, and the connection is closed", async () => {
    const to = await door();
    const answer = await rawRequest(to, head(`content-length: ${25 * 1024 * 1024 + 1}`), [], "never");
    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*connection: close[^]*larger than 26214400 bytes/i);
  });

  test("is refused while it streams when its length was not declared", async () => {
    const to = await door({ maxBodyBytes: 10_000 });
    const answer = await rawRequest(to, head("transfer-encoding: chunked"), Array.from({ length: 50 }, () => chunk));
    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*larger than 10000 bytes/);
  });

  test("is accepted at exactly the cap", async () => {
    const to = await door({ maxBodyBytes: Buffer.byteLength(PULL) });
    expect(await knock(to, "pull_request", PULL)).toMatchObject({ status: 202 });
    expect(await knock(to, "pull_request", `${PULL} `)).toMatchObject({ status: 413 });
  });
});

describe("memory is bounded", () => {
  test("more unfinished bodies than fit are answered 503, and the room is free again afterwards", async () => {
    const to = await openDoor({ maxBodyBytes: 2_000 }, { grace: 20 });
    const head = [`POST ${PATH} HTTP/1.1`, "host: x", `x-hub-signature-256: ${sign("")}`, "content-length: 2000", "", ""].join("\r\n");
    // each holds back its last byte; where five times 2,000 bytes fit, the sixth finds no room
    const answers: string[] = [];
    const hung = Array.from({ length: 6 }, () => rawRequest(to, head, [Buffer.alloc(1_999)]).then((answer) => { answers.push(answer); }));
    await Promise.race(hung);
    expect(answers[0]).toMatch(/^HTTP\/1\.1 503 [^]*too many large bodies/);
    expect(await knock(to, "ping", "{}")).toMatchObject({ status: 202 });
    await Promise.all([to.server.close(), ...hung]);
    expect(answers.slice(1)).toEqual(["", "", "", "", ""]);
  });
});

describe("what the log never holds", () => {
  test("a body, a secret or a signature, even when everything goes wrong", async () => {
    const to = await door({ accept: () => Promise.reject(new Error("no room")) });
    const said = JSON.stringify(payload({ action: "opened", pull_request: { number: 1, title: "CONFIDENTIAL" } }));
    await knock(to, "pull_request", said);
    await knock(to, "pull_request", said, { "x-hub-signature-256": sign(said, "wrong") });
    await knock(to, "pull_request", said.slice(0, -1));
    const log = JSON.stringify(to.logged);
    expect(to.logged.length).toBe(2);
    for (const secret of ["CONFIDENTIAL", SECRET, sign(said).slice(7), sign(said, "wrong").slice(7)]) expect(log).not.toContain(secret);
  });

  test("refusals are told once a minute with their number, since anybody can knock", async () => {
    let now = NOW;
    const to = await door({ now: () => now });
    for (let each = 0; each < 5; each += 1) await knock(to, "push", "{}", { "x-hub-signature-256": null });
    now += 60_000;
    await knock(to, "push", "{}", { "x-hub-signature-256": null });
    expect(to.logged).toMatchObject([{ level: "warn", fields: { refused: 1 } }, { level: "warn", fields: { refused: 5 } }]);
  });
});

test.each([[[]], [[""]], [["good", ""]]])("a door is not made with the secrets %j", (secrets) => {
  const log = { info() {}, warn() {}, error() {} };
  expect(() => createDoor({ secrets, path: PATH, accept: async () => "accepted", now: () => NOW, log })).toThrow("at least one secret");
});
