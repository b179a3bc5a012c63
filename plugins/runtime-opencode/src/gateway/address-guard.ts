import { type LookupAddress, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { AppError } from "@open-cowork/shared";
import ipaddr from "ipaddr.js";

/** True for addresses that belong to the host or its network: loopback, private, link-local, mapped and reserved ones. */
export function isPrivateAddress(address: string): boolean {
  return ipaddr.process(address).range() !== "unicast";
}

/** @throws AppError `model.unreachable` when the address names a private network in plain sight */
export function refusePrivateHost(baseUrl: string): void {
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, "");
  if (host === "localhost" || host.endsWith(".localhost") || (isIP(host) !== 0 && isPrivateAddress(host))) throw refused();
}

/** Resolves like the system does, but never to a private address: the connection goes to the very address that was checked. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, "", 4);
    const allowed = addresses.filter(({ address }) => !isPrivateAddress(address));
    const [first] = allowed;
    if (first === undefined) return callback(refused(), "", 4);
    if (options.all) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};

function refused(): AppError {
  return new AppError("model.unreachable", { message: "This workspace does not allow model providers at private addresses." });
}
