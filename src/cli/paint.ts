/** Colour, only where it may be. */
import { styleText } from "node:util";
import { unpainted, type Paint, type Tone } from "../text/decision-line.ts";
import type { CliIo } from "./io.ts";

const STYLES: Readonly<Record<Tone, Parameters<typeof styleText>[0]>> = { good: "green", bad: "red", doubt: "yellow", faint: "dim", strong: "bold" };

export function paintFor(io: Pick<CliIo, "colour">): Paint {
  // the question whether this stream may be coloured has been answered already
  return io.colour ? (tone, text) => styleText(STYLES[tone], text, { validateStream: false }) : unpainted;
}
