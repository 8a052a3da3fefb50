/**
 * The standard Probot application function, for any Probot host: the same mapping as our own door, without the door. The host listens,
 * limits bodies, verifies signatures and answers; a delivery that cannot be kept is thrown, so that the host answers 500 and GitHub
 * records a failure.
 */
import type { Probot } from "probot";
import { readEnv } from "./env.ts";
import { acceptanceOf, type Accept } from "./webhook/acceptance.ts";
import { GATE_EVENTS, mapPayload, OPTIONAL_EVENTS, SUBSCRIBED_EVENTS, UNASKED_EVENTS } from "./webhook/payload.ts";

export interface ProbotAppOptions {
  readonly accept: Accept;
  /** instant of receipt; the machine's clock when not given */
  readonly now?: () => number;
}

type EventName = Extract<Parameters<Probot["on"]>[0], string>;

/** The function that `probot run`, `run`, `Server.load` and `createNodeMiddleware` take. */
export function createProbotApp({ accept, now = Date.now }: ProbotAppOptions): (app: Probot) => void {
  return function releaseWarden(app) {
    app.on([...SUBSCRIBED_EVENTS, ...UNASKED_EVENTS, ...GATE_EVENTS, ...OPTIONAL_EVENTS] as EventName[], async ({ id, name, payload, log }) => {
      const mapped = mapPayload(name, payload);
      if (mapped === null) return;
      const acceptance = acceptanceOf(id, name, mapped, now());
      if (acceptance === null) log.info({ delivery: id, event: name }, `Dropped ${name}: its payload names no installation.`);
      else await accept(acceptance);
    });
  };
}

/**
 * What a Probot host loads: the whole app, with the host's door in place of ours. Reads the environment as `npm start` does. Work begins
 * here and ends with the process; a Probot host tells nobody when it stops, so what was running then is taken up again after its lease.
 */
export default async function releaseWarden(app: Probot): Promise<void> {
  const reading = readEnv();
  if ("problems" in reading) throw new Error(reading.problems.join("\n"));
  const { app: credentials, gate, targets, github, store, http, workers } = reading.ok;
  if (credentials === null) throw new Error("On a Probot host the Warden needs APP_ID, PRIVATE_KEY and WEBHOOK_SECRET; `npm start` without them rehearses.");
  const { createApp } = await import("./app.ts");
  const warden = await createApp({
    credentials, gate, targets, apiUrl: github.apiUrl, store, webhookPath: http.webhookPath, workers, now: Date.now, log: app.log,
  });
  createProbotApp({ accept: (acceptance) => warden.accept(acceptance) })(app);
  warden.start();
}
