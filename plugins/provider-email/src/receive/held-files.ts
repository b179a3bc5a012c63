/** Content of files that came by webhook, for as long as there is room: the oldest go first. There is no mailbox to read them from again. */
export class HeldFiles {
  readonly #files = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(private readonly maxBytes: number) {}

  hold(ref: string, content: Uint8Array): void {
    this.#drop(ref);
    this.#files.set(ref, content);
    this.#bytes += content.length;
    for (const oldest of this.#files.keys()) {
      if (this.#bytes <= this.maxBytes) break;
      this.#drop(oldest);
    }
  }

  get(ref: string): Uint8Array | undefined {
    return this.#files.get(ref);
  }

  #drop(ref: string): void {
    this.#bytes -= this.#files.get(ref)?.length ?? 0;
    this.#files.delete(ref);
  }
}
