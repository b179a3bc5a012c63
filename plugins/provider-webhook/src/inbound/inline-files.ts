const PREFIX = "inline:";
/** Everything together; then the oldest go. */
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;

/**
 * Contents that came within requests, in memory until somebody asks for them. A gateway keeps nothing on disk, so after a restart they are gone:
 * what must last comes as an address.
 */
export class InlineFiles {
  readonly #contents = new Map<string, Uint8Array>();
  #total = 0;

  constructor(private readonly maxTotalBytes = MAX_TOTAL_BYTES) {}

  /** Keeps it under a reference that is the same when the request comes again. */
  put(key: string, index: number, content: Uint8Array): string {
    const ref = `${PREFIX}${index}:${key}`;
    this.#remove(ref);
    this.#contents.set(ref, content);
    this.#total += content.length;
    for (const oldest of this.#contents.keys()) {
      if (this.#total <= this.maxTotalBytes || oldest === ref) break;
      this.#remove(oldest);
    }
    return ref;
  }

  get(ref: string): Uint8Array | undefined {
    return this.#contents.get(ref);
  }

  static isInline(ref: string): boolean {
    return ref.startsWith(PREFIX);
  }

  #remove(ref: string): void {
    this.#total -= this.#contents.get(ref)?.length ?? 0;
    this.#contents.delete(ref);
  }
}
