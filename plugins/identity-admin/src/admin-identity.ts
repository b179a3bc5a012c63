import { createHash, timingSafeEqual } from "node:crypto";
import type { Credential, IdentityProvider, RevocationFeed } from "@open-cowork/core/authority";
import type { Clock, Principal, RequestContext } from "@open-cowork/core/kernel";
import { type ApiToken, AppError, type LoginSession, Secret } from "@open-cowork/shared";
import { newLogin, openLogin, sealLogin } from "./login-cookie.js";
import { Logins, TOKEN_CREDENTIAL } from "./logins.js";

const LOGIN_TTL_MS = 12 * 3_600_000;
/** There is one, and it owns nothing. */
const TENANT = "host";

/**
 * One administrator, known by a token. Sent as a bearer token it is the credential; handed in at the sign-in it is exchanged for a cookie, so that a browser
 * does not keep the token. There are no other people, links or tokens: what would make one says so.
 */
export class AdminIdentity implements IdentityProvider {
  readonly #logins: Logins;
  #token: Secret;

  constructor(
    token: Secret,
    private readonly clock: Clock,
  ) {
    this.#token = token;
    this.#logins = new Logins(clock);
  }

  get revocations(): RevocationFeed {
    return this.#logins;
  }

  /** From now on only this token counts; whoever came in with another one is out. */
  rotate(token: Secret): void {
    if (same(this.#token, token)) return;
    this.#token = token;
    this.#logins.endAll();
  }

  stop(): void {
    this.#logins.stop();
  }

  async authenticate({ kind, value }: Credential): Promise<Principal> {
    if (kind === "bearer") {
      if (!same(this.#token, value)) throw new AppError("auth.invalid");
      return administrator(TOKEN_CREDENTIAL);
    }
    const login = openLogin(value, this.#token);
    if (!login || login.expiresAt <= this.clock.now()) throw new AppError("auth.invalid");
    if (!this.#logins.seen(login, { createdAt: login.expiresAt - LOGIN_TTL_MS })) throw new AppError("auth.invalid");
    return administrator(login.id);
  }

  /** @param link The token itself. @throws AppError `auth.invalid` */
  async redeemLoginLink(link: Secret, userAgent: string): Promise<{ cookie: Secret; principal: Principal; maxAgeMs: number }> {
    if (!same(this.#token, link)) throw new AppError("auth.invalid", { message: "This is not the administrator's token." });
    const now = this.clock.now();
    const login = newLogin(now + LOGIN_TTL_MS);
    this.#logins.seen(login, { createdAt: now, userAgent });
    return { cookie: new Secret(sealLogin(login, this.#token), "login"), principal: administrator(login.id), maxAgeMs: LOGIN_TTL_MS };
  }

  async loginSessions(ctx: RequestContext): Promise<LoginSession[]> {
    return this.#logins.list(ctx.principal.credential);
  }

  async revokeLogin(_ctx: RequestContext, id: string): Promise<void> {
    this.#logins.end(id);
  }

  async tokens(): Promise<ApiToken[]> {
    return [];
  }

  /** @throws AppError `auth.fixed` */
  async createLoginLink(): Promise<Secret> {
    throw new AppError("auth.fixed", { message: "This host has no sign-in links: its administrator signs in with the token of the configuration." });
  }

  /** @throws AppError `auth.fixed` */
  async createToken(): Promise<never> {
    throw new AppError("auth.fixed", { message: "This host makes no tokens: the one it knows is in its configuration." });
  }

  /** @throws AppError `token.not_found` */
  async revokeToken(): Promise<void> {
    throw new AppError("token.not_found");
  }
}

function administrator(credential: string): Principal {
  return { tenant: TENANT, actor: { kind: "person", id: "administrator", name: "Administrator" }, role: "admin", credential };
}

/** In time that tells neither where they differ nor how long the right one is. */
function same(a: Secret, b: Secret): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(secret: Secret): Buffer {
  return createHash("sha256").update(secret.reveal()).digest();
}
