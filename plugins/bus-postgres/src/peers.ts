/** Other processes on this bus. While there is none, nothing needs to leave this one. */
export class Peers {
  readonly #lastHeard = new Map<string, number>();

  constructor(private readonly silentAfterMs: number) {}

  heard(peer: string, now: number): void {
    this.#lastHeard.set(peer, now);
  }

  left(peer: string): void {
    this.#lastHeard.delete(peer);
  }

  /** Forgets who has been silent for too long: a killed process says no goodbye. */
  expire(now: number): void {
    for (const [peer, at] of this.#lastHeard) if (now - at > this.silentAfterMs) this.#lastHeard.delete(peer);
  }

  get none(): boolean {
    return this.#lastHeard.size === 0;
  }
}
