import type { CloudClient } from "@open-cowork/cloud-client";
import type { AppError, SearchHit } from "@open-cowork/shared";
import { asAppError } from "../ui/error/describe-error.js";

export type FullText =
  | { state: "none" }
  | { state: "searching"; hits: readonly SearchHit[] }
  | { state: "found"; hits: readonly SearchHit[] }
  | { state: "failed"; error: AppError };

const WAIT_MS = 160;
const SHORTEST = 2;
const LIMIT = 12;

/** Searches everything said while the person types: after a pause, the newest question wins, earlier hits stay until the new ones are there. */
export class FullTextSearch {
  readonly #client: CloudClient;
  readonly #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  result: FullText = { state: "none" };

  constructor(client: CloudClient, changed: () => void) {
    this.#client = client;
    this.#changed = changed;
  }

  ask(query: string): void {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    const text = query.trim();
    if (text.length < SHORTEST) {
      this.result = { state: "none" };
      return;
    }
    this.result = { state: "searching", hits: "hits" in this.result ? this.result.hits : [] };
    this.#timer = setTimeout(() => void this.#search(text, asked), WAIT_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked++;
  }

  async #search(text: string, asked: number): Promise<void> {
    let result: FullText;
    try {
      result = { state: "found", hits: await this.#client.search(text, LIMIT) };
    } catch (cause) {
      result = { state: "failed", error: asAppError(cause) };
    }
    if (asked !== this.#asked) return;
    this.result = result;
    this.#changed();
  }
}
