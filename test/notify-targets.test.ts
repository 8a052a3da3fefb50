import { describe, expect, test } from "@jest/globals";
import { readTargets } from "../src/notify-targets.ts";

const CHAT = '{ name: ops, kind: discord, url: "https://discord.com/api/webhooks/1/s3cret", audiences: [operators], for: [acme] }';
const HOOK = '{ name: pager, kind: webhook, url: "https://pager.example.com/in?key=s3cret", secret: "0123456789abcdef-s3cret", for: ["*"] }';

function read(...targets: readonly string[]) {
  const problems: string[] = [];
  const found = readTargets(`targets:\n${targets.map((one) => `  - ${one}`).join("\n")}\n`, "NOTIFY_TARGETS", problems);
  return { found, problems };
}

describe("the operator's targets", () => {
  test("are read as they stand", () => {
    expect(read(CHAT, HOOK)).toEqual({
      problems: [],
      found: [
        { name: "ops", kind: "discord", url: "https://discord.com/api/webhooks/1/s3cret", secret: null, audiences: ["operators"], for: ["acme"] },
        { name: "pager", kind: "webhook", url: "https://pager.example.com/in?key=s3cret", secret: "0123456789abcdef-s3cret", audiences: [], for: ["*"] },
      ],
    });
  });

  test("may be JSON", () => {
    const problems: string[] = [];
    expect(readTargets(JSON.stringify({ targets: [{ name: "a", kind: "slack", url: "https://hooks.slack.com/services/x", for: ["acme/app"] }] }), "X", problems)).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test.each([
    ["http", CHAT.replace("https:", "http:"), "targets[0].url (ops) must be an https address without user and fragment"],
    ["a user in the address", CHAT.replace("https://", "https://u:s3cret@"), "targets[0].url (ops) must be an https address without user and fragment"],
    ["this machine", CHAT.replace("discord.com", "localhost"), "targets[0].url (ops) must lead to the public Internet: localhost, private and link-local addresses are refused"],
    ["the metadata of a cloud", CHAT.replace("discord.com", "169.254.169.254"), "targets[0].url (ops) must lead to the public Internet: localhost, private and link-local addresses are refused"],
    ["IPv6 loopback", CHAT.replace("discord.com", "[::1]"), "targets[0].url (ops) must lead to the public Internet: localhost, private and link-local addresses are refused"],
    ["a number for an address", CHAT.replace("discord.com", "2130706433"), "targets[0].url (ops) must lead to the public Internet: localhost, private and link-local addresses are refused"],
    ["nobody whose it is", CHAT.replace(", for: [acme]", ""), 'targets[0].for (ops) must say whose plans may use it: owners (acme), homes of plans (acme/app), or "*" for all'],
    ["an unknown kind", CHAT.replace("discord,", "irc,"), "targets[0].kind (ops) must be discord, slack or webhook"],
    ["a webhook without a secret", HOOK.replace(/secret: "[^"]*", /, ""), "targets[0].secret (pager) is missing: a webhook is signed with it, so that its receiver can tell it from a forgery"],
    ["a short secret", HOOK.replace("0123456789abcdef-s3cret", "s3cret"), "targets[0].secret (pager) must have at least 16 characters: openssl rand -hex 32"],
    ["a secret for a chat", CHAT.replace(" }", ', secret: "0123456789abcdef-s3cret" }'), "targets[0].secret (ops) is for webhooks only; the address of a chat is its secret"],
    ["a name that is none", CHAT.replace("name: ops", 'name: "<@everyone>"'), "targets[0].name must be small words of letters, digits, . _ and -, at most 64 characters; plans name it so"],
    ["an unknown key", CHAT.replace("kind:", "channel: s3cret, kind:"), "targets[0] (ops) has a key that means nothing here, channel"],
  ])("refuse %s, and never repeat a value", (_what, target, problem) => {
    const { found, problems } = read(target);
    expect([found, problems]).toEqual([[], [`NOTIFY_TARGETS: ${problem}.`]]);
    expect(problems.join()).not.toContain("s3cret");
  });

  test("say everything at once", () => {
    expect(read(CHAT.replace("https:", "http:"), HOOK.replace("webhook", "mail")).problems).toHaveLength(2);
    expect(read(CHAT, CHAT.replace("ops", "OPS")).problems).toEqual(["NOTIFY_TARGETS: two targets have the name ops."]);
  });

  test.each([["targets: [", "NOTIFY_TARGETS is not YAML: look at line 1."], ["- s3cret", "NOTIFY_TARGETS: the whole must be a mapping with one key, targets."], ["targets: s3cret", "NOTIFY_TARGETS: targets must be a list."],
    ["a: &a 1\ntargets: [*a, *a]", "NOTIFY_TARGETS uses aliases (*name): write each target out."], ["x".repeat(70_000), "NOTIFY_TARGETS is longer than 65536 characters."]])("refuse a text that is none: %.20s", (text, problem) => {
    const problems: string[] = [];
    expect(readTargets(text, "NOTIFY_TARGETS", problems)).toEqual([]);
    expect(problems).toEqual([problem]);
  });
});
