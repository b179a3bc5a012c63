/** A host in a process of its own, for tests that kill it: runs a tool that outlives everything, and says so. */
import { type Conversation, RuntimeHost } from "./harness.js";

const host = await RuntimeHost.start({ dataDir: process.argv[2]!, config: { permission: { bash: "allow" } } });
const thread: Conversation = await host.open();
const ended = thread.say("sleep", [{ tool: "bash", input: { command: "setsid nohup sleep 300 & sleep 301", description: "Sleeps" } }], [{ text: "ok" }]);
await thread.event("tool.updated");
console.log("running");
await ended;
