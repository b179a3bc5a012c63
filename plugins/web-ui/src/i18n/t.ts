import { type Catalogue, english, type MessageKey } from "./messages/english.js";

/** Names between braces in a message. */
type Slots<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never;
type Forms<M> = M extends string ? M : M[keyof M];
type Params<K extends MessageKey> = Slots<Forms<Catalogue[K]>>;
type Arguments<K extends MessageKey> = [Params<K>] extends [never] ? [] : [values: Record<Params<K>, string | number>];

let messages: Record<MessageKey, string | Partial<Record<Intl.LDMLPluralRule, string>>> = english;
let locale = "en";
let plurals = new Intl.PluralRules(locale);

/**
 * The text of a key in the language of the page. Slots are checked by the compiler; a message with plural forms chooses by `count`
 * and shows numbers as the language writes them.
 */
export function t<K extends MessageKey>(key: K, ...[values]: Arguments<K>): string {
  const given = (values ?? {}) as Record<string, string | number>;
  const message = messages[key];
  const text = typeof message === "string" ? message : (message[plurals.select(Number(given.count ?? 0))] ?? message.other ?? "");
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = given[name];
    return typeof value === "number" ? value.toLocaleString(locale) : (value ?? slot);
  });
}

/** Language of the texts, for numbers, dates and lists. */
export function language(): string {
  return locale;
}

/** Changes the texts; what a catalogue lacks stays English. The caller draws the page again and sets `lang` and `dir`. */
export function useCatalogue(tag: string, catalogue: Partial<typeof messages>): void {
  locale = tag;
  plurals = new Intl.PluralRules(tag);
  messages = { ...english, ...catalogue };
}
