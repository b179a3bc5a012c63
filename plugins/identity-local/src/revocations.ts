import type { CredentialRecord, IdentityStore, RevocationFeed } from "@open-cowork/core/authority";
import type { Clock, Log } from "@open-cowork/core/kernel";
import type { EventBus } from "@open-cowork/core/transport";

const TOPIC = "revocations";
/** Credentials whose end is watched for; those not used for longest are forgotten first. */
const MAX_WATCHED = 10_000;
/** An expired credential loses its open streams within this time; new requests are refused from the very moment. */
const EXPIRY_CHECK_MS = 30_000;

interface Message {
  credential: string;
}

/**
 * Tells this process and, over the bus, all others that a credential has ended. Credentials that were used here are remembered, to notice
 * their expiry and to ask again about them when the bus may have lost a message.
 */
export class Revocations implements RevocationFeed {
  readonly #listeners = new Set<(credential: string) => void>();
  readonly #watched = new Map<string, { hash: string; expiresAt?: number }>();
  readonly #stops: (() => void)[];
  #cancelTimer: () => void = () => undefined;

  constructor(private readonly deps: { bus: EventBus; store: IdentityStore; clock: Clock; log: Log }) {
    this.#stops = [
      deps.bus.subscribe(TOPIC, (message) => this.#tell((message as Message).credential)),
      deps.bus.onGap(() => void this.#recheck().catch((error: unknown) => deps.log.warn("identity.recheck_failed", { error }))),
    ];
    this.#schedule();
  }

  onRevoked(listener: (credential: string) => void): () => void {
    const own = (credential: string) => listener(credential);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** Call after the store knows. */
  revoked(credential: string): void {
    this.deps.bus.publish(TOPIC, { credential } satisfies Message);
  }

  /** Notes a credential that was just accepted. */
  watch({ id, hash, expiresAt }: CredentialRecord): void {
    this.#watched.delete(id);
    this.#watched.set(id, { hash, expiresAt });
    if (this.#watched.size > MAX_WATCHED) this.#watched.delete(this.#watched.keys().next().value!);
  }

  stop(): void {
    this.#cancelTimer();
    for (const stop of this.#stops) stop();
  }

  #tell(credential: string): void {
    this.#watched.delete(credential);
    for (const listener of [...this.#listeners]) listener(credential);
  }

  /** One at a time: a gap is rare, and nobody waits for the answers. */
  async #recheck(): Promise<void> {
    for (const [id, { hash }] of [...this.#watched]) {
      const found = await this.deps.store.findCredential(hash);
      if (!found || found.credential.revokedAt !== undefined) this.#tell(id);
    }
  }

  #schedule(): void {
    this.#cancelTimer = this.deps.clock.after(EXPIRY_CHECK_MS, () => {
      const now = this.deps.clock.now();
      for (const [id, { expiresAt }] of this.#watched) if (expiresAt !== undefined && expiresAt <= now) this.#tell(id);
      this.#schedule();
    });
  }
}
