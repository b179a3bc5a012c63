import type { Clock, Log } from "@open-cowork/core/kernel";
import type { Engine } from "../engine/engine.js";

/** Directories without work that stay set up in the engine. */
const KEPT = 16;
/** An engine does some housekeeping after a turn; its directory is left alone for that long. */
const SETTLE_MS = 2_000;

/**
 * Lets engines forget directories that nobody works in. OpenCode keeps every directory it has seen, some 15 MB each, and each of them is called
 * for each event of the whole engine: a turn would cost more with every thread that ever ran. Setting one up again takes some 15 ms.
 */
export class IdleDirectories {
  /** The one that is idle for longest first. */
  readonly #idle = new Map<string, { engine: Engine; since: number }>();
  readonly #leaving = new Map<string, Promise<void>>();
  #cancel: (() => void) | undefined;

  constructor(private readonly deps: { clock: Clock; log: Log }) {}

  /** A turn begins in the directory. Resolves when the engine is not busy forgetting it. */
  async use(directory: string): Promise<void> {
    this.#idle.delete(directory);
    await this.#leaving.get(directory);
  }

  /** The directory's last turn has ended. */
  leave(directory: string, engine: Engine): void {
    this.#idle.delete(directory);
    this.#idle.set(directory, { engine, since: this.deps.clock.now() });
    if (this.#idle.size > KEPT) this.#cancel ??= this.deps.clock.after(SETTLE_MS, () => this.#trim());
  }

  #trim(): void {
    this.#cancel = undefined;
    for (const [directory, { engine, since }] of this.#idle) {
      if (this.#idle.size <= KEPT) return;
      if (this.deps.clock.now() - since < SETTLE_MS) break;
      this.#idle.delete(directory);
      if (engine.alive) this.#forget(directory, engine);
    }
    if (this.#idle.size > KEPT) this.#cancel = this.deps.clock.after(SETTLE_MS, () => this.#trim());
  }

  #forget(directory: string, engine: Engine): void {
    const forgotten = engine.client
      .disposeDirectory(directory)
      .then(
        () => this.deps.log.debug("engine.directory_forgotten", { engine: engine.id, directory }),
        (error: unknown) => this.deps.log.debug("engine.forget_failed", { engine: engine.id, directory, error }),
      )
      .then(() => void this.#leaving.delete(directory));
    this.#leaving.set(directory, forgotten);
  }
}
