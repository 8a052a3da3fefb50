/** A process for the kill test: sends what waits in the SQLite file it is given to a receiver at this machine, and says so when it begins. */
import { createPost } from "../../src/notify/post.ts";
import { openStore } from "../../src/store/open-store.ts";
import { notifier, target } from "./house.ts";
import { CERTIFICATE, HOST } from "./receiver.ts";

const [file = "", port = ""] = process.argv.slice(2);
const store = await openStore({ databaseUrl: null, file });
const targets = ["chat", "hook"].map((name) => target(name, name === "chat" ? "discord" : "webhook", { url: `https://${HOST}:${port}/${name}` }));
const post = createPost({ lookup: async () => [{ address: "127.0.0.1", family: 4 }], admits: () => true, ca: CERTIFICATE, timeoutMs: 60_000 });
setInterval(() => process.stdout.write("sending\n"), 20);
await notifier(store, { targets, post, now: () => Date.now() }).drain();
