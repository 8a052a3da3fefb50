import { createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { OutboxMessage } from "../../src/domain/model/message.ts";
import { discordBody, idempotencyKey, requestFor, slackBody } from "../../src/notify/medium.ts";
import type { Target } from "../../src/notify/target.ts";

const NOW = Date.parse("2026-12-01T09:00:00Z");
const HOSTILE = "@everyone <@123> <!channel> [click](https://evil.example) **b** `c` <https://evil.example|ok> www.evil.example # big\n> q";

function message(over: Partial<OutboxMessage["words"]> = {}, facts: OutboxMessage["facts"] = {}): OutboxMessage {
  return {
    id: "inform/1/5/99", audience: "operators", targets: [], about: { kind: "incident", repository: 1, number: 5 }, installation: 10, home: "acme/app", since: NOW, notBefore: null,
    words: { title: "The network stands still", lines: ["Blocks are not made since 08:40."], url: "https://github.com/acme/app/issues/5", ...over }, facts,
  };
}
const target = (kind: Target["kind"], over: Partial<Target> = {}): Target => ({ name: "chat", kind, url: "https://hooks.example.com/x", secret: kind === "webhook" ? "a secret of the tests" : null, audiences: ["operators"], for: ["acme"], ...over });
const parsed = (body: string) => JSON.parse(body) as Record<string, unknown>;

describe("Discord", () => {
  const content = (one: OutboxMessage) => (discordBody(one) as { content: string }).content;

  test("gets title, lines and the one link, and may mention nobody", () => {
    expect(discordBody(message())).toEqual({
      content: "**The network stands still**\nBlocks are not made since 08\\:40\\.\n<https://github.com/acme/app/issues/5>", allowed_mentions: { parse: [] }, flags: 4,
    });
  });

  test("gets strangers' words as they stand and nothing of them works", () => {
    const said = content(message({ title: HOSTILE, lines: [HOSTILE], url: null }));
    expect(said).not.toMatch(/@everyone|(?<!\\)<[@!]|https:\/\/evil|https\\:\/\/evil|www\.evil/);
    expect(said.replace(/^\*\*|\*\*$/gm, "").replace(/\\./g, "")).not.toMatch(/[*_`~|[\]()<>#]/);
  });

  test("never gets more than it takes", () => {
    const said = content(message({ title: "*".repeat(500), lines: Array.from({ length: 500 }, () => "_".repeat(2_000)) }));
    expect(said.length).toBeLessThanOrEqual(2_000);
    expect(said).toContain("<https://github.com/acme/app/issues/5>");
    expect(said).not.toMatch(/(?<!\\)(?:\\\\)*\\…/);
  });
});

describe("Slack", () => {
  test("gets strangers' words as plain text, and the one link", () => {
    expect(slackBody(message({ lines: ["a <!channel> & b", "c"] }))).toEqual({
      text: "The network stands still\na &lt;!channel&gt; &amp; b\nc", mrkdwn: false, link_names: false, parse: "none", unfurl_links: false, unfurl_media: false,
      blocks: [
        { type: "header", text: { type: "plain_text", text: "The network stands still", emoji: false } },
        { type: "section", text: { type: "plain_text", text: "a <!channel> & b\nc", emoji: false } },
        { type: "section", text: { type: "mrkdwn", verbatim: true, text: "<https://github.com/acme/app/issues/5|Open on GitHub>" } },
      ],
    });
  });

  test("gets nothing that works in the text for notifications", () => {
    expect((slackBody(message({ title: HOSTILE, lines: [HOSTILE] })) as { text: string }).text).not.toMatch(/[<>]|@everyone|https:\/\//);
  });

  test("never gets more than it takes, nor an empty part", () => {
    const { blocks } = slackBody(message({ title: "x".repeat(900), lines: Array.from({ length: 400 }, () => "y".repeat(900)) })) as { blocks: { text: { text: string } }[] };
    expect(blocks.map(({ text }) => text.text.length <= 3_000)).toEqual([true, true, true]);
    expect(blocks[0]?.text.text.length).toBeLessThanOrEqual(150);
    expect((slackBody(message({ title: "", lines: [], url: null })) as { blocks: unknown[] }).blocks).toHaveLength(1);
  });
});

describe("a link", () => {
  test.each(["javascript:alert(1)", "http://github.com/a", "https://user:pass@github.com/", "nonsense", `https://github.com/${"x".repeat(600)}`])("of no use is left out: %s", (url) => {
    expect(slackBody(message({ url }))).toMatchObject({ blocks: { length: 2 } });
  });
  test("cannot end what it stands in", () => {
    expect((discordBody(message({ url: "https://github.com/a>b|c" })) as { content: string }).content).toMatch(/<https:\/\/github\.com\/a%3Eb%7Cc>$/);
  });
});

describe("a webhook", () => {
  const request = requestFor(message({}, { event: "inform" }), target("webhook"), NOW);

  test("gets everything as data", () => {
    expect(parsed(request.body)).toEqual({
      type: "release-warden.message", timestamp: "2026-12-01T09:00:00.000Z",
      data: {
        id: "inform/1/5/99", audience: "operators", home: "acme/app", about: "incident:1/5", since: "2026-12-01T09:00:00.000Z", title: "The network stands still",
        lines: ["Blocks are not made since 08:40."], url: "https://github.com/acme/app/issues/5", facts: { event: "inform" },
      },
    });
  });

  test("is signed as the standard has it, over id, time and body", () => {
    const id = request.headers["webhook-id"] ?? "";
    const expected = createHmac("sha256", "a secret of the tests").update(`${id}.1796115600.${request.body}`).digest("base64");
    expect(request.headers).toMatchObject({ "webhook-timestamp": "1796115600", "webhook-signature": `v1,${expected}`, "idempotency-key": id, "content-type": "application/json" });
    const standard = requestFor(message(), target("webhook", { secret: `whsec_${Buffer.from("key").toString("base64")}` }), NOW);
    expect(standard.headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", "key").update(`${standard.headers["webhook-id"] ?? ""}.1796115600.${standard.body}`).digest("base64")}`);
  });

  test("knows a repetition by its key, which is of this message and this target", () => {
    const key = idempotencyKey(message(), target("webhook"));
    expect(key).toMatch(/^rw_[\w-]{43}$/);
    expect(requestFor(message(), target("webhook"), NOW + 99_000).headers["idempotency-key"]).toBe(key);
    expect([idempotencyKey({ ...message(), id: "other" }, target("webhook")), idempotencyKey(message(), target("webhook", { name: "other" }))]).not.toContain(key);
  });

  test("is spared facts without measure", () => {
    const { body } = requestFor(message({}, { long: "x".repeat(60_000) }), target("webhook"), NOW);
    expect(parsed(body)).toMatchObject({ data: { facts: {} } });
  });

  test("the secret and the address are in no body", () => {
    for (const kind of ["discord", "slack", "webhook"] as const) expect(requestFor(message(), target(kind), NOW).body).not.toMatch(/secret of the tests|hooks\.example/);
  });
});
