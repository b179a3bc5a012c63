import { fileNameOf, type OutboundFile } from "@open-cowork/core/transport";
import { InputFile } from "grammy";

/** https://core.telegram.org/bots/api#sending-files */
export const LARGEST_FILE = 50_000_000;
const LARGEST_PHOTO = 10_000_000;
/** The slowest line that we wait for, in bytes a second. */
const SLOWEST = 50_000;

/** Pictures that Telegram shows as such. It compresses them; everything else arrives as it is. */
export function isPhoto({ mime, bytes }: OutboundFile): boolean {
  return ["image/jpeg", "image/png", "image/webp"].includes(mime) && bytes <= LARGEST_PHOTO;
}

/** More time for more bytes. */
export function uploadMs({ bytes }: OutboundFile, requestTimeoutMs: number): number {
  return requestTimeoutMs + Math.ceil((bytes / SLOWEST) * 1_000);
}

/** One try to send a file: what it is read from, and whether that failed, which is no fault of the platform. */
export class Upload {
  /** Our own store did not give the content. */
  broken = false;

  constructor(private readonly file: OutboundFile) {}

  input(): InputFile {
    return new InputFile(() => this.#content(), headerName(fileNameOf(this.file.name)));
  }

  async *#content(): AsyncGenerator<Uint8Array> {
    try {
      yield* await this.file.open();
    } catch (error) {
      this.broken = true;
      throw error;
    }
  }
}

/**
 * A name as it goes into the header of a form: grammY puts it there as it is, and the Bot API server ends it at a semicolon and then decodes percent signs.
 * https://github.com/tdlib/td/blob/master/tdnet/td/net/HttpReader.cpp
 */
export function headerName(name: string): string {
  return name.replace(/[%;"\\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
