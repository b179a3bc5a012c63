import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ChatSession } from "./chat-session.js";
import { DemoCloud } from "./demo-cloud.js";
import { DemoGateway, INSTANCE, PROVIDER } from "./demo-gateway.js";
import { FakeChat } from "./fake-chat.js";
import { chatInTerminal } from "./interactive.js";
import { chatByScript } from "./scripted.js";

const USAGE = `npm run gateway:demo -- [--data-dir <directory>]

Starts Open Cowork Cloud with the demo model and a Cloud Channel Gateway with a demo platform, lets you in, and opens a chat.
Without --data-dir everything is in a temporary folder that is removed at the end. Where standard input is no terminal it is a script:
what is said, line by line; a number presses a button; !file PATH sends a file; !wait TEXT waits for an answer that holds the text.`;

/** Ends what was begun, last first, whatever happens. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { "data-dir": { type: "string" }, help: { type: "boolean", short: "h" } } });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const own = values["data-dir"] === undefined ? mkdtempSync(path.join(tmpdir(), "open-cowork-demo-")) : undefined;
  const directory = own ?? path.resolve(values["data-dir"] ?? "");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const undo: (() => Promise<void> | void)[] = own === undefined ? [] : [() => rmSync(own, { recursive: true, force: true })];
  try {
    await demonstrate(directory, undo);
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

async function demonstrate(directory: string, undo: (() => Promise<void> | void)[]): Promise<void> {
  const isInteractive = process.stdin.isTTY && process.stdout.isTTY;
  const tell = (text: string) => void process.stderr.write(`${text}\n`);
  tell("Starting Open Cowork Cloud …");
  const cloud = await DemoCloud.start(directory);
  undo.push(() => cloud.stop());
  tell("Starting the Cloud Channel Gateway …");
  const gateway = await DemoGateway.start({ directory, cloudUrl: cloud.url, token: await cloud.gatewayToken() });
  undo.push(() => gateway.stop());
  const chat = new FakeChat(gateway.platformUrl, { id: "terminal", name: personName() });
  const session = new ChatSession({ chat, downloads: path.join(directory, "received") });
  undo.push(() => session.end());
  await session.do({ kind: "say", text: `/start ${await cloud.invite(PROVIDER, INSTANCE, "Demo in the terminal")}` });
  await session.do({ kind: "wait", text: "Welcome" });
  if (isInteractive) await chatInTerminal(session, introduction(cloud, gateway));
  else await chatByScript(session);
}

function introduction(cloud: DemoCloud, gateway: DemoGateway): string[] {
  return [
    `You were let in by a pairing code. The same threads in the web interface: ${cloud.loginLink}`,
    `Operator page: ${gateway.url}, token ${gateway.adminToken}`,
    "Try “Run a command”, “Write a file and edit it”, “Ask me a question”, “Write something long”, /help. A number presses a button, !file PATH sends a file, Ctrl-D ends.",
  ];
}

function personName(): string {
  return userInfo().username.slice(0, 100) || "You";
}

try {
  await main();
} catch (error) {
  process.stderr.write(`Error: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
