import { afterEach, describe, expect, test } from "@jest/globals";
import { createComment, deleteComment, editComment } from "../../src/sandbox/github/state/comment.ts";
import { closeIssue, createIssue, editIssue, reopenIssue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene, INCIDENTS } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;

afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

describe("a report from anywhere", () => {
  test("opens an issue that says the next step first", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic when balances are checked");
    expect(issue.user.login).toBe("release-warden[bot]");
    expect(issue.labels.map(({ name }) => name)).toEqual(["incident"]);
    expect(issue.body).toContain("**Next:** somebody takes it: `/own`. @rita");
    expect(issue.body).toContain("| State | **Reported** |");
    expect(issue.body).toContain("Reported by ann in #");
  });

  test("is shown the first where that is open, and may say that it is another", async () => {
    scene = await createIncidentScene();
    const first = await scene.report("nodes panic when balances are checked");
    const place = createIssue(scene.github.world, scene.repository, { title: "Crash" }, scene.person("ben"));
    const second = await scene.say(place, "/warden incident node panics, balance check", "ben");
    expect(scene.answer(second)).toContain(`**#${first.number} is open and looks like the same.**`);
    const third = await scene.say(place, "/warden incident new: node panics, balance check", "ben");
    expect(scene.answer(third)).toContain("**Opened #");
    expect(scene.incident("node panics, balance check").number).not.toBe(first.number);
  });

  test("by the form comes from anybody, with its times, and goes on in an issue of its own", async () => {
    scene = await createIncidentScene();
    const form = createIssue(scene.github.world, scene.repository, {
      title: "Incident: my node stopped", labels: ["incident report"],
      body: "### What happens?\n\nIt stopped after the update.\n\n### When did it start?\n\n2026-11-24 22:10Z\n\n### When was it noticed?\n\nthis morning\n\n### Which part is affected?\n\nnode\n\n### Who are you to this network?\n\nI run a node",
    }, scene.person("eve"));
    await scene.settle();
    const issue = scene.incident("my node stopped");
    expect(issue.body).toContain("It stopped after the update.");
    expect(issue.body).toContain("| Started | Tue 24 November 2026 22:10 UTC |");
    expect(issue.body).toContain("| Affected | `node` |");
    expect(scene.ours(form)[0]).toContain(`**This goes on in #${issue.number}**`);
    expect(form.state).toBe("closed");
    const note = await scene.say(issue, "/timeline it is still down", "eve");
    expect(scene.reactions(note)).toEqual(["+1"]);
    expect(issue.body).toContain("it is still down — eve");
  });

  test("is stamped with the procedure that it was opened under, which no later plan and no loss of memory changes", async () => {
    const versioned = (version: string): string => INCIDENTS.replace("owners: [rita]", `owners: [rita], procedure: "${version}"`);
    scene = await createIncidentScene({ plan: versioned("2.1") });
    const issue = await scene.report("nodes panic");
    const stamp = /\| Procedure \| 2\.1 and the release plan of `[0-9a-f]{10}` \|/.exec(issue.body ?? "")?.[0] ?? "";
    expect(stamp).not.toBe("");
    scene.plan(versioned("3.0"));
    await scene.settle();
    await scene.say(issue, "/own");
    await scene.forget();
    await scene.settle();
    await scene.say(issue, "/severity sev2");
    expect(issue.body).toContain(stamp);
    expect((await scene.report("the wiki is slow")).body).toContain("| Procedure | 3.0 and the release plan of `");
  });

  test("without a plan for incidents is told the line to add", async () => {
    scene = await createIncidentScene({ plan: "release: { name: x, manager: rita, timezone: UTC }\n" });
    const place = createIssue(scene.github.world, scene.repository, { title: "Crash" }, scene.person("ann"));
    const said = await scene.say(place, "/warden incident it burns", "ann");
    expect(scene.answer(said)).toContain("`incidents: {}`");
  });
});

