/** Target: one place outside GitHub that the operator named. Its address is a secret: with it anybody may write there. */
export interface Target {
  readonly name: string;
  readonly kind: "discord" | "slack" | "webhook";
  /** https */
  readonly url: string;
  /** signs what goes to a webhook; null for the others */
  readonly secret: string | null;
  /** audiences that it belongs to, beside those for which a plan names it */
  readonly audiences: readonly string[];
  /** owners (`acme`) and homes (`acme/app`) whose plans may use it; `*` = any */
  readonly for: readonly string[];
}

/** Only a webhook of our own making knows a repetition by its key. */
export function isRepeatable({ kind }: Target): boolean {
  return kind === "webhook";
}

/** Where a message of that home goes, and the names in it that the operator has no target for, or not for this home. */
export function targetsOf(message: { readonly audience: string; readonly targets: readonly string[]; readonly home: string }, all: readonly Target[]): { readonly found: readonly Target[]; readonly unknown: readonly string[] } {
  const open = all.filter((target) => serves(target, message.home));
  const named = new Set(message.targets.map((name) => name.toLowerCase()));
  const found = open.filter(({ name, audiences }) => named.has(name.toLowerCase()) || audiences.some((one) => one.toLowerCase() === message.audience.toLowerCase()));
  const known = new Set(found.map(({ name }) => name.toLowerCase()));
  return { found, unknown: [...named].filter((name) => !known.has(name)) };
}

function serves({ for: homes }: Target, home: string): boolean {
  const [owner = ""] = home.toLowerCase().split("/");
  return homes.map((one) => one.toLowerCase()).some((one) => one === "*" || one === owner || one === home.toLowerCase());
}
