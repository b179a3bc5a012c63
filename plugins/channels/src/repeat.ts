/** Work that is done one at a time, and once more when it was asked for meanwhile: however often that was, nothing asked for is lost and nothing is done twice for it. */
export class Repeat {
  #asked = false;
  #running: Promise<void> | undefined;

  /** @param work Never rejects. */
  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves when everything asked for so far has been done. */
  ask(): Promise<void> {
    this.#asked = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Resolves when nothing is being done. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#asked) {
      this.#asked = false;
      await this.work();
    }
    // In the same turn as the look at what was asked: nothing comes between.
    this.#running = undefined;
  }
}
