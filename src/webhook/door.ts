/**
 * The door: where GitHub knocks. A delivery is answered 202 only after its marks and witnesses are committed.
 *
 * Promises: nothing is parsed or logged before the signature over the raw body is verified; bodies, secrets and signatures are never
 * logged; memory is bounded whatever is sent. When the store refuses, the answer is 503, so GitHub records the delivery as failed and the
 * sweep of its delivery log asks for it again. Accepted race: a delivery that was committed but whose answer was lost is sent again, and
 * the store knows its id.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Instant } from "../domain/model/instant.ts";
import { acceptanceOf, type Accept } from "./acceptance.ts";
import { sendAnswer, type Answer } from "./answer.ts";
import { declaredLength, readBody, type BodyRefusal, type Intake } from "./body.ts";
import { fieldsOf } from "./fields.ts";
import { createSieve } from "./json-sieve.ts";
import { mapPayload, READ_FIELDS, type MappedPayload } from "./payload.ts";
import { signatureOf, signatureVerifier, type VerifySignature } from "./signature.ts";

/** The part of a pino logger that the door needs. */
export interface DoorLog {
  info(fields: object, line: string): void;
  warn(fields: object, line: string): void;
  error(fields: object, line: string): void;
}

export interface DoorOptions {
  /** one, or the new and the previous one while they are exchanged */
  readonly secrets: readonly string[];
  /** `/api/github/webhooks` */
  readonly path: string;
  readonly accept: Accept;
  readonly now: () => Instant;
  readonly log: DoorLog;
  /** GitHub sends nothing above 25 MB, which is the default */
  readonly maxBodyBytes?: number;
}

/** True when the request was for this door; then it is answered or will be. */
export type Door = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

interface DoorState extends DoorOptions {
  readonly maxBodyBytes: number;
  readonly verify: VerifySignature;
  readonly intake: Intake;
  readonly refusals: { count: number; toldAt: Instant };
}

const MAX_BODY_BYTES = 25 * 1024 * 1024;
/** So many bodies of the largest size may be under way at once. */
const LARGEST_BODIES_AT_ONCE = 5;
const REFUSALS_TOLD_EVERY_MS = 60_000;

const DELIVERY_ID = /^[\w-]{1,100}$/;
const EVENT_NAME = /^[a-z_]{1,60}$/;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

const ACCEPTED: Answer = { status: 202, line: "Accepted." };
const DUPLICATE: Answer = { status: 202, line: "Accepted before; nothing to do." };
const NOT_OURS: Answer = { status: 202, line: "Received; nothing to do for this event." };
const PONG: Answer = { status: 202, line: "pong" };
const NO_INSTALLATION: Answer = { status: 202, line: "Received and dropped: the payload names no installation of the app. Send app webhooks here, not repository webhooks." };
const NOT_POST: Answer = { status: 405, line: "Webhooks are sent here with POST.", headers: { allow: "POST" } };
const UNSIGNED: Answer = { status: 401, line: "X-Hub-Signature-256 is missing or is not sha256=<64 hex digits>: set a webhook secret in the app's settings." };
const BADLY_SIGNED: Answer = { status: 401, line: "The signature does not match the body: the app's webhook secret on GitHub and WEBHOOK_SECRET here differ." };
const NOT_JSON_TYPE: Answer = { status: 415, line: "The content type must be application/json: change it in the app's webhook settings." };
const NO_DELIVERY: Answer = { status: 400, line: "X-GitHub-Delivery is missing or malformed." };
const NO_EVENT: Answer = { status: 400, line: "X-GitHub-Event is missing or malformed." };
const NOT_JSON: Answer = { status: 400, line: "The body is not valid JSON." };
const NOT_AN_OBJECT: Answer = { status: 400, line: "The body is JSON but not an object." };
const STORE_REFUSED: Answer = { status: 503, line: "Not accepted: the store could not keep it. GitHub keeps the delivery and it will be asked for again." };
const TOO_BUSY: Answer = { status: 503, line: "Not accepted: too many large bodies at once. GitHub keeps the delivery and it will be asked for again." };

const sieve = createSieve(READ_FIELDS);

