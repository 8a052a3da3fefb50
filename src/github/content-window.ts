/** What this process alone has created in the last hour: for one without a store that would remember it. */
import type { Instant } from "../domain/model/instant.ts";
import { contentRoomAt, HOUR } from "../domain/policy/content-pace.ts";
import type { ContentLimit } from "../domain/policy/content-pace.ts";

export class ContentWindow {
  #made: readonly Instant[] = [];

  take(now: Instant, limits: readonly ContentLimit[]): Instant {
    // World time may be moved back in a rehearsal: what lies far ahead is of another scene.
    this.#made = this.#made.filter((at) => at > now - HOUR && at <= now + HOUR);
    const room = contentRoomAt(this.#made, now, limits);
    if (room <= now) this.#made = [now, ...this.#made];
    return room;
  }
}
