// Ports

export { COMMAND_PERMISSIONS } from "./command-events.js";
export * from "./index-patch.js";
// The engine
export { LocalWorkspace } from "./local-workspace.js";
export { sessionsPlugin } from "./plugin.js";
export * from "./ports.js";
export { PublishingLog } from "./publishing-log.js";
export { readFold } from "./read-view.js";
export { Tails } from "./tails.js";
export * from "./topics.js";
export { Worker } from "./worker.js";
