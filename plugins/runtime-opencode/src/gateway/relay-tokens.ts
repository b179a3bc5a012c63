import { createHash, randomBytes } from "node:crypto";

/** What a token is good for: the models of one tenant, while its engine has a turn to run. */
export interface RelayGrant {
  tenant: string;
  active(): boolean;
}

/** Tokens that engines present instead of provider keys. Each dies with its engine. */
export class RelayTokens {
  readonly #grants = new Map<string, RelayGrant>();

  /** @returns the token and what revokes it */
  issue(grant: RelayGrant): { token: string; revoke(): void } {
    const token = randomBytes(32).toString("base64url");
    const digest = digestOf(token);
    this.#grants.set(digest, grant);
    return { token, revoke: () => this.#grants.delete(digest) };
  }

  find(token: string): RelayGrant | undefined {
    return this.#grants.get(digestOf(token));
  }
}

/** Looked up by digest, so that the time of a look-up tells nothing about a token. */
function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
