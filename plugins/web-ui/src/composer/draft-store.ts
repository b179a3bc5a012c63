import type { Attachment, ModelRef } from "@open-cowork/shared";

/** What a person had written and chosen when they left. */
export interface Draft {
  text: string;
  attachments: Attachment[];
  agent?: string;
  model?: ModelRef;
}

const PREFIX = "oc.draft.";
/** The oldest drafts go when there are more. */
const MOST = 200;

/** The part of the browser's Storage that is needed. */
export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/**
 * Drafts by thread, in the browser: they survive reloads, crashes, signing out and lost connections. Where the browser keeps
 * nothing (private windows, a full disk), they live as long as the page.
 */
export class DraftStore {
  readonly #memory = new Map<string, string>();
  readonly #storage: DraftStorage | undefined;
  readonly #now: () => number;

  constructor(storage: DraftStorage | undefined, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
  }

  load(key: string): Draft | undefined {
    const text = this.#memory.get(key) ?? this.#read(key);
    return text === undefined ? undefined : parse(text);
  }

  /** An empty draft is forgotten. */
  save(key: string, draft: Draft): void {
    if (draft.text === "" && draft.attachments.length === 0 && !draft.agent && !draft.model) {
      this.drop(key);
      return;
    }
    const value = JSON.stringify({ ...draft, at: this.#now() });
    try {
      this.#storage?.setItem(PREFIX + key, value);
      this.#memory.delete(key);
      this.#prune();
    } catch {
      // Storage is full or forbidden: the page remembers.
      this.#memory.set(key, value);
    }
    if (!this.#storage) this.#memory.set(key, value);
  }

  drop(key: string): void {
    this.#memory.delete(key);
    try {
      this.#storage?.removeItem(PREFIX + key);
    } catch {
      // Forbidden storage holds nothing that could be dropped.
    }
  }

  #read(key: string): string | undefined {
    try {
      return this.#storage?.getItem(PREFIX + key) ?? undefined;
    } catch {
      // Forbidden storage holds no draft.
      return undefined;
    }
  }

  #prune(): void {
    const storage = this.#storage;
    if (!storage || storage.length <= MOST) return;
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i)).filter((key): key is string => key?.startsWith(PREFIX) ?? false);
    if (keys.length <= MOST) return;
    const dated = keys.map((key) => ({ key, at: timeOf(storage.getItem(key)) })).sort((a, b) => a.at - b.at);
    for (const { key } of dated.slice(0, dated.length - MOST)) storage.removeItem(key);
  }
}

function parse(text: string): Draft | undefined {
  try {
    const value = JSON.parse(text) as Partial<Draft>;
    if (typeof value.text !== "string") return undefined;
    return {
      text: value.text,
      attachments: Array.isArray(value.attachments) ? value.attachments : [],
      ...(typeof value.agent === "string" ? { agent: value.agent } : {}),
      ...(value.model && typeof value.model.model === "string" && typeof value.model.provider === "string" ? { model: value.model } : {}),
    };
  } catch {
    // Written by another version or by hand: there is no draft to show.
    return undefined;
  }
}

function timeOf(text: string | null): number {
  const at = /"at":(\d+)/.exec(text ?? "")?.[1];
  return at === undefined ? 0 : Number(at);
}

/** The browser's storage; undefined where asking for it throws. */
export function browserStorage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    // Cookies and site data are blocked.
    return undefined;
  }
}
