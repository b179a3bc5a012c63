import type { RevocationFeed } from "@open-cowork/core/authority";
import type { Clock } from "@open-cowork/core/kernel";
import type { LoginSession } from "@open-cowork/shared";
import type { Login } from "./login-cookie.js";

/** Login sessions remembered at once; of more, those not seen for longest are forgotten, and only their open streams notice. */
const MAX_KNOWN = 1_000;
/** An expired login loses its open streams within this time; new requests are refused from the very moment. */
const EXPIRY_CHECK_MS = 30_000;
/** Credential of whoever sends the token itself. */
export const TOKEN_CREDENTIAL = "admin-token";

interface Known {
  expiresAt: number;
  createdAt: number;
  lastSeenAt: number;
  userAgent: string;
  ended: boolean;
}

/**
 * Logins that this process has seen: for the list of them, to refuse those that signed out, and to tell open streams when one ends. A restart forgets them, so a
 * cookie of which a copy was made before signing out works again until its expiry or until the token is rotated.
 */
export class Logins implements RevocationFeed {
  readonly #known = new Map<string, Known>();
  readonly #listeners = new Set<(credential: string) => void>();
  #cancelCheck: () => void = () => undefined;

  constructor(private readonly clock: Clock) {
    this.#schedule();
  }

  onRevoked(listener: (credential: string) => void): () => void {
    const own = (credential: string) => listener(credential);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** Notes a login that was just proved. False for one that was ended. */
  seen({ id, expiresAt }: Login, of: { createdAt: number; userAgent?: string }): boolean {
    const known = this.#known.get(id) ?? { expiresAt, createdAt: of.createdAt, userAgent: of.userAgent ?? "", lastSeenAt: 0, ended: false };
    if (known.ended) return false;
    known.lastSeenAt = this.clock.now();
    this.#known.delete(id);
    this.#known.set(id, known);
    for (const [oldest, { ended }] of this.#known) {
      if (this.#known.size <= MAX_KNOWN) break;
      if (!ended) this.#known.delete(oldest);
    }
    return true;
  }

  list(current: string): LoginSession[] {
    return [...this.#known]
      .filter(([, { ended, expiresAt }]) => !ended && expiresAt > this.clock.now())
      .map(([id, { createdAt, lastSeenAt, userAgent }]) => ({ id, current: id === current, createdAt, lastSeenAt, userAgent }))
      .reverse();
  }

  /** Idempotent; nothing for an id that nobody has. */
  end(id: string): void {
    const known = this.#known.get(id);
    if (!known || known.ended) return;
    known.ended = true;
    this.#tell(id);
  }

  /** Every credential there is has ended. Cookies of the old token are refused by their seal, so nothing needs to be remembered. */
  endAll(): void {
    const ids = [...this.#known.keys(), TOKEN_CREDENTIAL];
    this.#known.clear();
    for (const id of ids) this.#tell(id);
  }

  stop(): void {
    this.#cancelCheck();
  }

  #tell(credential: string): void {
    for (const listener of [...this.#listeners]) listener(credential);
  }

  #schedule(): void {
    this.#cancelCheck = this.clock.after(EXPIRY_CHECK_MS, () => {
      const now = this.clock.now();
      for (const [id, { expiresAt, ended }] of this.#known) {
        if (expiresAt > now) continue;
        this.#known.delete(id);
        if (!ended) this.#tell(id);
      }
      this.#schedule();
    });
  }
}
