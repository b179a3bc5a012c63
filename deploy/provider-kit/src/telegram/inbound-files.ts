import { badRequest } from "./api-error.js";
import type { Parameters } from "./parameters.js";

export interface SaidFile {
  name: string;
  mime: string;
  bytes: Uint8Array;
}

/** Bots may download files of up to 20 MB. https://core.telegram.org/bots/api#getfile */
const LARGEST_DOWNLOAD = 20 * 1024 * 1024;

/** Files that people sent, by the ids and paths that bots see. */
export class InboundFiles {
  readonly #files = new Map<string, { path: string; file: SaidFile }>();

  /** The part of a message that a file makes: pictures come as photos in several sizes, everything else as a document. */
  attach(file: SaidFile): Record<string, unknown> {
    const id = `BQAC${this.#files.size.toString().padStart(8, "0")}`;
    const extension = /\.\w{1,8}$/.exec(file.name)?.[0] ?? "";
    this.#files.set(id, { path: `documents/file_${this.#files.size}${extension}`, file });
    const described = { file_id: id, file_unique_id: `u${id}`, file_size: file.bytes.byteLength };
    if (file.mime.startsWith("image/") && file.mime !== "image/svg+xml") {
      const small = { file_id: `${id}s`, file_unique_id: `u${id}s`, file_size: 1, width: 90, height: 90 };
      return { photo: [small, { ...described, width: 1280, height: 1280 }] };
    }
    return { document: { ...described, file_name: file.name, mime_type: file.mime } };
  }

  /** Their content is gone; bots are told that they cannot have it. */
  forget(): void {
    this.#files.clear();
  }

  content(path: string): Uint8Array | undefined {
    return [...this.#files.values()].find((entry) => entry.path === path)?.file.bytes;
  }

  readonly getFile = (parameters: Parameters): unknown => {
    const id = parameters.text("file_id");
    const entry = this.#files.get(id);
    if (!entry) throw badRequest("wrong file_id or the file is temporarily unavailable");
    const size = entry.file.bytes.byteLength;
    if (size > LARGEST_DOWNLOAD) throw badRequest("file is too big");
    return { file_id: id, file_unique_id: `u${id}`, file_size: size, file_path: entry.path };
  };
}
