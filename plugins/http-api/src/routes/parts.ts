import type { HttpConfig } from "../config.js";
import type { HttpDeps, ThreadDeps } from "../deps.js";
import type { Metrics } from "../metrics/metrics.js";
import type { LoginCookie } from "../pipeline/login-cookie.js";
import type { SessionHub } from "../sse/session-hub.js";
import type { SseStreams } from "../sse/sse-streams.js";
import type { WorkspaceHub } from "../sse/workspace-hub.js";

/** What routes are made of. */
export interface RouteParts {
  deps: HttpDeps;
  config: HttpConfig;
  cookie: LoginCookie;
  metrics: Metrics;
  streams: SseStreams;
  /** Where the host keeps threads. */
  threads?: ThreadParts;
  address(): { host: string; port: number } | undefined;
}

export interface ThreadParts {
  deps: ThreadDeps;
  sessionHub: SessionHub;
  workspaceHub: WorkspaceHub;
}
