import type { CloudClient } from "@open-cowork/cloud-client";
import { AppError, type Attachment } from "@open-cowork/shared";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { t } from "../i18n/t.js";
import { fileSize } from "../thread/format.js";
import { asAppError } from "../ui/error/describe-error.js";

/** Files of one message at most; the protocol's limit. */
const MOST_FILES = 20;

export interface AttachedFile {
  key: number;
  name: string;
  mime: string;
  bytes: number;
  state: "uploading" | "done" | "failed";
  /** 0 to 1. */
  progress: number;
  /** Address of a picture in this page. */
  preview?: string;
  artifact?: string;
  error?: AppError;
}

export interface AttachmentPorts {
  client: () => CloudClient | undefined;
  session: () => string | undefined;
  /** Largest file in bytes. */
  limit: () => number | undefined;
  changed: () => void;
}

/** Files on their way into a message: uploaded at once, so that sending does not wait for them. */
export class AttachmentsController implements ReactiveController {
  items: readonly AttachedFile[] = [];
  readonly #files = new Map<number, { file: File; abort: AbortController }>();
  #last = 0;

  constructor(
    readonly host: ReactiveControllerHost,
    readonly ports: AttachmentPorts,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    for (const { abort } of this.#files.values()) abort.abort();
    for (const item of this.items) if (item.preview) URL.revokeObjectURL(item.preview);
    this.items = this.items.filter((item) => item.state === "done").map(({ preview: _, ...item }) => item);
  }

  get uploading(): boolean {
    return this.items.some((item) => item.state === "uploading");
  }
  get done(): Attachment[] {
    return this.items.flatMap((item) =>
      item.state === "done" && item.artifact ? [{ artifact: item.artifact, name: item.name, mime: item.mime, bytes: item.bytes }] : [],
    );
  }

  /** Replaces all, with files that were uploaded before. */
  restore(attachments: readonly Attachment[]): void {
    this.clear();
    this.items = attachments.map((file) => ({ ...file, key: ++this.#last, state: "done", progress: 1 }));
    this.host.requestUpdate();
  }

  clear(): void {
    for (const item of this.items) this.#forget(item);
    this.items = [];
    this.host.requestUpdate();
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const item = this.#new(file);
      this.items = [...this.items, item];
      if (item.state === "uploading") void this.#upload(item.key);
    }
    this.#changed();
  }

  remove(key: number): void {
    const item = this.items.find((other) => other.key === key);
    if (item) this.#forget(item);
    this.items = this.items.filter((other) => other.key !== key);
    this.#changed();
  }

  retry(key: number): void {
    if (!this.#files.has(key)) return;
    this.#patch(key, { state: "uploading", progress: 0, error: undefined });
    void this.#upload(key);
  }

  #new(file: File): AttachedFile {
    const item: AttachedFile = {
      key: ++this.#last,
      name: file.name || "file",
      mime: file.type || "application/octet-stream",
      bytes: file.size,
      state: "uploading",
      progress: 0,
    };
    const limit = this.ports.limit();
    if (limit !== undefined && file.size > limit)
      return { ...item, state: "failed", error: new AppError("artifact.too_large", { message: t("attach.tooLarge", { limit: fileSize(limit) }) }) };
    if (this.items.length >= MOST_FILES)
      return { ...item, state: "failed", error: new AppError("request.invalid", { message: t("attach.tooMany", { count: MOST_FILES }) }) };
    this.#files.set(item.key, { file, abort: new AbortController() });
    return file.type.startsWith("image/") && file.type !== "image/svg+xml" ? { ...item, preview: URL.createObjectURL(file) } : item;
  }

  async #upload(key: number): Promise<void> {
    const entry = this.#files.get(key);
    const client = this.ports.client();
    if (!entry || !client) return;
    const { file, abort } = entry;
    const item = this.items.find((other) => other.key === key);
    try {
      const artifact = await client.artifacts.upload(file, {
        name: item?.name ?? file.name,
        mime: item?.mime ?? file.type,
        session: this.ports.session(),
        signal: abort.signal,
        onProgress: (progress) => this.#patch(key, { progress }),
      });
      this.#patch(key, { state: "done", progress: 1, artifact: artifact.id });
      this.#files.delete(key);
    } catch (cause) {
      if (!abort.signal.aborted) this.#patch(key, { state: "failed", error: asAppError(cause) });
    }
    this.#changed();
  }

  #patch(key: number, patch: Partial<AttachedFile>): void {
    this.items = this.items.map((item) => (item.key === key ? { ...item, ...patch } : item));
    this.host.requestUpdate();
  }

  #forget(item: AttachedFile): void {
    this.#files.get(item.key)?.abort.abort();
    this.#files.delete(item.key);
    if (item.preview) URL.revokeObjectURL(item.preview);
  }

  #changed(): void {
    this.host.requestUpdate();
    this.ports.changed();
  }
}