describe("the way through", () => {
  test("from the report to the review, each command answered once and the issue kept", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    const own = await scene.say(issue, "/own");
    expect(scene.reactions(own)).toEqual(["+1"]);
    expect(scene.answer(own)).toBe("**Owned by rita**. Next: say how bad it is: `/severity …`.");
    await scene.say(issue, "/severity sev1\n/triage new");
    expect(issue.body).toContain("| State | **Investigating** |");
    await scene.say(issue, "/started 08:10\n/hypothesis two checks race\n/party @ben debugging\n/plan hours write the fix @ben 18:00");
    const early = await scene.say(issue, "/report");
    expect(scene.reactions(early)).toEqual(["-1"]);
    expect(scene.answer(early)).toContain("nobody has said that it is over");
    await scene.say(issue, "/inform yes operators please upgrade");
    await scene.say(issue, "/mitigated new balances are checked once");
    await scene.say(issue, "/resolved the race is gone");
    expect(issue.body).toContain("### After-action report");
    const missing = await scene.say(issue, "/report");
    expect(scene.answer(missing)).toContain("/report summary …");
    await scene.say(issue, "/hypothesis 1 confirmed\n/report summary nodes panicked\nwhen balances were checked\n/report well people answered at once\n/report badly logs were with one firm\n/follow-up one place for logs @ben 2026-12-20");
    const done = await scene.say(issue, "/report");
    expect(scene.answer(done)).toContain("**Reviewed and closed.**");
    expect(issue.state).toBe("closed");
    expect(issue.body).toContain("nodes panicked\nwhen balances were checked");
    expect(issue.body).toContain("two checks race");
    const follow = [...scene.repository.issues.values()].find(({ title }) => title === "one place for logs");
    expect(follow?.body).toContain(`(#${issue.number})`);
    expect(issue.body).toContain(`1. one place for logs (#${follow?.number ?? 0}) (ben), due Sun 20 December 2026`);
  });

  test("what is over gives words for the release notes, to an owner, and nothing before", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    expect(scene.answer(await scene.say(issue, "/report note"))).toContain("nobody has said that it is over");
    await scene.say(issue, "/own\n/triage new\n/report summary servers panicked\n/resolved rita checks balances once");
    expect(scene.answer(await scene.say(issue, "/report note", "ben"))).toBe("");
    expect(scene.answer(await scene.say(issue, "/report note"))).toContain("- What happened: servers panicked\n- Fixed: ▇▇▇ checks balances once");
    expect(issue.body).toContain("Words for the release notes were made");
  });

  test("once others are told, the issue shows which parties word has reached, and the report keeps it", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/own\n/party @ben operator of n1\n/party @eve operator of n2");
    expect(issue.body).not.toContain("/heard`)");
    await scene.say(issue, "/inform yes operators please upgrade");
    expect(issue.body).toContain("ben: operator of n1 — *has not said that word reached them (`/heard`)*");
    const heard = await scene.say(issue, "/heard", "eve");
    expect([scene.reactions(heard), scene.answer(heard)]).toEqual([["+1"], "**Noted**: word of it arrived."]);
    await scene.say(issue, "/heard \"the exchange\"");
    await scene.say(issue, "/resolved the race is gone");
    const [, report = ""] = (issue.body ?? "").split("### After-action report");
    for (const part of [issue.body, report]) expect(part).toMatch(/ben: operator of n1 — \*has not said[^]*eve: operator of n2, heard of it [^]*the exchange: heard of it /);
  });

  test("logs that one party alone may be able to read are said to be, until they lie where the plan says", async () => {
    scene = await createIncidentScene({ plan: INCIDENTS.replace("owners: [rita]", "owners: [rita], logs_at: [\"https://logs.acme.example/crashes/\"]") });
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/logs request @ben node n1");
    const alone = await scene.say(issue, "/logs received @ben node n1 https://firm.example/n1.gz");
    expect(scene.answer(alone)).toContain("one party alone may be able to read them. Copy them to `https://logs.acme.example/crashes/`");
    expect(issue.body).toContain("`https://firm.example/n1.gz`, **not where the plan keeps logs**");
    const shared = await scene.say(issue, "/logs received @ben node n1 https://logs.acme.example/crashes/n1.gz");
    expect(scene.answer(shared)).toBe("**Noted**: in the account of logs.");
    expect(issue.body).not.toContain("not where the plan keeps logs");
  });

  test("a light one closes with three commands", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("the wiki is slow");
    await scene.say(issue, "/severity sev3", "ann");
    await scene.say(issue, "/triage one-time the disk was full", "ann");
    const last = await scene.say(issue, "/resolved freed the disk", "ann");
    expect(scene.answer(last)).toContain("**Over and closed.**");
    expect(issue.state).toBe("closed");
  });

  test("a second run changes nothing", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/own\n/severity sev2\n/timeline it is on");
    const [writes, body] = [scene.writes(), issue.body];
    await scene.app.resync();
    await scene.settle();
    expect([scene.writes(), issue.body]).toEqual([writes, body]);
  });
});

