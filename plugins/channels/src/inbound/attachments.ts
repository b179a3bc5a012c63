import type { RequestContext } from "@open-cowork/core/kernel";
import { AppError, type Attachment, type InboundFile, isAppError } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import type { Served } from "../served.js";

const TRIES = 3;
const PAUSE = { firstMs: 1_000, mostMs: 5_000 };
/** For one try, the whole file. */
const DOWNLOAD_MS = 2 * 60_000;

export interface Taken {
  attachments: Attachment[];
  /** For the person: what was left out and why. */
  notes: string[];
}

/** Files of a message, brought from the platform into the workspace. What cannot be taken is left out and told of; a workspace that is away is waited for. */
export async function takeFiles(served: Served, as: RequestContext, session: string | undefined, files: readonly InboundFile[]): Promise<Taken> {
  const taken: Taken = { attachments: [], notes: [] };
  for (const file of files) {
    const result = await take(served, as, session, file);
    if (typeof result === "string") taken.notes.push(result);
    else taken.attachments.push(result);
  }
  return taken;
}

async function take(served: Served, as: RequestContext, session: string | undefined, file: InboundFile): Promise<Attachment | string> {
  const { provider, config, texts, deps, signal, log } = served;
  const most = Math.min(provider.capabilities.files.in, config.maxFileBytes);
  if (most === 0) return texts.filesNotTaken(file.name);
  if ((file.bytes ?? 0) > most) return texts.fileTooLarge(file.name, most);
  for (let attempt = 1; ; attempt++) {
    const download = new Download(served, file);
    try {
      const meta = { name: file.name, mime: file.mime, ...(session === undefined ? {} : { session }) };
      const { id, name, mime, bytes } = await deps.artifacts.put(as, meta, download.content(), most);
      return { artifact: id, name, mime, bytes };
    } catch (error) {
      if (signal.aborted) throw error;
      if (isAppError(error) && error.code === "artifact.too_large") return texts.fileTooLarge(file.name, most);
      // Whose fault it is decides: the workspace's own trouble passes, and the message waits for it.
      if (download.error === undefined) throw error;
      log.info("inbound.download_failed", { attempt, error: download.error });
      if (isAppError(download.error) && download.error.code === "provider.file_gone") return texts.fileGone(file.name);
      if (attempt === TRIES) return texts.fileFailed(file.name);
      await deps.clock.sleep(backoffMs(attempt, PAUSE), signal);
    } finally {
      download.end();
    }
  }
}

/** A file on its way from the platform, with a deadline. Keeps what the platform failed with, as distinct from the store that the file goes to. */
class Download {
  error: unknown;
  readonly #abort = new AbortController();
  readonly #cancel: () => void;
  readonly #stop = () => this.#abort.abort(new AppError("stopping"));

  constructor(
    private readonly served: Served,
    private readonly file: InboundFile,
  ) {
    this.#cancel = served.deps.clock.after(DOWNLOAD_MS, () => this.#abort.abort(new AppError("provider.failed", { message: "The download took too long." })));
    served.signal.addEventListener("abort", this.#stop, { once: true });
  }

  async *content(): AsyncGenerator<Uint8Array> {
    try {
      const opened = await this.#orAborted(this.served.provider.download(this.file, this.#abort.signal));
      const chunks = opened[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = await this.#orAborted(chunks.next());
        if (done) return;
        yield value;
      }
    } catch (error) {
      this.error = error;
      throw error;
    }
  }

  end(): void {
    this.#cancel();
    this.served.signal.removeEventListener("abort", this.#stop);
    // Ends what is still open, such as the rest of a file that is too large.
    this.#abort.abort(new AppError("stopping"));
  }

  /** Also where the provider does not listen to the signal. */
  async #orAborted<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#abort;
    let stop: () => void = () => undefined;
    const aborted = new Promise<never>((_resolve, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener("abort", stop, { once: true });
    });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }
}
