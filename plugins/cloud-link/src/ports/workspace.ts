import type { GatewayClient } from "@open-cowork/cloud-client";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { TailSink, Workspace } from "@open-cowork/core/sessions";
import type { Command, CommandResult, ModelRef, SessionEvent, SessionSummary } from "@open-cowork/shared";
import { demandIdentity, identityOf } from "../actor.js";

/** Sessions at Cloud. What is asked of them is asked as the person in the context; they are read for that person, or for the gateway itself. */
export class CloudWorkspace implements Workspace {
  readonly #tails = new Set<() => void>();

  constructor(private readonly client: GatewayClient) {}

  async create(ctx: RequestContext, input: { id?: string; title?: string; agent?: string; model?: ModelRef }): Promise<SessionSummary> {
    return this.client.sessions.create(demandIdentity(ctx), input);
  }

  async command(ctx: RequestContext, session: string, command: Command): Promise<CommandResult> {
    return this.client.sessions.command(demandIdentity(ctx), session, command);
  }

  async view(ctx: RequestContext, session: string): Promise<{ summary: SessionSummary; snapshot?: { seq: number; json: string }; events: SessionEvent[] }> {
    const { session: summary, view, events } = await this.client.sessions.view(session, identityOf(ctx));
    return { summary, ...(view === null ? {} : { snapshot: { seq: view.seq, json: JSON.stringify(view) } }), events };
  }

  async tail(ctx: RequestContext, session: string, after: number, sink: TailSink): Promise<() => void> {
    const end = await this.client.sessions.tail(session, { after, identity: identityOf(ctx) }, sink);
    this.#tails.add(end);
    return () => {
      this.#tails.delete(end);
      end();
    };
  }

  /** Ends what nobody ended. */
  stop(): void {
    for (const end of this.#tails) end();
    this.#tails.clear();
  }
}
