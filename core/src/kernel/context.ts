import type { Actor, Role } from "@open-cowork/shared";

/** Who asks: the outcome of authentication. Scopes and role are computed by the server, never sent by the client. */
export interface Principal {
  tenant: string;
  actor: Actor;
  role: Role;
  /** Id of the login session or API token, for revocation. */
  credential: string;
}

/** First argument of everything done for a tenant. Small and immutable; made per request or per background task. */
export interface RequestContext {
  readonly tenant: string;
  readonly principal: Principal;
  readonly traceId: string;
  readonly signal?: AbortSignal;
}

/** What a repository needs of a context. */
export type TenantContext = Pick<RequestContext, "tenant">;
