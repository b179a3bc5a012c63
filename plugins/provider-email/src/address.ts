/**
 * Addresses are compared and trusted as bytes, so only plain ones are known: a dot-atom in ASCII and a domain name (RFC 5322, 3.4.1), in lower case. Others,
 * with quotes or letters beyond ASCII, have several spellings, some of which look or fold alike.
 */
const PLAIN = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** The address in lower case, or undefined for what is not a plain one. */
export function plainAddress(value: string): string | undefined {
  // Before the case is changed: letters exist that become ASCII by it.
  if (value.length > 254 || !/^[\x21-\x7e]+$/.test(value)) return undefined;
  const address = value.toLowerCase();
  return PLAIN.test(address) && address.indexOf("@") <= 64 ? address : undefined;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

/**
 * The one author of a `From` field, or undefined where mail programs and servers might read different ones out of it: several addresses, groups, or an
 * address in the name outside of quotes.
 */
export function onlyAddress(field: string): string | undefined {
  const bare = field
    .replace(/\r?\n(?=[ \t])/g, "")
    .replace(/"(?:[^"\\]|\\.)*"/g, " ")
    .replace(/\((?:[^()\\]|\\.)*\)/g, " ")
    .trim();
  const found = /^(?:[^<>@,;:"()]*<\s*([^<>@\s]+@[^<>@\s]+)\s*>|([^<>@,;:\s"()]+@[^<>@,;:\s"()]+))$/.exec(bare);
  return found ? plainAddress(found[1] ?? found[2]!) : undefined;
}
