import type { Credential, IdentityProvider, RevocationFeed } from "@open-cowork/core/authority";
import type { Principal, RequestContext } from "@open-cowork/core/kernel";
import type { ModelGateway } from "@open-cowork/core/transport";
import { type ApiToken, AppError, type LoginSession, type ModelProvider, type ModelTest, newId, type Role, Secret } from "@open-cowork/shared";

/** Credentials in a map; revoking is immediate. */
export class FakeIdentity implements IdentityProvider, RevocationFeed {
  readonly #principals = new Map<string, Principal>();
  readonly #listeners = new Set<(credential: string) => void>();
  readonly #links = new Set<string>();
  readonly tenant = newId();
  lookups = 0;

  /** A credential of a new person, usable as cookie and as bearer. */
  issue(role: Role = "owner", tenant = this.tenant): { secret: string; principal: Principal } {
    const principal: Principal = { tenant, actor: { kind: "person", id: newId(), name: role }, role, credential: newId() };
    return { secret: this.admit(principal), principal };
  }

  /** The secret with which somebody is that principal. */
  admit(principal: Principal): string {
    const secret = `oct_${newId()}`;
    this.#principals.set(secret, principal);
    return secret;
  }

  revoke(credential: string): void {
    for (const [secret, principal] of this.#principals) if (principal.credential === credential) this.#principals.delete(secret);
    for (const listener of this.#listeners) listener(credential);
  }

  onRevoked(listener: (credential: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async authenticate({ value }: Credential): Promise<Principal> {
    this.lookups++;
    const principal = this.#principals.get(value.reveal());
    if (!principal) throw new AppError("auth.invalid");
    return principal;
  }

  async createLoginLink(): Promise<Secret> {
    const link = `ocl_${newId()}`;
    this.#links.add(link);
    return new Secret(link, "link");
  }

  async redeemLoginLink(link: Secret): Promise<{ cookie: Secret; principal: Principal; maxAgeMs: number }> {
    if (!this.#links.delete(link.reveal())) throw new AppError("auth.link_used");
    const { secret, principal } = this.issue();
    return { cookie: new Secret(secret, "cookie"), principal, maxAgeMs: 60_000 };
  }

  async loginSessions(ctx: RequestContext): Promise<LoginSession[]> {
    return [{ id: ctx.principal.credential, current: true, createdAt: 1, lastSeenAt: 1, userAgent: "test" }];
  }
  async revokeLogin(ctx: RequestContext, id: string): Promise<void> {
    if (ctx.principal.credential === id) this.revoke(id);
  }
  async tokens(): Promise<ApiToken[]> {
    return [];
  }
  async createToken(_ctx: RequestContext, input: { name: string; role: Role }): Promise<{ token: ApiToken; secret: Secret }> {
    return { token: { id: newId(), name: input.name, role: input.role, createdAt: 1 }, secret: new Secret(`oct_${newId()}`, "token") };
  }
  async revokeToken(): Promise<void> {
    throw new AppError("token.not_found");
  }
}

const DEMO: ModelProvider = { id: "demo", kind: "demo", name: "Demo", hasKey: false, models: [], createdAt: 1 };

export class FakeModels implements ModelGateway {
  /** How often something was tested or saved. */
  calls = 0;
  /** What the next calls wait for. */
  gate: Promise<void> = Promise.resolve();

  async providers(): Promise<ModelProvider[]> {
    return [DEMO];
  }
  async models(): Promise<{ models: []; defaultModel?: undefined }> {
    return { models: [] };
  }
  async test(): Promise<ModelTest> {
    this.calls++;
    await this.gate;
    return { ok: true, model: "demo", text: `answer ${this.calls}`, firstTokenMs: 1, models: [] };
  }
  async save(): Promise<ModelProvider> {
    this.calls++;
    await this.gate;
    return DEMO;
  }
  async remove(_ctx: unknown, id: string): Promise<void> {
    if (id !== DEMO.id) throw new AppError("provider.not_found");
  }
}
