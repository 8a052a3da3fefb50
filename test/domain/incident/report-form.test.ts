import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { FORM_HEADINGS, readReportForm, REPORT_LABEL } from "../../../src/domain/incident/report-form.ts";
import { DEFAULT_PARTY_TYPES } from "../../../src/domain/plan/build/incidents.ts";
import { NOON } from "../../support/incident-builder.ts";

const CONTEXT = { zone: "UTC", writtenAt: NOON, partyTypes: DEFAULT_PARTY_TYPES };

test("the form asks what is read from it, and gives the label by which it is known", () => {
  const form = parse(readFileSync(new URL("../../../templates/incident-form.yml", import.meta.url), "utf8")) as { readonly labels: readonly string[]; readonly body: readonly { readonly attributes: { readonly label: string; readonly options?: readonly string[] } }[] };
  expect(form.body.map(({ attributes }) => attributes.label)).toEqual(Object.values(FORM_HEADINGS));
  expect(form.body.at(-1)?.attributes.options?.map((one) => one.toLowerCase())).toEqual(DEFAULT_PARTY_TYPES);
  expect(form.labels).toEqual([REPORT_LABEL]);
});

describe("a report by the form", () => {
  test.each<readonly [string, string, object]>([
    ["says what was answered", "### What happens?\n\nIt stops.\n\n### When did it start?\n\n11:30\n\n### Which part is affected?\n\nnode", { title: "down", text: "It stops.", acts: [{ moment: "started", when: { at: NOON - 1_800_000 } }, { component: "node" }] }],
    ["says nothing where nothing was answered", "### What happens?\n\nIt stops.\n\n### When did it start?\n\n_No response_", { text: "It stops.", acts: [] }],
    ["keeps words that are no time", "### When did it start?\n\nthis morning", { text: null, acts: [{ moment: "started", when: { precision: "unknown" }, text: "this morning" }] }],
    ["keeps a time to come as words", "### When was it noticed?\n\n2026-12-01 18:00Z", { acts: [{ moment: "detected", when: { precision: "unknown" }, text: "2026-12-01 18:00Z" }] }],
    ["says which version runs, and where the files lie that came with it", "### Which version runs there?\n\nv5.3.1\n\n### Logs\n\n[node.log](https://github.com/user-attachments/files/1/node.log)\n[core @x.gz](https://github.com/user-attachments/files/2/core.gz)", {
      acts: [{ kind: "version", version: "v5.3.1" }, { kind: "logs", step: "received", who: "ann", range: "node.log", location: "https://github.com/user-attachments/files/1/node.log", hash: null }, { kind: "logs", range: "core @x.gz" }],
    }],
    ["takes no sentence for a version, and no text for a file", "### Which version runs there?\n\nthe newest one\n\n### Logs\n\nI have none (javascript:alert) [x](http://10.0.0.1/)", { acts: [] }],
    ["makes whoever reports a party, by what they are", "### What happens?\n\nIt stops.\n\n### Who are you to this network?\n\nAuthority node operator", { text: "It stops.", acts: [{ kind: "party", who: "ann", role: "authority node operator" }] }],
    ["keeps what the plan does not know as words", "### What happens?\n\nIt stops.\n\n### Who are you to this network?\n\nI run a node", { text: "It stops.\n\nReported as: I run a node", acts: [] }],
    ["takes a body without the form's headings as it is", "it stops, help", { text: "it stops, help", acts: [] }],
  ])("%s", (_name, body, report) => expect(readReportForm("Incident: down", body, "ann", CONTEXT)).toMatchObject(report));

  test("of an account that is gone names no party, and keeps its answer", () => {
    expect(readReportForm("x", "### Who are you to this network?\n\nExchange", null, CONTEXT)).toMatchObject({ text: "Reported as: Exchange", acts: [] });
  });
});
