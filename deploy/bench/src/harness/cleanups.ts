/** Things to undo, last in, first out. All of them run, whatever fails. */
export class Cleanups {
  readonly #steps: (() => void | Promise<void>)[] = [];
  #over = false;

  /** After {@link run} the step runs at once, so that work that was still starting leaves nothing behind. */
  add(step: () => void | Promise<void>): void {
    if (this.#over) Promise.resolve(step()).catch((error: unknown) => process.emitWarning(String(error)));
    else this.#steps.push(step);
  }

  /** Resolves with what went wrong. */
  async run(): Promise<unknown[]> {
    this.#over = true;
    const errors: unknown[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }
}