/** Throws when no secret is given. */
export function createDoor(options: DoorOptions): Door {
  const maxBodyBytes = options.maxBodyBytes ?? MAX_BODY_BYTES;
  const door: DoorState = {
    ...options,
    maxBodyBytes,
    verify: signatureVerifier(options.secrets),
    intake: { held: 0, limit: LARGEST_BODIES_AT_ONCE * maxBodyBytes },
    refusals: { count: 0, toldAt: Number.NEGATIVE_INFINITY },
  };
  return function open(request, response) {
    if (!isAt(request.url, door.path)) return false;
    if (request.method === "POST") return receive(door, request, response);
    sendAnswer(request, response, NOT_POST);
    return true;
  };
}

function isAt(url: string | undefined, path: string): boolean {
  return url === path || (url !== undefined && url.startsWith(path) && url[path.length] === "?");
}

async function receive(door: DoorState, request: IncomingMessage, response: ServerResponse): Promise<true> {
  const body = await readSignedBody(door, request);
  if (body === "gone") return true;
  const answer = Buffer.isBuffer(body) ? await takeIn(door, request, body) : body;
  if (answer.status === 401 || answer.status === 413) tellRefusals(door, request, answer);
  sendAnswer(request, response, answer);
  return true;
}

/** The body once its signature is verified; what to answer otherwise. */
async function readSignedBody(door: DoorState, request: IncomingMessage): Promise<Buffer | Answer | "gone"> {
  if ((declaredLength(request) ?? 0) > door.maxBodyBytes) return refusedBody(door, "too-large");
  const signature = signatureOf(request.headers["x-hub-signature-256"]);
  if (signature === null) return UNSIGNED;
  const body = await readBody(request, door.maxBodyBytes, door.intake);
  if (body === "gone") return body;
  if (!Buffer.isBuffer(body)) return refusedBody(door, body);
  return door.verify(body, signature) ? body : BADLY_SIGNED;
}

function refusedBody(door: DoorState, refusal: Exclude<BodyRefusal, "gone">): Answer {
  if (refusal === "busy") return TOO_BUSY;
  return { status: 413, line: `The body is larger than ${door.maxBodyBytes} bytes, the most that GitHub sends.` };
}

/** From here on the sender is known to hold the secret. */
async function takeIn(door: DoorState, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const { "x-github-delivery": id, "x-github-event": event, "content-type": type } = request.headers;
  if (type === undefined || !JSON_TYPE.test(type)) return NOT_JSON_TYPE;
  if (typeof id !== "string" || !DELIVERY_ID.test(id)) return NO_DELIVERY;
  if (typeof event !== "string" || !EVENT_NAME.test(event)) return NO_EVENT;
  let payload: unknown;
  try {
    payload = sieve(body);
  } catch {
    return NOT_JSON;
  }
  if (fieldsOf(payload) === null) return NOT_AN_OBJECT;
  if (event === "ping") return PONG;
  const mapped = mapPayload(event, payload);
  return mapped === null ? NOT_OURS : commit(door, id, event, mapped);
}

async function commit(door: DoorState, id: string, event: string, mapped: MappedPayload): Promise<Answer> {
  const { action, installation, repository } = mapped;
  const acceptance = acceptanceOf(id, event, mapped, door.now());
  if (acceptance === null) {
    door.log.info({ delivery: id, event, action }, `Dropped ${event}: its payload names no installation.`);
    return NO_INSTALLATION;
  }
  try {
    return (await door.accept(acceptance)) === "duplicate" ? DUPLICATE : ACCEPTED;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    door.log.error({ delivery: id, event, action, installation, repository, reason }, `Could not keep ${event}; answered 503 so that it comes again.`);
    return STORE_REFUSED;
  }
}

/** Anybody can knock, so refusals are told at most once a minute, with their number. */
function tellRefusals(door: DoorState, request: IncomingMessage, answer: Answer): void {
  const { refusals } = door;
  const now = door.now();
  refusals.count += 1;
  if (now - refusals.toldAt < REFUSALS_TOLD_EVERY_MS) return;
  door.log.warn({ status: answer.status, from: request.socket.remoteAddress, refused: refusals.count }, `Refused at the webhook door: ${answer.line}`);
  refusals.count = 0;
  refusals.toldAt = now;
}