describe("what people do with the issue itself", () => {
  test("closed before its time it is opened again, and told why", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    closeIssue(scene.github.world, issue, "completed", scene.person("ann"));
    await scene.settle();
    expect(issue.state).toBe("open");
    expect(scene.ours(issue).at(-1)).toContain("**Opened again**");
  });

  test("opened again after it was over, it is an incident again", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/triage false-alarm nothing panics");
    expect(issue.state).toBe("closed");
    reopenIssue(scene.github.world, issue, scene.person("ann"));
    await scene.settle();
    expect(issue.state).toBe("open");
    expect(issue.body).toContain("| State | **Reported** |");
  });

  test("a section that is edited is put right, one that is taken out is told once", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    const body = issue.body ?? "";
    editIssue(scene.github.world, issue, { body: body.replace("**Reported**", "**Fine**") }, scene.person("ann"));
    await scene.settle();
    expect(issue.body).toBe(body);
    editIssue(scene.github.world, issue, { body: body.replace("<!-- release-warden:begin timeline -->", "") }, scene.person("ann"));
    await scene.settle();
    await scene.say(issue, "/own");
    expect(scene.ours(issue).filter((one) => one.includes("Somebody took"))).toHaveLength(1);
  });
});

describe("comments that change", () => {
  test("an edited entry shows both, a deleted comment leaves its entry, and neither decides anything new", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    const note = await scene.say(issue, "/timeline the proxy is down");
    const severity = await scene.say(issue, "/severity sev1");
    scene.clock.advance(60_000);
    editComment(scene.github.world, note, "/timeline the proxy was slow", scene.person("rita"));
    editComment(scene.github.world, severity, "/severity sev4", scene.person("rita"));
    await scene.settle();
    expect(issue.body).toContain("the proxy was slow — rita *(edited; first: “the proxy is down”)*");
    expect(issue.body).toContain("| Severity | `sev1`");
    deleteComment(scene.github.world, note, scene.person("rita"));
    await scene.settle();
    expect(issue.body).toContain("its comment was deleted");
  });

  test("strangers get a sign and no words, bots get nothing", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    const before = scene.ours(issue).length;
    const said = await scene.say(issue, "/resolved\n/sevrity x", "eve");
    expect(scene.reactions(said)).toEqual(["confused"]);
    expect(scene.ours(issue)).toHaveLength(before);
    expect(issue.body).toContain("| State | **Reported** |");
  });

  test("a line for the timeline may come from any comment of the repository", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    const pull = scene.open({ title: "fix: check once", head: "fix", files: { "src/a.ts": "a\n" } });
    await scene.settle();
    const said = await scene.say(pull.issue, `/warden timeline #${issue.number} 08:30 the exchange has stopped deposits`, "ann");
    expect(scene.answer(said)).toContain(`**Noted** in the timeline of #${issue.number}`);
    expect(issue.body).toContain("**Wed 25 November 2026 08:30 UTC** the exchange has stopped deposits — ann");
  });
});

describe("somebody without a role", () => {
  test("gets a sign for `/warden incident` and for `/warden timeline`, no words and no incident; the form is for everybody", async () => {
    scene = await createIncidentScene();
    const incident = await scene.report("nodes panic");
    const place = createIssue(scene.github.world, scene.repository, { title: "Hello" }, scene.person("ann"));
    const reported = await scene.say(place, "/warden incident it all burns", "eve");
    const noted = await scene.say(place, `/warden timeline #${incident.number} it all burns`, "eve");
    expect([scene.reactions(reported), scene.reactions(noted)]).toEqual([["confused"], ["confused"]]);
    expect(scene.ours(place)).toEqual([]);
    expect(incident.body).not.toContain("it all burns");
    expect(() => scene.incident("it all burns")).toThrow();
  });
});

describe("hostile words", () => {
  test("mention nobody, link nothing and end no section", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("<img src=x> @everyone ## `#1`");
    await scene.say(issue, "/timeline @olga <!-- release-warden:end timeline --> [x](javascript:alert(1)) #1\n/party \"@olga <b>\" x");
    expect(issue.body).not.toMatch(/@(?:everyone|olga)\b/);
    expect(issue.body).not.toContain("<img");
    expect((issue.body?.match(/release-warden:end timeline -->/g) ?? []).length).toBe(1);
    const comment = createComment(scene.github.world, issue, "/timeline one more", scene.person("rita"));
    await scene.settle();
    expect(scene.reactions(comment)).toEqual(["+1"]);
    expect(issue.body).toContain("one more");
  });
});
