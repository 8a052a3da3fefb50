/**
 * Group commit: requests that come in turns of the event loop without a pause, and those that come while a commit is under way, share the next
 * one, since a commit costs as much as a disk's flush however much is in it. Each promise resolves after its commit. When a shared commit fails, each request is tried alone, so that one that cannot be stored takes no other down.
 */
const LARGEST_GROUP = 500;
/** turns of the event loop */
const LONGEST_GATHERING = 16;

interface Waiting<T, R> {
  readonly request: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** `commit` answers in the order of the requests. */
export function groupCommit<T, R>(commit: (requests: readonly T[]) => Promise<readonly R[]>): (request: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  let busy = false;

  async function commitGroup(group: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await commit(group.map((one) => one.request));
      group.forEach((one, index) => one.resolve(results[index] as R));
    } catch (error) {
      const only = group.length === 1 ? group[0] : undefined;
      if (only !== undefined) return only.reject(error);
      for (const one of group) await commitGroup([one]);
    }
  }

  async function commitNext(): Promise<void> {
    const group = waiting.slice(0, LARGEST_GROUP);
    waiting = waiting.slice(LARGEST_GROUP);
    await commitGroup(group);
    busy = waiting.length > 0;
    if (busy) setImmediate(gather, 0, LONGEST_GATHERING);
  }

  /** Once the sockets that are ready have been read and a turn brought nothing more: their deliveries come along. */
  function gather(known: number, turns: number): void {
    if (waiting.length > known && turns > 0) setImmediate(gather, waiting.length, turns - 1);
    else void commitNext();
  }

  return (request) => new Promise((resolve, reject) => {
    waiting.push({ request, resolve, reject });
    if (busy) return;
    busy = true;
    setImmediate(gather, 0, LONGEST_GATHERING);
  });
}
