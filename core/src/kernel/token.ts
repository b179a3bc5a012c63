declare const TYPE: unique symbol;

/** Typed name of a port. Two copies of this package agree on it, because the key is a registered symbol. */
export interface Token<T> {
  readonly key: symbol;
  readonly name: string;
  readonly [TYPE]?: T;
}

/** `name` is dotted, `domain.port`, and unique in the whole product. */
export function token<T>(name: string): Token<T> {
  return { key: Symbol.for(`open-cowork.port.${name}`), name };
}

export type TokenMap = Record<string, Token<unknown>>;
export type Resolved<M extends TokenMap> = { [K in keyof M]: M[K] extends Token<infer T> ? T : never };
