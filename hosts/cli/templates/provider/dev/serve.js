import { createInterface } from "node:readline";
import { DevPlatform } from "./platform.js";

// The platform in this terminal: a line that is typed is said, what is answered is printed. It keeps nothing.
const PORT = 7399;
const TOKEN = "dev-token";
const platform = new DevPlatform({ token: TOKEN, changed: (_chat, { id, text, edits }) => console.log(`< ${edits ? `(${id} again) ` : ""}${text}`) });
console.log(`The platform listens at ${await platform.listen(PORT)} with the token ${TOKEN}. Type what you would say there.`);
platform.open("you");
createInterface({ input: process.stdin })
  .on("line", (line) => platform.say("you", { id: "you", name: "You" }, line))
  .on("close", () => platform.close());
