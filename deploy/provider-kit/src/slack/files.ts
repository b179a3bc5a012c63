import type { ServerResponse } from "node:http";

interface KeptFile {
  name: string;
  bytes: Uint8Array;
  from: "people" | "app";
  share?: { channel: string; ts: string; thread?: string };
}

/** What lies in the workspace, sent by people or uploaded by the app. */
export class Files {
  readonly #files = new Map<string, KeptFile>();
  #count = 0;

  keep(name: string, bytes: Uint8Array, from: KeptFile["from"]): string {
    const id = `F${++this.#count}`;
    this.#files.set(id, { name, bytes, from });
    return id;
  }

  get(id: string): KeptFile | undefined {
    return this.#files.get(id);
  }

  lose(): void {
    for (const [id, { from }] of this.#files) if (from === "people") this.#files.delete(id);
  }

  /** https://docs.slack.dev/reference/methods/files.info: where it was shared is there once that is done. */
  info(id: string): Record<string, unknown> {
    const file = this.#files.get(id);
    if (!file) return { ok: false, error: "file_not_found" };
    const { name, bytes, share } = file;
    const shown = { id, name, size: bytes.byteLength };
    if (!share) return { ok: true, file: shown };
    const { channel, ts, thread } = share;
    const told = { [channel]: [{ ts, ...(thread === undefined ? {} : { thread_ts: thread }) }] };
    return { ok: true, file: { ...shown, shares: channel.startsWith("D") ? { private: told } : { public: told } } };
  }

  /** @param isAllowed Without a valid token Slack shows its sign-in page. */
  download(id: string, isAllowed: boolean, response: ServerResponse): void {
    const file = this.#files.get(id);
    if (!isAllowed) response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>");
    else if (!file) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "application/octet-stream" }).end(file.bytes);
  }
}
