/** Crockford's alphabet: no letter that reads as a digit or as another letter. See crockford.com/base32.html */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 5 bits each: 60 bits, far beyond guessing within the life of a code. */
const PAIRING_CHARACTERS = 12;
const INTERACTION_CHARACTERS = 8;

/** A pairing code as people are shown it: `K7QD-02MX-9FRA`. */
export function newPairingCode(): string {
  return random(PAIRING_CHARACTERS).replace(/.{4}(?=.)/g, "$&-");
}

/** Short id of an interaction. Not a secret: it works only for people who were let in. */
export function newInteractionId(): string {
  return random(INTERACTION_CHARACTERS);
}

/** A code as it was meant: any case, any spaces and dashes, O for 0, I and L for 1. */
export function typedCode(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
}

/** What is kept of a pairing code: SHA-256, hex. Codes are random, so a slow hash would add nothing. */
export async function pairingHash(code: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(typedCode(code)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function random(characters: number): string {
  return [...crypto.getRandomValues(new Uint8Array(characters))].map((byte) => ALPHABET[byte % 32]).join("");
}
