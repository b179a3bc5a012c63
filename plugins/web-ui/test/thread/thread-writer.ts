import { type EventBody, type EventKind, event, type NewEvent } from "@open-cowork/shared";
import type { FakeWorkspace } from "../fixture/fake-workspace.js";

const MODEL = { provider: "anthropic", model: "claude-sonnet" };

/** Writes what an agent would into one thread of a workspace in memory. Ids are counted, so that a test can name them. */
export class ThreadWriter {
  #count = 0;

  constructor(
    readonly workspace: FakeWorkspace,
    readonly session: string,
    readonly run = "r1",
  ) {}

  id(prefix: string): string {
    return `${prefix}-${this.run}-${++this.#count}`;
  }

  add<K extends EventKind>(kind: K, body: Parameters<typeof event<K>>[1], agentPath?: string[]): this {
    this.workspace.append(this.session, [event(kind, body, this.run, agentPath)]);
    return this;
  }
  all(events: NewEvent[]): this {
    this.workspace.append(this.session, events);
    return this;
  }

  /** The person's message, and the run that answers it. */
  ask(text: string, files: { artifact: string; name: string; mime: string; bytes: number }[] = []): this {
    const by = this.workspace.me.actor;
    this.add("run.queued", { message: this.id("m"), text, attachments: files, by, command: this.id("c"), agent: "build", model: MODEL });
    return this.add("run.started", { worker: "w" }).add("message.started", { message: "a", agent: "build", model: MODEL });
  }

  think(text: string, durationMs: number): this {
    const part = this.id("think");
    return this.add("reasoning.appended", { message: "a", part, text }).add("reasoning.finished", { message: "a", part, durationMs });
  }

  say(text: string): this {
    return this.add("text.appended", { message: "a", part: this.id("text"), text });
  }

  tool(tool: string, input: Record<string, unknown>, done: Partial<Omit<EventBody<"tool.finished">, "call">> = {}): this {
    const call = this.id("call");
    this.add("tool.started", { message: "a", call, tool, input });
    return this.add("tool.finished", { call, status: "completed", durationMs: 40, ...done });
  }

  approve(request: Partial<EventBody<"approval.requested">> & { id: string }): this {
    this.add("approval.requested", {
      permission: "bash",
      title: "Run a command",
      patterns: ["ls"],
      always: ["ls *"],
      destructive: false,
      ...request,
    });
    return this.add("run.waiting", { on: "approval", id: request.id });
  }

  usage(input: number, output: number, cost: number): this {
    const tokens = { input, output, reasoning: 0, cacheRead: 0, cacheWrite: 0 };
    return this.add("usage.recorded", { message: "a", model: MODEL, tokens, cost, contextLimit: 48_000 });
  }

  finish(durationMs = 4_200): this {
    return this.add("message.finished", { message: "a" }).add("run.finished", { durationMs });
  }
}
