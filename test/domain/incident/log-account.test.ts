import { describe, expect, test } from "@jest/globals";
import type { IncidentAct } from "../../../src/domain/model/incident.ts";
import { liesElsewhere, owedLogs } from "../../../src/domain/incident/log-account.ts";
import { codes, folded } from "../../support/incident-builder.ts";

type Logs = Extract<IncidentAct, { readonly kind: "logs" }>;
const logs = (step: Logs["step"], who: string, over: Partial<Logs> = {}): Logs => ({ kind: "logs", step, who, node: null, range: null, location: null, hash: null, ...over });
const account = (...acts: readonly IncidentAct[]): readonly string[] =>
  folded(...acts).incident.logs.map(({ who, node, range, state, location }) => [who, node, range, state, location].filter((part) => part !== null).join(" "));
const AT = "https://logs.example.org/1";

describe("the account of logs", () => {
  test.each<[string, readonly IncidentAct[], readonly string[]]>([
    ["each node of one person is owed by itself", [logs("request", "ann", { node: "n1" }), logs("request", "ann", { node: "n2" })], ["ann n1 requested", "ann n2 requested"]],
    ["each time of one node as well", [logs("request", "ann", { node: "n1", range: "03..05" }), logs("request", "ann", { node: "n1", range: "07..08" })], ["ann n1 03..05 requested", "ann n1 07..08 requested"]],
    ["asked for twice is owed once", [logs("request", "ann", { node: "n1" }), logs("request", "Ann", { node: "N1" })], ["Ann N1 requested"]],
    ["what came without a node is what alone was open", [logs("request", "ann", { node: "n1", range: "03..05" }), logs("received", "ann", { location: AT })], [`ann n1 03..05 received ${AT}`]],
    ["what is open comes before what was received", [logs("request", "ann", { node: "n1" }), logs("request", "ann", { node: "n2" }), logs("received", "ann", { node: "n1" }), logs("missing", "ann")], ["ann n1 received", "ann n2 missing"]],
    ["a node that was not asked for by name fits a request for all", [logs("request", "ann"), logs("received", "ann", { node: "n1" })], ["ann n1 received"]],
    ["what nobody asked for is kept too", [logs("received", "eve", { location: AT })], [`eve received ${AT}`]],
    ["somebody else's request stays open", [logs("request", "ann", { node: "n1" }), logs("received", "ben", { node: "n1" })], ["ann n1 requested", "ben n1 received"]],
  ])("%s", (_what, acts, expected) => {
    expect(account(...acts)).toEqual(expected);
  });

  test("where several are open nobody guesses which one came", () => {
    const acts = [logs("request", "ann", { node: "n1" }), logs("request", "ann", { node: "n2" }), logs("received", "ann", { location: AT })];
    expect(codes(...acts).at(-1)).toBe("logs-which");
    expect(account(...acts)).toEqual(["ann n1 requested", "ann n2 requested"]);
    expect(folded(...acts).outcomes.get([...folded(...acts).outcomes.keys()].at(-1) ?? "")?.facts["several"]).toEqual(["node n1", "node n2"]);
  });

  test("another fingerprint for the same logs is refused, the same one is not", () => {
    const hash = `sha256:${"a".repeat(64)}`;
    const received = logs("received", "ann", { node: "n1", hash });
    expect(codes(received, { ...received, hash: `sha256:${"b".repeat(64)}` }).at(-1)).toBe("hash-differs");
    expect(codes(received, { ...received, hash: hash.toUpperCase().replace("SHA", "sha") }).at(-1)).toBe("noted");
  });

  test("what is owed is what was asked for and neither came nor is missing, oldest first", () => {
    const { incident } = folded(logs("request", "ann", { node: "n1" }), logs("request", "ben"), logs("request", "cy"), logs("missing", "ben"));
    expect(owedLogs(incident.logs).map(({ who }) => who)).toEqual(["ann", "cy"]);
  });
});

describe("logs lie where everybody who works on incidents can read them, or are said not to", () => {
  const places = ["https://github.com/acme/incident-logs", "https://logs.acme.example/crashes/"];
  test.each<[string, string | null, readonly string[], boolean | null]>([
    ["in a place of the plan", "https://logs.acme.example/crashes/7/n1.gz", places, false], ["the place itself", "https://github.com/acme/incident-logs", places, false],
    ["beside it", "https://logs.acme.example/private/n1.gz", places, true], ["where only the beginning looks alike", "https://github.com/acme/incident-logs-of-one-firm/n1.gz", places, true],
    ["with somebody else", "https://firm.example/n1.gz", places, true], ["on another port", "https://logs.acme.example:8443/crashes/n1.gz", places, true],
    ["climbing out of it", "https://logs.acme.example/crashes/../private/n1.gz", places, true],
    ["nowhere", null, places, null], ["anywhere, where the plan does not say", "https://firm.example/n1.gz", [], null], ["at what is no address", "https://", places, null],
  ])("%s", (_what, location, given, expected) => expect(liesElsewhere(location, given)).toBe(expected));
});
