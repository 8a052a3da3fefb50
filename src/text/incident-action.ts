/** Which action is taken in an incident: a small table while it is investigated, lines of the report afterwards. */
import type { ActionDecision, IncidentAction } from "../domain/model/incident-action.ts";
import { INCIDENT_ACTIONS } from "../domain/model/incident-action.ts";
import type { Incident } from "../domain/model/incident.ts";
import { showsActions } from "../domain/incident/actions.ts";
import { joined } from "./enumeration.ts";
import { actText, who } from "./incident-words.ts";
import { instantText } from "./instant.ts";

const NAMES: Readonly<Record<IncidentAction, string>> = { logs: "Logs", others: "Others involved", investigation: "How to investigate" };
const ASKED: Readonly<Record<IncidentAction, string>> = {
  logs: "`/logs request @who …` or `/logs none because …`", others: "`/party @who ROLE` or `/party none because …`", investigation: "`/hypothesis …` or `/plan hours …`",
};
const WITHHELD: Readonly<Record<IncidentAction, string>> = { logs: "Logs were asked for", others: "Others were involved", investigation: "It was decided" };
export const UNDECIDED_WORDS: Readonly<Record<IncidentAction, string>> = { logs: "whether logs are pulled", others: "whether others are involved", investigation: "how to investigate" };

/** Of a text that stands in full in the timeline. */
const SHOWN = 300;

interface Shown {
  readonly incident: Incident;
  /** `owner/name` */
  readonly here: string;
  readonly zone: string;
}

/** Null = there is nothing to be decided, or it is over. */
export function actionTable({ incident, here, zone }: Shown): string | null {
  if (!showsActions(incident)) return null;
  const rows = INCIDENT_ACTIONS.map((action) => {
    const decided = incident.actions.find((one) => one.action === action);
    return `| ${NAMES[action]} | ${decided === undefined ? `*not decided yet*: ${ASKED[action]}` : `**Decided**: ${decisionText(decided, here, zone)}`} |`;
  });
  return ["| Action | |", "|---|---|", ...rows].join("\n");
}

export function actionLines({ incident, here, zone }: Shown): readonly string[] {
  return INCIDENT_ACTIONS.flatMap((action) => incident.actions.filter((one) => one.action === action).map((one) => `- ${NAMES[action]}: ${decisionText(one, here, zone)}`));
}

/** "*whether logs are pulled* and *how to investigate* left undecided by rita"; null = everything was decided, or is not asked for */
export function undecidedText({ undecided }: Pick<Incident, "undecided">): string | null {
  const [first] = undecided;
  return first === undefined ? null : `${joined(undecided.map(({ action }) => `*${UNDECIDED_WORDS[action]}*`))} left undecided${first.by === null ? "" : ` by ${who(first.by)}`}`;
}

function decisionText({ action, act, by, recordedAt }: ActionDecision, here: string, zone: string): string {
  const words = act === null ? WITHHELD[action] : actText("text" in act && act.text !== null ? { ...act, text: act.text.slice(0, SHOWN) } : act, here, zone);
  return `${words} *(${by === null ? "" : `${who(by)}, `}${instantText(recordedAt, zone, null)})*`;
}
