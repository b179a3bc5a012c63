import { BlockList, isIP } from "node:net";
import { AppError } from "@open-cowork/shared";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");
/** Whoever stands in between adds one of these. */
const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via", "cf-connecting-ip"];

/**
 * On the demo platform everybody is who they say, so only this machine may speak. A proxy that nobody told the host about looks like this machine too, but for
 * the name that it was asked by and the headers that it adds. @throws AppError `auth.forbidden`
 */
export function demandLocal({ headers, remote }: { headers: Readonly<Record<string, string | undefined>>; remote: string }): void {
  const name = (headers.host ?? "")
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();
  const isOurName = name === "localhost" || name.endsWith(".localhost") || isLoopback(name);
  if (isLoopback(remote) && isOurName && FORWARDED.every((header) => headers[header] === undefined)) return;
  throw new AppError("auth.forbidden", { message: "The demo chat answers this machine only." });
}

function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && LOOPBACK.check(address, family === 4 ? "ipv4" : "ipv6");
}
