/**
 * Between the app and the local GitHub: each call waits before GitHub hears of it, and its answer waits before the app hears that, until the
 * scheduler lets one of them go on. While it is open nothing waits.
 */
export interface Waiting {
  /** "PUT /repos/acme/app/rulesets/7" */
  readonly call: string;
  readonly at: "call" | "answer";
  readonly go: () => void;
}

export type Heard = (question: string, answer: string) => void;

export interface Turnstile {
  between(near: typeof fetch): typeof fetch;
  readonly waiting: readonly Waiting[];
  /** lets one go on; answers what it was */
  release(pick: number): Waiting | null;
  shut(): void;
  open(): void;
  /** calls that GitHub is working on at this moment */
  busy(): number;
}

/** `heard` learns of every call that GitHub has answered, at the instant at which it did. */
export function createTurnstile(heard: Heard): Turnstile {
  const waiting: Waiting[] = [];
  let closed = false;
  let busy = 0;
  const pass = (call: string, at: Waiting["at"]): Promise<void> => (closed ? new Promise((go) => { waiting.push({ call, at, go }); }) : Promise.resolve());
  return {
    waiting,
    between: (near) => async (url, init) => {
      const body = typeof init?.body === "string" ? init.body : "";
      const call = `${init?.method ?? "GET"} ${new URL(url instanceof Request ? url.url : url).pathname}`;
      await pass(call, "call");
      busy += 1;
      const answer = await near(url, init).finally(() => { busy -= 1; });
      const text = await answer.text();
      heard(body, text);
      await pass(call, "answer");
      return new Response([204, 304].includes(answer.status) ? null : text, { status: answer.status, headers: answer.headers });
    },
    release(pick) {
      const [one] = waiting.length === 0 ? [] : waiting.splice(pick % waiting.length, 1);
      one?.go();
      return one ?? null;
    },
    shut: () => { closed = true; },
    open() {
      closed = false;
      for (const one of waiting.splice(0)) one.go();
    },
    busy: () => busy,
  };
}
