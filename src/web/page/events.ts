/**
 * Live updates by server-sent events: a browser is told that something changed, and asks for the page again by itself, with its own rights. So
 * nothing of any repository is ever sent here. While nobody listens nothing is done.
 *
 * What was written by this process is looked at in the same turn; further changes within a moment are looked at together when it is over, so that
 * a thousand of them are a few looks. What other processes wrote, and what the clock alone changed, is found by a look every so often.
 */
import type { ServerResponse } from "node:http";

export interface EventHub {
  /**
   * Keeps the connection until the browser ends it, or an hour is over: then it comes back by itself, and is asked again who it is. `since` is the
   * version of the page that it shows, so that nothing in between is missed. `who`: who reads; null = somebody of whom nothing is known.
   */
  join(response: ServerResponse, since: number, who: string | null): void;
  /** something may have changed; looked at now, or as soon as the look before is a moment old */
  nudge(): void;
  readonly listening: number;
  close(): void;
}

export interface EventHubOptions {
  /** of what is shown now; `anew`: read again, however short ago it was read */
  readonly version: (anew: boolean) => Promise<number>;
  readonly mostListeners?: number;
  readonly everyMs?: number;
  /** real time; another one in tests */
  readonly timers?: HubTimers;
}

export interface HubTimers {
  /** returns the function that calls it off */
  after(ms: number, then: () => void): () => void;
  every(ms: number, then: () => void): () => void;
}

/** A proxy cuts connections that say nothing. */
const BREATH = 20_000;
/** What changes within this time of a look is looked at together. */
const TOGETHER = 200;
const AN_HOUR = 3_600_000;
/** of one person */
const MOST_OF_ONE = 50;
/** A browser that leaves so much unread is let go: it comes back by itself. */
const MOST_UNREAD = 65_536;

const REAL: HubTimers = {
  after(ms, then) {
    const timer = setTimeout(then, ms).unref();
    return () => clearTimeout(timer);
  },
  every(ms, then) {
    const timer = setInterval(then, ms).unref();
    return () => clearInterval(timer);
  },
};

export function createEventHub({ version, mostListeners = 1_000, everyMs = 1_500, timers = REAL }: EventHubOptions): EventHub {
  const listeners = new Map<ServerResponse, string | null>();
  const watch = createWatch({ version, everyMs, timers, say: (text) => tell(listeners.keys(), text) });
  /** Strangers leave half of the places to people who are known, and one person leaves places to others. */
  function hasRoom(who: string | null): boolean {
    if (listeners.size >= mostListeners) return false;
    const own = [...listeners.values()].filter((one) => one === who).length;
    return own < (who === null ? Math.ceil(mostListeners / 2) : MOST_OF_ONE);
  }
  return {
    join(response, since, who) {
      if (!hasRoom(who)) return refuse(response);
      greet(response);
      listeners.set(response, who);
      const keep = timers.after(AN_HOUR, () => response.end());
      response.once("close", () => {
        keep();
        listeners.delete(response);
        if (listeners.size === 0) watch.rest();
      });
      watch.first((now) => { if (now !== since && listeners.has(response)) response.write(changed(now)); });
    },
    nudge() { if (listeners.size > 0) watch.lookSoon(); },
    get listening() { return listeners.size; },
    close() {
      for (const response of listeners.keys()) response.end();
      listeners.clear();
      watch.rest();
    },
  };
}

interface Watch {
  /** begins to watch, and gives the version as it is */
  first(then: (now: number) => void): void;
  lookSoon(): void;
  rest(): void;
}

interface Watched {
  readonly version: (anew: boolean) => Promise<number>;
  readonly everyMs: number;
  readonly timers: HubTimers;
  readonly say: (text: string) => void;
}

/** Looks at the version when nudged and every so often, and tells when it is another than before. */
function createWatch({ version, everyMs, timers, say }: Watched): Watch {
  let endTurns: (() => void) | null = null;
  let endPause: (() => void) | null = null;
  let again = false;
  let last: number | null = null;
  let quietFor = 0;

  async function look(): Promise<void> {
    const now = await version(true).catch(() => null);
    if (now !== null && last !== null && now !== last) say(changed(now));
    last = now ?? last;
  }
  function turn(): void {
    void look();
    quietFor += everyMs;
    if (quietFor < BREATH) return;
    quietFor = 0;
    say(": still here\n\n");
  }
  function lookSoon(): void {
    again = endPause !== null;
    if (endPause !== null) return;
    endPause = timers.after(TOGETHER, () => {
      endPause = null;
      if (again) lookSoon();
    });
    void look();
  }
  return {
    first(then) {
      version(false).then((now) => { last ??= now; then(now); }, () => undefined);
      endTurns ??= timers.every(everyMs, turn);
    },
    lookSoon,
    rest() {
      endTurns?.();
      endPause?.();
      [endTurns, endPause, again, last] = [null, null, false, null];
    },
  };
}

function refuse(response: ServerResponse): void {
  response.writeHead(503, { "retry-after": "30", "content-type": "text/plain; charset=utf-8" }).end("Too many pages are open; this one does not update by itself.\n");
}

function greet(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no", "x-content-type-options": "nosniff" });
  response.write("retry: 3000\n\n");
}

function tell(listeners: Iterable<ServerResponse>, text: string): void {
  for (const response of listeners) if (!response.write(text) && response.writableLength > MOST_UNREAD) response.destroy();
}

function changed(version: number): string {
  return `event: changed\ndata: ${version}\n\n`;
}
