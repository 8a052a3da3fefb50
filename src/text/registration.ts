/** The two pages of a registration: the button that takes the manifest to GitHub, and what comes after. */
import Handlebars from "handlebars";

const STYLE = "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}@media(prefers-color-scheme:dark){body{color:#f0f6fc;background:#0d1117}a{color:#4493f8}}</style>";
const HEAD = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Register Release Warden</title>${STYLE}</head><body>`;

const START = Handlebars.compile(`${HEAD}<h1>Register Release Warden</h1>
<p>The button takes you to GitHub with the rights and events that the Warden needs already filled in. You confirm the name there; nothing is created before.</p>
<form method="post" action="{{action}}"><input type="hidden" name="manifest" value="{{manifest}}"><button type="submit">Continue on GitHub</button></form></body></html>`, { strict: true });

const DONE = Handlebars.compile(`${HEAD}<h1>{{name}} is registered</h1>
<p>Its credentials are in <code>.env</code> on the machine where you began. Next step: <a href="{{installUrl}}">install it on your repositories</a>, then run <code>npm start</code> there.</p></body></html>`, { strict: true });

/** `action`: GitHub's form for new apps; `manifest`: the manifest as JSON. */
export function registrationPage(page: { readonly action: string; readonly manifest: string }): string {
  return START(page);
}

export function registrationDonePage(page: { readonly name: string; readonly installUrl: string }): string {
  return DONE(page);
}
