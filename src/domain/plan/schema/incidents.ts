/** `incidents`: who owns them, how severe they can be, which clocks run, what they freeze, and who is told. */
import { z } from "zod";
import { NEEDS } from "../../model/vote.ts";
import { PAGING } from "../../model/plan-incidents.ts";
import { authority, duration, flag, id, link, list, text } from "./field.ts";

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "is not a time of day; write it in quotes, such as \"22:00\"").meta({ description: "A time of day in release.timezone.", examples: ["22:00"] });

const severity = z.strictObject({
  id: id("What people write after /severity.", "sev1"),
  means: text("When it is this severe.", "the network stands still", 300).optional(),
  pages: z.enum(PAGING).meta({ description: "Whether its reminders go out at any hour (always), outside quiet hours (waking, the default), or only into the issue (never).", examples: ["always"] }).optional(),
  light: flag("Steps may be left out and the report needs no words of people: it closes with three commands.").optional(),
  update_every: duration("How often an update is expected while it is open. clocks.update if left out.", "1 hour").optional(),
});

const clock = (description: string, example: string) => duration(`${description} never = no such clock.`, example).optional();

const clocks = z.strictObject({
  claim: clock("Until somebody owns it. 30 minutes if left out.", "15 minutes"),
  severity: clock("Until its severity is said. 1 hour if left out.", "30 minutes"),
  inform: clock("Until it is decided whether others are told. 4 hours if left out.", "1 hour"),
  update: clock("From one entry to the next while it is open. 1 day if left out.", "4 hours"),
  report: clock("From its end to the report. 5 days if left out.", "3 days"),
});

const mode = z.enum(["propose", "automatic"]).meta({ description: "propose: an owner confirms it with one command. automatic: it begins by itself.", examples: ["propose"] });

const freeze = z.union([mode, z.strictObject({
  mode: mode.optional(),
  at: id("From this severity on. The most severe if left out.", "sev1").optional(),
  branches: list(text("A branch by its short name.", "main", 255), "Which branches. Every branch of the repository that the plan governs if left out.", ["main"], 50).optional(),
})]);

const audience = z.strictObject({
  id: id("What people write after /inform yes.", "operators"),
  title: text("What people call it.", "Node operators").optional(),
  targets: list(id("Name of a target in the operator's configuration.", "discord-operators"), "Where it is told.", ["discord-operators"], 20).optional(),
});

const logs = z.strictObject({
  repository: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100}$/, "is not a repository written `owner/name`").meta({ description: "Where logs are kept, owner/name.", examples: ["org/incident-logs"] }),
  readers: list(authority("A team of this plan, a GitHub login or org/team."), "Who is to read them there. The owners of incidents if left out.", ["core-committee"], 50).optional(),
});

const procedureVersion = text("Its version, or where it stands.", "2.1", 200);

const procedureInFull = z.strictObject({
  version: procedureVersion,
  file: text("The file, from the root of this repository.", "docs/incident-procedure.md", 500).regex(/^(?!\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[^\\]+[^\\/]$/, "is not a file of this repository: write its path from the root, such as docs/incident-procedure.md").optional(),
  ratified_by: z.union([authority("A team of this plan, a GitHub login or org/team."), list(authority("A GitHub login or org/team."), "Who votes.", ["bwhm"], 50)]).meta({ description: "Who votes on each version before it counts as agreed: a team of this plan, org/team, or a list of people.", examples: ["core-committee"] }).optional(),
  needs: z.enum(NEEDS).meta({ description: "How many of those who may vote must say yes. majority, more than half, if left out.", examples: ["two-thirds"] }).optional(),
  votes_within: duration("For how long a vote is open once it was seconded. Until everybody has voted if left out.", "7 days").optional(),
});

export const incidents = z.strictObject({
  owners: list(authority("A GitHub login or org/team."), "Who owns incidents and is told when nobody acts. The manager of the release if left out.", ["org/core-committee"], 50).optional(),
  procedure: z.union([procedureVersion, procedureInFull]).meta({ description: "How people agreed to handle incidents: its version, or where it stands, and who ratifies it. Each incident keeps the one that it was opened under.", examples: ["2.1"] }).optional(),
  severities: list(severity, "How severe an incident can be, the most severe first. sev1 to sev4 if left out, of which sev3 and sev4 are light.", [{ id: "sev1", pages: "always" }], 10).optional(),
  types: list(id("A kind of incident.", "crash"), "What may stand after /type. Any word if left out.", ["crash", "stall"], 50).optional(),
  components: list(id("A part that may be affected.", "node"), "What may stand after /component. Any word if left out.", ["node"], 100).optional(),
  clocks: clocks.meta({ description: "After how long one reminder comes, and after as long again the owners are told.", examples: [{ claim: "15 minutes" }] }).optional(),
  quiet_hours: z.strictObject({ from: timeOfDay, to: timeOfDay }).meta({ description: "When only what pages at any hour goes out.", examples: [{ from: "22:00", to: "07:00" }] }).optional(),
  freeze: freeze.meta({ description: "Whether an incident freezes branches: propose, automatic, or when and which. Nothing is frozen if left out.", examples: ["propose"] }).optional(),
  holds_tags: id("An open incident of this severity or a worse one holds the tag of the next candidate.", "sev1").optional(),
  audiences: list(audience, "Who is told.", [{ id: "operators", targets: ["discord-operators"] }], 20).optional(),
  logs_at: list(link("The beginning of an address."), "Where everybody who works on incidents can read logs, by the beginnings of addresses. Logs that lie elsewhere are said to.", ["https://github.com/org/incident-logs/"], 20).optional(),
  logs: logs.meta({ description: "The repository in which logs are kept. While an incident is open it is checked that its readers can read it, and not only those of one firm.", examples: [{ repository: "org/incident-logs", readers: ["core-committee"] }] }).optional(),
  release_notes: flag("Once an incident is reviewed, the notes of the next release tell of it, where the Warden was given contents: write.").optional(),
  sub_issues: flag("Steps of the short-term plan that somebody owns become issues below that of the incident.").optional(),
  party_types: list(text("What somebody is to this network.", "exchange", 60), "What those who report by the form may be; write the same into the form. authority node operator, exchange, follower and other if left out.", ["exchange"], 20).optional(),
  labels: list(text("A label.", "incident", 50), "Labels of the issue. incident if left out.", ["incident"], 10).optional(),
});
