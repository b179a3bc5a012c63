// The client
export { CloudClient, type CloudClientOptions } from "./client.js";
// What a channel gateway asks
export { GatewayClient } from "./gateway-client.js";
// Live views
export type { PendingPrompt, PromptInput } from "./pending-prompts.js";
export { type NewCommand, SessionFeed, type SessionFeedState } from "./session-feed.js";
// Time, for tests of what uses the feeds
export { type Timers, webTimers } from "./timers.js";
export { type WorkspaceChange, WorkspaceFeed, type WorkspaceFeedState } from "./workspace-feed.js";
