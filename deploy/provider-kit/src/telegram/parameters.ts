import { parseMultipart, type Upload } from "./multipart.js";

/**
 * Parameters of a request, whichever of the four ways they came in: query, form, JSON, multipart. As with the real server everything is text in the end;
 * objects are JSON. https://core.telegram.org/bots/api#making-requests
 */
export class Parameters {
  readonly #fields = new Map<string, string>();
  readonly #files: Map<string, Upload>;

  constructor(query: URLSearchParams, contentType: string, body: Buffer) {
    this.#files = new Map();
    for (const [name, value] of query) this.#fields.set(name, value);
    if (contentType.startsWith("application/json")) {
      const object: unknown = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
      for (const [name, value] of Object.entries(object as Record<string, unknown>)) {
        if (value !== null && value !== undefined) this.#fields.set(name, typeof value === "string" ? value : JSON.stringify(value));
      }
    } else if (contentType.startsWith("multipart/form-data")) {
      const form = parseMultipart(body, /boundary="?([^";]+)/.exec(contentType)?.[1] ?? "");
      for (const [name, value] of form.fields) this.#fields.set(name, value);
      this.#files = form.files;
    } else {
      for (const [name, value] of new URLSearchParams(body.toString("utf8"))) this.#fields.set(name, value);
    }
  }

  text(name: string): string {
    return this.#fields.get(name) ?? "";
  }

  has(name: string): boolean {
    return this.text(name) !== "";
  }

  /** What the server makes of a number out of range: the nearest one in it. */
  number(name: string, range: { default: number; min?: number; max?: number }): number {
    const value = Number.parseInt(this.text(name), 10);
    if (Number.isNaN(value)) return range.default;
    return Math.min(range.max ?? Number.MAX_SAFE_INTEGER, Math.max(range.min ?? Number.MIN_SAFE_INTEGER, value));
  }

  json<T>(name: string): T | undefined {
    return this.has(name) ? (JSON.parse(this.text(name)) as T) : undefined;
  }

  /** A file in this field, or attached under the name it gives (`attach://name`). */
  file(name: string): Upload | undefined {
    return this.#files.get(name) ?? this.#files.get(this.text(name).replace(/^attach:\/\//, ""));
  }
}
