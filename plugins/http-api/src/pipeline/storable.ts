/** NUL, and halves of surrogate pairs that stand alone (the `u` flag makes whole pairs one character, which does not match). */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

/** The same value; in a string, what JSON allows but no database takes as text becomes U+FFFD. */
export function storable<T>(value: T): T {
  return (typeof value === "string" ? value.replace(UNSTORABLE, "\uFFFD") : value) as T;
}
