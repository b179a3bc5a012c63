import { domainOf } from "../address.js";
import { parseAuthenticationResults } from "./authentication-results.js";

/**
 * Whether the receiving server vouches that a mail comes from the domain of `address`.
 *
 * Only the topmost `Authentication-Results` field counts, and only if it names exactly our server: everything below came with the mail and may be forged, as
 * may all of them where the server adds none. DMARC must have passed for that domain; where its owner publishes no DMARC policy, SPF or DKIM must have passed for
 * exactly that domain. Parents and subdomains do not count, since which of them belong together is not written in a name.
 *
 * @param fields Values of all fields of that name, from the top, unfolded
 */
export function vouchedFor(fields: readonly string[], server: string, address: string): boolean {
  const verdict = fields[0] === undefined ? undefined : parseAuthenticationResults(fields[0]);
  if (verdict?.server !== server.toLowerCase()) return false;
  const domain = domainOf(address);
  const dmarc = verdict.results.filter((result) => result.method === "dmarc");
  if (dmarc.some((result) => result.result === "fail")) return false;
  return verdict.results.some(({ method, result, properties }) => {
    if (result !== "pass") return false;
    if (method === "dmarc") return properties.get("header.from") === domain;
    if (method === "dkim") return (properties.get("header.d") ?? domainOf(properties.get("header.i") ?? "")) === domain;
    if (method === "spf") return domainOf(properties.get("smtp.mailfrom") ?? "") === domain;
    return false;
  });
}
