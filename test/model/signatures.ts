/** Signatures that a thread is making. They are all in a case that real time decides, so the scheduler waits for them. */
let underWay = 0;

type Signing = (...input: never[]) => Promise<unknown>;

function counted(subject: object, name: string): void {
  const original = Reflect.get(subject, name) as Signing;
  Reflect.set(subject, name, (...input: never[]) => {
    underWay += 1;
    return original.apply(subject, input).finally(() => { underWay -= 1; });
  });
}

counted(crypto.subtle, "sign");
counted(crypto.subtle, "importKey");

export function signaturesUnderWay(): number {
  return underWay;
}
