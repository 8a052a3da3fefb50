/**
 * The door for reports of tests: `POST /reports/OWNER/NAME/TAG-OR-SHA?environment=…&tester=…`, the body being the report itself.
 *
 * Promises: nothing of the body is read before it is known who sends it and that they may; it is read as it comes in, never held whole; the token is
 * neither kept nor logged. Every answer says what to change. What is answered 202 is committed.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ReceivedReport, ReportOffer, WorkflowCaller } from "../domain/model/posted-report.ts";
import { sendAnswer } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { declaredLength } from "./body.ts";
import type { Door, DoorLog } from "./door.ts";

export interface ReportDoorOptions<Place> {
  /** what the token must be made out to, for the words of a refusal */
  readonly audience: string;
  identify(token: string): Promise<{ readonly caller: WorkflowCaller } | { readonly refused: "expired" | "audience" | "invalid" | "unavailable" }>;
  /** may it be sent, and where does it belong? */
  admit(offer: ReportOffer, caller: WorkflowCaller): Promise<{ readonly place: Place } | { readonly refused: Answer }>;
  intake(): { push(chunk: Uint8Array): boolean; end(): ReceivedReport };
  keep(place: Place, report: ReceivedReport): Promise<Answer>;
  readonly maxBytes: number;
  readonly log: Pick<DoorLog, "error">;
}

const PATH = /^\/reports(?:\/|\?|$)/;
const OFFER = /^\/reports\/([^/]{1,100})\/([^/]{1,100})\/(.{1,300})$/;
const BEARER = /^Bearer ([\w.~+/=-]{1,20000})$/i;
/** Each holds what is kept of it, and a report in JSON whole. */
const AT_ONCE = 4;

const NOT_POST: Answer = { status: 405, line: "Reports are sent here with POST.", headers: { allow: "POST" } };
const NO_PLACE: Answer = { status: 400, line: "Say what was tested: POST /reports/OWNER/NAME/TAG-OR-SHA, with ?environment=ID for where." };
const ENCODED: Answer = { status: 415, line: "Send the report as it is, without Content-Encoding." };
const BUSY: Answer = { status: 503, line: "Too many reports are being read just now. Send it again in a minute.", headers: { "retry-after": "60" } };
const FAILED: Answer = { status: 503, line: "Not kept: something failed here or at GitHub. Send it again in a minute.", headers: { "retry-after": "60" } };

export function createReportDoor<Place>(options: ReportDoorOptions<Place>): Door {
  const under = { way: 0 };
  return function open(request, response) {
    if (!PATH.test(request.url ?? "")) return false;
    return receive(options, under, request, response);
  };
}

async function receive<Place>(options: ReportDoorOptions<Place>, under: { way: number }, request: IncomingMessage, response: ServerResponse): Promise<true> {
  // A sender that hangs up must not end the process.
  request.on("error", () => undefined);
  if (under.way >= AT_ONCE) {
    sendAnswer(request, response, BUSY);
    return true;
  }
  under.way += 1;
  try {
    const answer = await take(options, request);
    if (answer !== "gone") sendAnswer(request, response, answer);
  } catch (error) {
    options.log.error({ reason: error instanceof Error ? error.message : "unknown" }, "A report could not be taken; answered 503.");
    sendAnswer(request, response, FAILED);
  } finally {
    under.way -= 1;
  }
  return true;
}

async function take<Place>(options: ReportDoorOptions<Place>, request: IncomingMessage): Promise<Answer | "gone"> {
  if (request.method !== "POST") return NOT_POST;
  const offer = offerOf(request.url ?? "");
  if (offer === null) return NO_PLACE;
  const token = BEARER.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined) return { status: 401, line: `Send the token that GitHub Actions gives to the job: Authorization: Bearer TOKEN, made out to the audience ${options.audience}; the job needs the permission id-token: write.` };
  if ((declaredLength(request) ?? 0) > options.maxBytes) return tooLarge(options);
  const { "content-encoding": encoding } = request.headers;
  if (encoding !== undefined && encoding !== "identity") return ENCODED;
  const identity = await options.identify(token);
  if ("refused" in identity) return unidentified(identity.refused, options.audience);
  const admission = await options.admit(offer, identity.caller);
  if ("refused" in admission) return admission.refused;
  const report = await read(options, request);
  if (report === "gone") return report;
  if ("status" in report) return report;
  return options.keep(admission.place, report);
}

function offerOf(url: string): ReportOffer | null {
  const [path = "", query = ""] = url.split("?", 2);
  const [, owner, name, ref] = OFFER.exec(path) ?? [];
  if (owner === undefined || name === undefined || ref === undefined) return null;
  const asked = new URLSearchParams(query);
  const said = (field: string): string | null => { const value = (asked.get(field) ?? "").trim(); return value === "" ? null : value.slice(0, 100); };
  try {
    return { repository: `${decodeURIComponent(owner)}/${decodeURIComponent(name)}`, ref: decodeURIComponent(ref), environment: said("environment"), tester: said("tester") };
  } catch {
    return null;
  }
}

function unidentified(refused: "expired" | "audience" | "invalid" | "unavailable", audience: string): Answer {
  switch (refused) {
    case "expired": return { status: 401, line: "The token has expired. Ask for a new one in the step that sends the report." };
    case "audience": return { status: 401, line: `The token is made out to somebody else. Ask for one with the audience ${audience}.` };
    case "invalid": return { status: 401, line: "The token is none that GitHub Actions gave out. Send the one of the job, not GITHUB_TOKEN or one of your own." };
    case "unavailable": return { ...FAILED, line: "GitHub's keys cannot be fetched just now, so the token cannot be checked. Send it again in a minute." };
  }
}

async function read<Place>(options: ReportDoorOptions<Place>, request: IncomingMessage): Promise<ReceivedReport | Answer | "gone"> {
  const intake = options.intake();
  let bytes = 0;
  try {
    // The loop ends the stream where it is left, and then nobody could be answered; so the rest is passed over, unread, by the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > options.maxBytes) return tooLarge(options);
      if (!intake.push(chunk)) break;
    }
  } catch {
    return "gone";
  }
  const report = intake.end();
  const { problem } = report.summary;
  if (problem === null) return report;
  return { status: problem.code === "too-large" ? 413 : 400, line: `Nothing was kept of the report: ${problem.says}${problem.line === null ? "" : ` (line ${problem.line})`}.` };
}

function tooLarge({ maxBytes }: { readonly maxBytes: number }): Answer {
  return { status: 413, line: `A report may have ${Math.floor(maxBytes / (1024 * 1024))} MB. Split it, and send the parts one by one.` };
}
