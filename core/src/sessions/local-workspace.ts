import { AppError, type Command, type CommandResult, event, type ModelRef, newId, type SessionEvent, type SessionSummary } from "@open-cowork/shared";
import { demand } from "../authority/authorizer.js";
import type { RequestContext } from "../kernel/context.js";
import type { EventBus } from "../transport/ports.js";
import { COMMAND_PERMISSIONS, commandEvents } from "./command-events.js";
import type { SessionIndex, TailSink, Workspace } from "./ports.js";
import type { PublishingLog } from "./publishing-log.js";
import { readFold, readTail } from "./read-view.js";
import type { Tails } from "./tails.js";
import { topics } from "./topics.js";

/** The workspace whose sessions this installation executes itself. Every call is authorised here, whatever surface it came from. */
export class LocalWorkspace implements Workspace {
  constructor(private readonly deps: { log: PublishingLog; index: SessionIndex; bus: EventBus; tails: Tails }) {}

  async create(ctx: RequestContext, input: { id?: string; title?: string; agent?: string; model?: ModelRef }): Promise<SessionSummary> {
    demand(ctx.principal, "session.write");
    const session = input.id ?? newId();
    const created = event("session.created", { title: input.title ?? "", by: ctx.principal.actor, agent: input.agent, model: input.model });
    const { summary } = await this.deps.log.append(ctx, { session, epoch: null, events: [created], create: true });
    this.deps.bus.publish(topics.warm, { tenant: ctx.tenant });
    return summary ?? this.#summary(ctx, session);
  }

  async command(ctx: RequestContext, session: string, command: Command): Promise<CommandResult> {
    demand(ctx.principal, COMMAND_PERMISSIONS[command.kind]);
    const state = { summary: () => this.#summary(ctx, session), view: async () => (await readFold(this.deps.log.log, ctx, session)).view };
    const { events, run } = await commandEvents(command, ctx.principal.actor, state);
    const appended = await this.deps.log.append(ctx, { session, epoch: null, events, command: { id: command.id, kind: command.kind, run } });
    const first = appended.repeated ? appended.run : run;
    return { id: command.id, seq: appended.from, ...(first === undefined ? {} : { run: first }) };
  }

  async view(ctx: RequestContext, session: string): Promise<{ summary: SessionSummary; snapshot?: { seq: number; json: string }; events: SessionEvent[] }> {
    demand(ctx.principal, "session.read");
    const [summary, tail] = await Promise.all([this.#summary(ctx, session), readTail(this.deps.log.log, ctx, session)]);
    this.deps.bus.publish(topics.warm, { tenant: ctx.tenant });
    return { summary, ...tail };
  }

  async tail(ctx: RequestContext, session: string, after: number, sink: TailSink): Promise<() => void> {
    demand(ctx.principal, "session.read");
    return this.deps.tails.open(ctx, session, after, sink);
  }

  async #summary(ctx: RequestContext, session: string): Promise<SessionSummary> {
    const summary = await this.deps.index.get(ctx, session);
    if (summary === undefined || summary.deleted) throw new AppError("session.not_found");
    return summary;
  }
}
