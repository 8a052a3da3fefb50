/** Our own templates of the two issues; a repository may bring others under `.github/release-warden/`, see `renderTemplate`. */

/** What a repository's own are called in that folder. */
export const TEMPLATE_FILES = { milestone: "milestone.md.hbs", live: "live-milestones.md.hbs" } as const;
export type TemplateName = keyof typeof TEMPLATE_FILES;

export const OWN_TEMPLATES: Readonly<Record<TemplateName, string>> = {
  milestone: `{{#if description}}
{{description}}

{{/if}}
| | |
|---|---|
| First planned | {{planned}} |
| Now due | {{live}} |
| Actual | {{actual}} |
| State | {{state}}{{#if slip}}, {{slip}} than first planned{{/if}} |
{{#if manager}}
| Decides that it is reached | {{manager}}{{#if delegate}}, who delegated that to {{delegate}}{{/if}} |
{{/if}}
{{#each handed_over}}
| Before | {{by}}, until {{until}}{{#if because}}: {{because}}{{/if}} |
{{/each}}
{{#if after}}
| After | {{#each after}}{{#unless @first}}, {{/unless}}{{title}}{{#if issue}} ({{issue}}){{/if}}{{#unless reached}}, not reached yet{{/unless}}{{/each}} |
{{/if}}

{{#if out_of_order}}
**Out of order**: {{#each out_of_order}}{{#unless @first}}, {{/unless}}{{this}}{{/each}} should come before it, and does not.

{{/if}}
{{#if late_parts}}
**Late on the way**: {{#each late_parts}}{{#unless @first}}; {{/unless}}{{title}}, due {{due}}{{#if owner}} ({{owner}}){{/if}}{{#if waits}}, which waits for the review of {{waits}}{{/if}}{{/each}}.

{{/if}}
{{#if fallback}}
{{fallback}}

{{/if}}
{{#if moved}}
Its date moved:

{{#each moved}}
- to {{to}}: {{because}}{{#if see}} ({{see}}){{/if}}
{{/each}}

{{/if}}
{{#if absences}}
Away meanwhile:

{{#each absences}}
- {{who}}, {{from}} to {{until}}{{#if because}}: {{because}}{{/if}}
{{/each}}

{{/if}}
{{#if team}}
People:

{{#each team}}
- {{#if role}}{{role}}: {{/if}}{{who}}
{{/each}}

{{/if}}
{{#if open}}
Open places, which \`/warden claim\` in a comment here takes:

{{#each open}}
- {{role}}
{{/each}}

{{/if}}
{{#if outstanding}}
Outstanding:

| What | Needs | Who | By | What becomes of it |
|---|---|---|---|---|
{{#each outstanding}}
| {{task}} | {{needs}} | {{owner}} | {{due}} | {{disposition}}{{#if surprise}} (a surprise){{/if}} |
{{/each}}

{{/if}}
{{#unless reached}}
In a comment here, \`/warden done\`, \`partial\`, \`outstanding\` and \`delegate\` say how it stands.
{{/unless}}
Its dates are changed in {{path}}; \`/warden move\` answers with the lines.`,
  live: `{{#if slip}}
{{slip}}

{{/if}}
| Milestone | First planned | Now due | Actual | State | Slip | Decides | Checklist |
|---|---|---|---|---|---|---|---|
{{#each milestones}}
| {{title}}{{#if issue}} {{issue}}{{/if}} | {{planned}} | {{live}} | {{actual}} | {{state}} | {{slip}} | {{manager}} | {{checklist}} |
{{/each}}

{{#each milestones}}{{#if out_of_order}}
**Out of order**: {{title}} should come after {{#each out_of_order}}{{#unless @first}} and {{/unless}}{{this}}{{/each}}, and does not.

{{/if}}{{/each}}
{{#each milestones}}{{#if late_parts}}
**Late on the way** to {{title}}: {{#each late_parts}}{{#unless @first}}; {{/unless}}{{title}}, due {{due}}{{#if owner}} ({{owner}}){{/if}}{{#if waits}}, which waits for the review of {{waits}}{{/if}}{{/each}}.

{{/if}}{{/each}}
{{#each milestones}}{{#if armed}}
{{title}}: {{fallback}}

{{/if}}{{/each}}
{{#each milestones}}{{#if absences}}
**{{title}}** is not where it was first planned. Away meanwhile: {{#each absences}}{{#unless @first}}; {{/unless}}{{who}}, {{from}} to {{until}}{{#if because}} ({{because}}){{/if}}{{/each}}.

{{/if}}{{/each}}
{{#if away}}
Away:

| Who | From | Until | Why |
|---|---|---|---|
{{#each away}}
| {{who}} | {{from}} | {{until}} | {{because}} |
{{/each}}

{{/if}}
The dates stand in {{path}} and are changed there, each with its reason and where it was decided. "First planned" never changes.`,
};
