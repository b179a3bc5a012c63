export * from "./access.js";
export * from "./codes.js";
export * from "./local-channel-threads.js";
export { channelThreadsPlugin } from "./plugin.js";
export * from "./policy.js";
export * from "./ports.js";
