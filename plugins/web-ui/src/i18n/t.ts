import { type Catalogue, english, type Message, type MessageKey } from "./messages/english.js";

/** Names between braces in a message. */
type Slots<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never;
type Forms<M> = M extends string ? M : M[keyof M];
type Params<K extends MessageKey> = Slots<Forms<Catalogue[K]>>;

/** Keys whose text has slots. */
type SlottedKey = { [K in MessageKey]: Catalogue[K] extends `${string}{${string}` | object ? K : never }[MessageKey];
/** Keys whose text has none: what tables of labels may hold. */
export type PlainKey = Exclude<MessageKey, SlottedKey>;

let source: Partial<Record<MessageKey, Message>> = english;
let translated: Partial<Record<MessageKey, Message>> = {};
let locale = "en";
let plurals = new Intl.PluralRules(locale);

/**
 * The text of a key in the language of the page. Slots are checked by the compiler; a message with plural forms chooses by `count`
 * and shows numbers as the language writes them.
 */
export function t(key: PlainKey): string;
export function t<K extends SlottedKey>(key: K, values: Record<Params<K>, string | number>): string;
export function t(key: MessageKey, given: Record<string, string | number> = {}): string {
  const message = translated[key] ?? source[key] ?? key;
  const text = typeof message === "string" ? message : (message[plurals.select(Number(given.count ?? 0))] ?? message.other ?? "");
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = given[name];
    return typeof value === "number" ? value.toLocaleString(language()) : (value ?? slot);
  });
}

/** Language of the texts with the region the person prefers for it (en-GB rather than en), for numbers, dates and lists. */
export function language(): string {
  // The list is the same object until the person changes it: https://html.spec.whatwg.org/multipage/system-state.html#language-preferences
  const preferred = globalThis.navigator?.languages ?? NONE;
  if (found?.preferred !== preferred || found.locale !== locale) {
    const tag = preferred.find((tag) => tag.split("-")[0] === locale.split("-")[0] && isLanguageTag(tag)) ?? locale;
    found = { preferred, locale, tag };
  }
  return found.tag;
}

const NONE: readonly string[] = [];
/** Asked for with every number that is drawn. */
let found: { preferred: readonly string[]; locale: string; tag: string } | undefined;

/** Browsers hand on what the system calls its language, and a POSIX system has names such as `en-US@posix`, which Intl throws at. */
function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

/** Adds the English texts of a page that is loaded on demand; its `define.ts` calls this before anything of it is drawn. */
export function addMessages(more: Partial<Record<MessageKey, Message>>): void {
  source = { ...source, ...more };
}

/** Changes the texts; what a catalogue lacks stays English. The caller draws the page again and sets `lang` and `dir`. */
export function useCatalogue(tag: string, catalogue: Partial<Record<MessageKey, Message>>): void {
  locale = tag;
  plurals = new Intl.PluralRules(tag);
  translated = catalogue;
}
