import { AppError } from "@open-cowork/shared";
import { type Dispatcher, Pool } from "undici";
import type { EngineMessage, PermissionAsked, QuestionAsked } from "../mapping/schemas.js";

/** A part of a prompt as OpenCode takes it. */
export type PromptPart = { type: "text"; text: string; synthetic?: boolean } | { type: "file"; mime: string; filename: string; url: string };

export interface EnginePrompt {
  messageID: string;
  model: { providerID: string; modelID: string };
  agent?: string;
  parts: PromptPart[];
}

/** An event of the engine's own history, as `/sync/replay` takes it. */
export interface SyncEvent {
  id: string;
  aggregateID: string;
  seq: number;
  type: string;
  data: Record<string, unknown>;
}

export interface EngineAgent {
  name: string;
  description?: string;
  mode: "primary" | "subagent" | "all";
  hidden?: boolean;
}

/** An engine that answered with an error status. */
export class EngineError extends Error {
  constructor(
    readonly status: number,
    readonly method: string,
    readonly path: string,
    readonly body: string,
  ) {
    super(`OpenCode answered ${status} to ${method} ${path}: ${body.slice(0, 300)}`);
  }
}

/**
 * The calls of OpenCode's HTTP interface that are used, over kept-alive connections. Nothing retries. They fail with {@link EngineError}, or with
 * `runtime.crashed` when no answer came: the engine died under the call, and whether it had done its work nobody knows.
 */
export class EngineClient {
  readonly #pool: Pool;
  readonly authorization: string;

  constructor(
    readonly origin: string,
    password: string,
  ) {
    this.authorization = `Basic ${Buffer.from(`opencode:${password}`).toString("base64")}`;
    // A first call in a directory waits until the engine has set it up: seconds when twenty start at once.
    this.#pool = new Pool(origin, { connections: 64, keepAliveTimeout: 60_000, headersTimeout: 120_000, bodyTimeout: 120_000 });
  }

  health(): Promise<{ healthy: boolean; version: string }> {
    return this.#call("GET", "/global/health");
  }
  agents(directory: string): Promise<EngineAgent[]> {
    return this.#call("GET", "/agent", directory);
  }
  createSession(directory: string, title: string): Promise<{ id: string }> {
    return this.#call("POST", "/session", directory, { title });
  }
  deleteSession(directory: string, session: string): Promise<boolean> {
    return this.#call("DELETE", `/session/${session}`, directory);
  }
  /** Lets go of what the engine keeps in memory for a directory; its sessions stay, and the next call sets it up again. */
  disposeDirectory(directory: string): Promise<boolean> {
    return this.#call("POST", "/instance/dispose", directory, {});
  }
  /** Returns when the message is stored; the turn goes on by itself. */
  prompt(directory: string, session: string, prompt: EnginePrompt): Promise<void> {
    return this.#call("POST", `/session/${session}/prompt_async`, directory, prompt);
  }
  abort(directory: string, session: string): Promise<boolean> {
    return this.#call("POST", `/session/${session}/abort`, directory, {});
  }
  replyPermission(directory: string, id: string, reply: "once" | "always" | "reject", message?: string): Promise<boolean> {
    return this.#call("POST", `/permission/${id}/reply`, directory, { reply, message });
  }
  replyQuestion(directory: string, id: string, answers: string[][]): Promise<boolean> {
    return this.#call("POST", `/question/${id}/reply`, directory, { answers });
  }
  rejectQuestion(directory: string, id: string): Promise<boolean> {
    return this.#call("POST", `/question/${id}/reject`, directory, {});
  }
  permissions(directory: string): Promise<PermissionAsked[]> {
    return this.#call("GET", "/permission", directory);
  }
  questions(directory: string): Promise<QuestionAsked[]> {
    return this.#call("GET", "/question", directory);
  }
  messages(directory: string, session: string): Promise<EngineMessage[]> {
    return this.#call("GET", `/session/${session}/message`, directory);
  }
  /** Sessions that are at work; idle ones are absent. */
  status(directory: string): Promise<Record<string, { type: string }>> {
    return this.#call("GET", "/session/status", directory);
  }
  /** `known` maps an aggregate to the last sequence number that is not wanted; others come whole. */
  async history(directory: string, known: Record<string, number>): Promise<SyncEvent[]> {
    const events = await this.#call<(Omit<SyncEvent, "aggregateID"> & { aggregate_id: string })[]>("POST", "/sync/history", directory, known);
    return events.map(({ aggregate_id, ...event }) => ({ ...event, aggregateID: aggregate_id }));
  }
  /** All events must be of one aggregate and go on where the engine's history of it ends. */
  replay(directory: string, events: SyncEvent[]): Promise<unknown> {
    return this.#call("POST", "/sync/replay", directory, { directory, events });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #call<T>(method: "GET" | "POST" | "DELETE", path: string, directory?: string, body?: unknown): Promise<T> {
    const { statusCode, text } = await this.#send({
      method,
      path: directory === undefined ? path : `${path}?directory=${encodeURIComponent(directory)}`,
      headers: { authorization: this.authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (statusCode >= 400) throw new EngineError(statusCode, method, path, text);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  async #send(request: Dispatcher.RequestOptions): Promise<{ statusCode: number; text: string }> {
    try {
      const { statusCode, body } = await this.#pool.request(request);
      return { statusCode, text: await body.text() };
    } catch (cause) {
      throw new AppError("runtime.crashed", { cause });
    }
  }
}
