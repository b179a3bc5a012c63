import { demand, may } from "@open-cowork/core/authority";
import type { Principal, RequestContext } from "@open-cowork/core/kernel";
import type { EventLog } from "@open-cowork/core/sessions";
import type { ArtifactStore, ChannelAccess, ChannelAdmin } from "@open-cowork/core/transport";
import { AppError, type Artifact, type Binding, type ChannelIdentity, type Command, isAppError } from "@open-cowork/shared";

export interface ActingDeps {
  channelAccess: ChannelAccess;
  channelAdmin: ChannelAdmin;
  eventLog: EventLog;
  artifacts: ArtifactStore;
}

/** Somebody of a chat, as the workspace knows them. */
export interface Person {
  /** What they ask is asked with this: their own name and role, by way of the gateway's credential. */
  ctx: RequestContext;
  binding: string;
}

/** As whom a gateway may do what. Everything is looked up anew for each request; what a request itself says of roles and bindings counts nothing. */
export class Acting {
  constructor(private readonly deps: ActingDeps) {}

  /** @throws AppError `channel.binding_unknown` */
  async binding(ctx: RequestContext, id: string): Promise<Binding> {
    const found = (await this.deps.channelAdmin.bindings(ctx)).find((binding) => binding.id === id);
    if (!found) throw new AppError("channel.binding_unknown");
    return found;
  }

  /** @throws AppError `channel.identity_unknown`, `channel.disabled`, and `auth.forbidden` for somebody who is blocked */
  async person(ctx: RequestContext, id: string): Promise<Person> {
    const { identity, binding } = await this.deps.channelAccess.person(ctx, id);
    if (!binding.enabled) throw new AppError("channel.disabled");
    if (identity.blocked) throw new AppError("auth.forbidden", { message: "This person is blocked in the channel." });
    return { ctx: withPrincipal(ctx, principalOf(identity, ctx.principal)), binding: binding.id };
  }

  /** A person and a session of the conversations that the person's binding carries. @throws AppError as `person`, and `session.not_found` */
  async personIn(ctx: RequestContext, id: string, session: string): Promise<Person> {
    const person = await this.person(ctx, id);
    if (!(await this.deps.channelAccess.carriers(ctx, session)).includes(person.binding)) throw new AppError("session.not_found");
    return person;
  }

  /** The context to read a session with: as the person, or for the gateway itself, which has to say in the chat what was said. @throws AppError as `personIn` */
  async reader(ctx: RequestContext, session: string, id: string | undefined): Promise<RequestContext> {
    if (id !== undefined) return (await this.personIn(ctx, id, session)).ctx;
    if ((await this.deps.channelAccess.carriers(ctx, session)).length === 0) throw new AppError("session.not_found");
    return may(ctx.principal, "session.read") ? ctx : withPrincipal(ctx, { ...ctx.principal, role: "viewer" });
  }

  /**
   * Whether a session may begin to speak in a conversation: one that the binding carries already, or that somebody of the binding made. Otherwise a
   * gateway would read any session of the workspace by binding it first. @throws AppError `session.not_found`
   */
  async demandOwn(ctx: RequestContext, binding: string, session: string): Promise<void> {
    if (may(ctx.principal, "session.read") || (await this.deps.channelAccess.carriers(ctx, session)).includes(binding)) return;
    const [first] = await this.deps.eventLog.read(ctx, session, { after: 0, limit: 1 });
    const maker = first?.kind === "session.created" ? first.body.by : undefined;
    if (maker?.kind !== "channel" || (await this.#bindingOf(ctx, maker.id)) !== binding) throw new AppError("session.not_found");
  }

  /** Files that a prompt names: new ones, or those of the session. @throws AppError `artifact.not_found` */
  async demandFiles(ctx: RequestContext, session: string, command: Command): Promise<void> {
    if (command.kind !== "prompt") return;
    for (const { artifact } of command.attachments) {
      const { session: owner } = await this.deps.artifacts.stat(ctx, artifact);
      if (owner !== undefined && owner !== session) throw new AppError("artifact.not_found");
    }
  }

  /**
   * Whether a file may be added: by a person with that right, or by the gateway itself to a session that it carries, whose answer goes on in a file.
   * @throws AppError as `personIn`, and `auth.forbidden`
   */
  async demandUpload(ctx: RequestContext, identity: string | undefined, session: string | undefined): Promise<void> {
    if (identity !== undefined) {
      const person = session === undefined ? await this.person(ctx, identity) : await this.personIn(ctx, identity, session);
      return demand(person.ctx.principal, "session.write");
    }
    if (session === undefined || (await this.deps.channelAccess.carriers(ctx, session)).length === 0) throw new AppError("session.not_found");
  }

  /** A file of a session that the gateway carries. @throws AppError `artifact.not_found` */
  async file(ctx: RequestContext, id: string): Promise<Artifact> {
    const artifact = await this.deps.artifacts.stat(ctx, id);
    if (artifact.session === undefined || (await this.deps.channelAccess.carriers(ctx, artifact.session)).length === 0)
      throw new AppError("artifact.not_found");
    return artifact;
  }

  async #bindingOf(ctx: RequestContext, identity: string): Promise<string | undefined> {
    try {
      return (await this.deps.channelAccess.person(ctx, identity)).binding.id;
    } catch (error) {
      if (isAppError(error) && error.code === "channel.identity_unknown") return undefined;
      throw error;
    }
  }
}

function principalOf(identity: ChannelIdentity, { tenant, credential }: Principal): Principal {
  return { tenant, actor: { kind: "channel", id: identity.id, name: identity.person.name }, role: identity.role, credential };
}

/** The signal is made when somebody looks at it, so it is looked at through. */
function withPrincipal(ctx: RequestContext, principal: Principal): RequestContext {
  return {
    tenant: ctx.tenant,
    principal,
    traceId: ctx.traceId,
    get signal() {
      return ctx.signal;
    },
  };
}
