import { createHash } from "node:crypto";
import type { Site } from "../config.js";

/**
 * The cookie of a login session. `__Host-` (Secure, Path=/, no Domain) keeps subdomains from planting one, and needs https;
 * over plain http on loopback the name has no prefix and the cookie no Secure.
 *
 * Browsers send a cookie to every port of a name, so each workspace has a cookie name of its own: made from its public address, which all its
 * processes share, or else from its data directory, whatever port that is reached at today.
 */
export class LoginCookie {
  readonly name: string;
  readonly #attributes: string;

  constructor(site: Pick<Site, "secure" | "publicOrigin">, nodeId: string) {
    const workspace = createHash("sha256").update(site.publicOrigin ?? nodeId);
    this.name = `${site.secure ? "__Host-" : ""}open_cowork_${workspace.digest("hex").slice(0, 8)}`;
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${site.secure ? "; Secure" : ""}`;
  }

  set(value: string, maxAgeMs: number): string {
    return `${this.name}=${value}; Max-Age=${Math.floor(maxAgeMs / 1000)}; ${this.#attributes}`;
  }

  clear(): string {
    return `${this.name}=; Max-Age=0; ${this.#attributes}`;
  }

  /** Value in a Cookie header; of several with the name the first, which is the one with the longest path. */
  read(header: string | undefined): string | undefined {
    for (const pair of header?.split(";") ?? []) {
      const at = pair.indexOf("=");
      if (at > 0 && pair.slice(0, at).trim() === this.name) return pair.slice(at + 1).trim() || undefined;
    }
    return undefined;
  }
}
