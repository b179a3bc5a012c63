import type { SecretResolver } from "../../secrets/ports.js";

const PLACEHOLDER = /\{(env|file|secret):([^{}]*?)(?::-([^{}]*))?\}/g;

/** A string after its placeholders were filled in. */
export interface Filled {
  text: string;
  /** Part of the text came from outside the config (and not from a default written in it). */
  referenced: boolean;
  /** Placeholders that nothing answered, as written. */
  unset: string[];
  /** Placeholders of a kind that this host has no resolver for. */
  unknown: string[];
}

/** Whether a string holds at least one `{env:…}`, `{file:…}` or `{secret:…}`. */
export function hasPlaceholder(text: string): boolean {
  return text.search(PLACEHOLDER) !== -1;
}

/**
 * Fills `{env:NAME}`, `{env:NAME:-default}`, `{file:path}` and `{secret:name}`. Braces of any other form stay as they are.
 * What is filled in is not looked at again, so a value can never pull in another one. An empty variable counts as set.
 */
export function fillPlaceholders(text: string, resolvers: readonly SecretResolver[], base?: string): Filled {
  const filled: Filled = { text: "", referenced: false, unset: [], unknown: [] };
  filled.text = text.replace(PLACEHOLDER, (whole, scheme: string, name: string, fallback: string | undefined) => {
    const resolver = resolvers.find(({ schemes }) => schemes.includes(scheme));
    const value = resolver?.resolve(scheme, name.trim(), base);
    if (value !== undefined) {
      filled.referenced = true;
      return value;
    }
    if (fallback !== undefined) return fallback;
    if (resolver) filled.unset.push(whole);
    else filled.unknown.push(whole);
    return whole;
  });
  return filled;
}
