import { AppError, newId } from "@open-cowork/shared";

export interface ShelvedFile {
  id: string;
  name: string;
  mime: string;
  content: Uint8Array;
}

/** Everything together; then the oldest go. */
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

/** Files of the platform, in memory. */
export class FileShelf {
  readonly #files = new Map<string, ShelvedFile>();
  #total = 0;

  constructor(private readonly maxTotalBytes = MAX_TOTAL_BYTES) {}

  /** @throws AppError `artifact.too_large` beyond `maxBytes`; nothing is kept then, nor when the content breaks off */
  async put(name: string, mime: string, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ShelvedFile> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of content) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new AppError("artifact.too_large", { details: { maxBytes } });
      chunks.push(chunk);
    }
    const file = { id: newId(), name, mime, content: new Uint8Array(Buffer.concat(chunks)) };
    this.#files.set(file.id, file);
    this.#total += bytes;
    for (const oldest of this.#files.values()) {
      if (this.#total <= this.maxTotalBytes || oldest === file) break;
      this.#remove(oldest);
    }
    return file;
  }

  get(id: string): ShelvedFile | undefined {
    return this.#files.get(id);
  }

  clear(): void {
    this.#files.clear();
    this.#total = 0;
  }

  #remove({ id, content }: ShelvedFile): void {
    this.#files.delete(id);
    this.#total -= content.length;
  }
}
