/** `messages`: what is announced, when, by whom and where. */
import { z } from "zod";
import { id, list, person, text, time } from "./field.ts";

export const message = z.strictObject({
  id: id("Short name.", "announcement"),
  title: text("What it is called.", "Announcing Acropolis").optional(),
  due: time("When it goes out."),
  author: person("Who writes it.").optional(),
  channels: list(text("A channel.", "blog", 100), "Where it goes out.", ["blog", "telegram"], 50).optional(),
  assets: list(text("A thing.", "cover", 200), "What it needs beside the text.", ["cover"], 50).optional(),
  call_to_action: text("What readers are asked to do.", "Tell testers what to do", 500).optional(),
});
