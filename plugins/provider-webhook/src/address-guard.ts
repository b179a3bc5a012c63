import { type LookupAddress, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { AppError } from "@open-cowork/shared";
import ipaddr from "ipaddr.js";

/** True for addresses that are not of the open internet: loopback, private, link-local, mapped, translated and reserved ones. */
export function isPrivateAddress(address: string): boolean {
  return ipaddr.process(address).range() !== "unicast";
}

/** @throws AppError `provider.failed` for an address that is not https, or names a private network in plain sight */
export function demandPublic({ protocol, hostname }: URL): void {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const isLocal = host === "localhost" || host.endsWith(".localhost");
  if (protocol !== "https:" || isLocal || (isIP(host) !== 0 && isPrivateAddress(host))) throw refused();
}

/** Resolves as the system does, but never to a private address: the connection goes to the very address that was looked at. */
export function publicLookup(resolve: typeof lookup = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, "", 4);
      const [first] = addresses;
      // A name that leads to both is a name that somebody plays with.
      if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address))) return callback(refused(), "", 4);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function refused(): AppError {
  return new AppError("provider.failed", { message: "The address is not https, or leads into a private network. Set allowPrivate where that is meant." });
}
