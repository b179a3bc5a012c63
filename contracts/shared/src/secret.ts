import { z } from "zod";

const BRAND = Symbol.for("open-cowork.Secret");

/** A value that must not be printed. Every formatter shows `[secret name]`; `reveal()` is the one word to search for. */
export class Secret {
  readonly [BRAND] = true;
  readonly #value: string;
  readonly label: string;

  constructor(value: string, label: string) {
    this.#value = value;
    this.label = label;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return `[secret ${this.label}]`;
  }
  toJSON(): string {
    return this.toString();
  }
  /** Node's inspect, by its well-known symbol. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

export function isSecret(value: unknown): value is Secret {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
}

/**
 * A config field that holds a secret. In the file it may only be a reference (`{env:NAME}`, `{file:path}`, `{secret:name}`);
 * after resolution it is a {@link Secret}. The kernel refuses a literal.
 */
export const secret = () =>
  z.custom<Secret>(isSecret, { message: "must be a reference such as {env:NAME}, {file:path} or {secret:name}" }).meta({ secret: true });
