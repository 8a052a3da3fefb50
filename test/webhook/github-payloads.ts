/** Payloads cut down to the fields that GitHub documents and the mapping reads, around one repository and one installation. */
import { expect } from "@jest/globals";
import { createSieve } from "../../src/webhook/json-sieve.ts";
import { mapPayload, READ_FIELDS, type MappedPayload } from "../../src/webhook/payload.ts";

const sieve = createSieve(READ_FIELDS);

/** As the door maps it: of what passes the sieve alone, which must say the same as the whole payload. */
export function mapped(event: string, body: unknown): MappedPayload | null {
  const reading = mapPayload(event, sieve(Buffer.from(JSON.stringify(body))));
  expect(reading).toEqual(mapPayload(event, body));
  return reading;
}

export const REPOSITORY = 4711;
export const INSTALLATION = 77;
export const SHA = "1".repeat(40);
export const OTHER_SHA = "2".repeat(40);
export const ZERO_SHA = "0".repeat(40);

export type Payload = Record<string, unknown>;

export function payload(fields: Payload): Payload {
  return {
    installation: { id: INSTALLATION, node_id: "MDI" },
    repository: { id: REPOSITORY, full_name: "north/harbour", default_branch: "main", pushed_at: 1_561_000_000 },
    sender: { login: "astrid", id: 5, type: "User" },
    ...fields,
  };
}

export function push(fields: Payload = {}): Payload {
  return payload({
    ref: "refs/heads/main", before: SHA, after: OTHER_SHA, created: false, deleted: false, forced: false,
    commits: [commit({ modified: ["src/pier.ts"] })], ...fields,
  });
}

export function commit(files: Payload = {}): Payload {
  return { id: OTHER_SHA, message: "Mend the pier", added: [], removed: [], modified: [], ...files };
}
