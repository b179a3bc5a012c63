import type { RuntimeEvent } from "@open-cowork/core/sessions";
import type { EventBody, EventKind, Failure, ModelRef } from "@open-cowork/shared";
import { SessionNode } from "./node.js";
import type { PermissionAsked } from "./schemas.js";

/** What the mapper needs of its surroundings. */
export interface MapperHost {
  /** Workspace of the session; paths inside it are shown relative to it. */
  readonly directory: string;
  emit(event: RuntimeEvent): void;
  contextLimit(model: ModelRef): number | undefined;
  /** True when a person has allowed such requests before: the host answers it and nobody is asked. */
  allowed(request: PermissionAsked): boolean;
  now(): number;
  after(ms: number, callback: () => void): () => void;
  signals: TurnSignals;
}

/** What a turn has to know of the root session. */
export interface TurnSignals {
  /** A message of a person is in the engine's history now. */
  said(message: string): void;
  failed(error: Failure): void;
  aborted(): void;
  /** The engine has stopped working; called again for each time it says so. */
  idle(): void;
  /** An answer has ended. */
  answered(): void;
}

/**
 * Turns the engine's events of one thread, sub-agents included, into events of the log. Keeps only what it needs to emit
 * each piece once. The rules are in the table; this is the state they work on.
 */
export class SessionMapper {
  readonly nodes = new Map<string, SessionNode>();
  /** Requests that were emitted and not settled, with whether the settling was ours. */
  readonly approvals = new Map<string, PermissionAsked>();
  readonly questions = new Set<string>();
  retrying = false;

  constructor(
    readonly host: MapperHost,
    readonly root: SessionNode,
  ) {
    this.nodes.set(root.id, root);
  }

  /** A sub-agent's session; its events belong to a node of its own. */
  adopt(id: string, parent: string): SessionNode | undefined {
    const above = this.nodes.get(parent);
    if (above === undefined) return undefined;
    const node = this.nodes.get(id) ?? new SessionNode(id, [...above.path, id]);
    this.nodes.set(id, node);
    return node;
  }

  beginTurn(): void {
    for (const node of this.nodes.values()) node.beginTurn();
    this.approvals.clear();
    this.questions.clear();
    this.retrying = false;
  }

  emit<K extends EventKind>(node: SessionNode, kind: K, body: EventBody<K>): void {
    const defined = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    this.host.emit({ kind, body: defined, ...(node.path.length > 0 ? { agentPath: [...node.path] } : {}) } as RuntimeEvent);
  }
}
