import type { FileChange } from "./file-changes.js";
import type { PartText } from "./part-text.js";
import type { AssistantInfo } from "./schemas.js";

/** An answer of the agent that is being written. */
export interface MessageTrack {
  info: AssistantInfo;
  /** The engine has closed its step, so its info is final from the next update on. */
  stepped: boolean;
  finished: boolean;
}

export interface TextTrack {
  type: "text" | "reasoning";
  message: string;
  text: PartText;
  done: boolean;
}

export interface ToolTrack {
  call: string;
  tool: string;
  /** Sub-agent session that this call started. */
  child?: string;
  described: boolean;
  finished: boolean;
  /** Newest output that was not emitted yet, and what cancels its delayed emission. */
  cancelFlush?: () => void;
  flushedAt: number;
  pendingOutput?: string;
}

/** One session of the engine: the root of a thread, or a sub-agent below it. */
export class SessionNode {
  readonly messages = new Map<string, MessageTrack>();
  readonly texts = new Map<string, TextTrack>();
  readonly tools = new Map<string, ToolTrack>();
  /** Answers of earlier turns: updates of them are housekeeping of the engine. */
  readonly past = new Set<string>();
  changes: FileChange[] = [];
  busy = false;
  ending: "finished" | "failed" | "aborted" = "finished";

  constructor(
    readonly id: string,
    /** Path of sub-agents from the root; empty for the root itself. */
    readonly path: readonly string[],
  ) {}

  /** Forgets the details of the turn before. */
  beginTurn(): void {
    for (const id of this.messages.keys()) this.past.add(id);
    for (const tool of this.tools.values()) tool.cancelFlush?.();
    this.messages.clear();
    this.texts.clear();
    this.tools.clear();
    this.changes = [];
    this.ending = "finished";
  }

  get open(): boolean {
    return [...this.messages.values()].some((message) => !message.finished);
  }
}
