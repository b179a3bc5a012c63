import type { Clock, Log, TenantContext } from "@open-cowork/core/kernel";
import { type SessionIndex, topics } from "@open-cowork/core/sessions";
import type { EventBus, SseSource } from "@open-cowork/core/transport";
import type { SessionSummary, WorkspaceMessage } from "@open-cowork/shared";
import { workspaceFrame } from "./frames.js";
import type { SseConnection } from "./sse-connection.js";

/** Changes that come faster are read together; the first one is read at once. */
const COALESCE_MS = 50;

export interface WorkspaceHubDeps {
  index: SessionIndex;
  bus: EventBus;
  clock: Clock;
  log: Log;
}

/**
 * The workspace stream: one channel a tenant, shared by its readers. The bus only says that something changed; what is sent is read from
 * the index by cursor, one query for all readers. So every message has a cursor, a lost announcement costs delay and nothing else, and all processes agree.
 */
export class WorkspaceHub {
  readonly #deps: WorkspaceHubDeps;
  readonly #channels = new Map<string, Channel>();

  constructor(deps: WorkspaceHubDeps) {
    this.#deps = deps;
  }

  /** Reads what changed since the cursor before any byte is sent. @throws AppError `request.bad_cursor` */
  async open(ctx: TenantContext, cursor: string | undefined): Promise<SseSource> {
    const { tenant } = ctx;
    const channel = this.#channels.get(tenant) ?? new Channel(this.#deps, { tenant }, () => this.#channels.delete(tenant));
    this.#channels.set(tenant, channel);
    // Changes after this read are held back for the reader until it has what the read found.
    const held = channel.hold();
    try {
      const changes = await this.#deps.index.changes({ tenant }, cursor);
      channel.startAt(changes.cursor);
      return (out) => held.deliverTo(out as SseConnection, changes);
    } catch (error) {
      held.drop();
      throw error;
    }
  }
}

/** A place in the channel for a reader that is not there yet. */
class Held {
  readonly frames: Buffer[] = [];
  constructor(private readonly channel: Channel) {}

  deliverTo(reader: SseConnection, changes: { items: SessionSummary[]; cursor: string }): void {
    const sessions = changes.items.map((session) => workspaceFrame({ type: "session", session }));
    reader.write(`${sessions.join("")}${workspaceFrame({ type: "ready" }, changes.cursor)}`);
    for (const frame of this.frames) reader.write(frame);
    this.channel.join(this, reader);
  }

  drop(): void {
    this.channel.release(this);
  }
}

class Channel {
  readonly #readers = new Set<SseConnection>();
  readonly #held = new Set<Held>();
  readonly #unsubscribe: (() => void)[];
  #cursor: string | undefined;
  /** resting: a read happened less than {@link COALESCE_MS} ago. */
  #phase: "none" | "reading" | "resting" = "none";
  /** Something changed that no read has covered. */
  #dirty = false;
  #closed = false;

  constructor(
    private readonly deps: WorkspaceHubDeps,
    private readonly ctx: TenantContext,
    private readonly onEmpty: () => void,
  ) {
    this.#unsubscribe = [
      deps.bus.subscribe(topics.workspace(ctx.tenant), (message) => this.#onMessage(message as WorkspaceMessage)),
      deps.bus.onGap(() => {
        this.#changed();
        // Which decisions opened or closed meanwhile is not known: readers read them again.
        this.#send(workspaceFrame({ type: "attention", session: "" }));
      }),
    ];
  }

  hold(): Held {
    const held = new Held(this);
    this.#held.add(held);
    return held;
  }

  /** The cursor from which changes are read; a later one than the channel's own would leave changes out. */
  startAt(cursor: string): void {
    if (this.#cursor !== undefined) return;
    this.#cursor = cursor;
    if (this.#dirty) this.#changed();
  }

  join(held: Held, reader: SseConnection): void {
    this.#held.delete(held);
    if (!reader.isOpen) {
      this.#closeIfEmpty();
      return;
    }
    this.#readers.add(reader);
    reader.onLeave(() => {
      this.#readers.delete(reader);
      this.#closeIfEmpty();
    });
  }

  release(held: Held): void {
    this.#held.delete(held);
    this.#closeIfEmpty();
  }

  #onMessage(message: WorkspaceMessage): void {
    if (message.type === "session") this.#changed();
    else this.#send(workspaceFrame(message));
  }

  #changed(): void {
    // Without a cursor yet, the first reader's own read is under way and may have been too early to see this.
    if (this.#phase !== "none" || this.#cursor === undefined) {
      this.#dirty = true;
      return;
    }
    this.#dirty = false;
    this.#phase = "reading";
    this.#read(this.#cursor).then(
      () => this.#rest(COALESCE_MS),
      (error: unknown) => {
        this.deps.log.warn("workspace_stream.read_failed", { tenant: this.ctx.tenant, error });
        this.#dirty = true;
        this.#rest(COALESCE_MS * 20);
      },
    );
  }

  #rest(ms: number): void {
    this.#phase = "resting";
    this.deps.clock.after(ms, () => {
      this.#phase = "none";
      if (this.#dirty && !this.#closed) this.#changed();
    });
  }

  async #read(from: string): Promise<void> {
    const { items, cursor } = await this.deps.index.changes(this.ctx, from);
    this.#cursor = cursor;
    if (items.length === 0) return;
    this.#send(items.map((session, i) => workspaceFrame({ type: "session", session }, i === items.length - 1 ? cursor : undefined)).join(""));
  }

  #send(text: string): void {
    const frame = Buffer.from(text);
    for (const reader of this.#readers) reader.write(frame);
    for (const held of this.#held) held.frames.push(frame);
  }

  #closeIfEmpty(): void {
    if (this.#closed || this.#readers.size > 0 || this.#held.size > 0) return;
    this.#closed = true;
    this.onEmpty();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }
}
