import { BlockList, isIP } from "node:net";
import { AppError, listenSchema } from "@open-cowork/shared";
import { z } from "zod";

export const configSchema = z.strictObject({
  listen: listenSchema.prefault({}),
  publicUrl: z.url().optional().describe("Address people use, when a proxy that ends TLS stands in front."),
  /** Proxies whose X-Forwarded-For entry is believed, counted from this server outwards. */
  trustedProxies: z.number().int().min(0).max(10).optional().describe("Default 1 with publicUrl, else 0."),
  maxUploadBytes: z
    .number()
    .int()
    .min(1)
    .default(100 * 1024 * 1024)
    .describe("Largest attachment."),
  loginAttemptsPerMinute: z.number().int().min(1).default(10).describe("For one client address."),
  requestsPerSecond: z.number().int().min(1).default(5_000).describe("Sustained, for one credential; a burst of four seconds' worth is let through."),
});
export type HttpConfig = z.output<typeof configSchema>;

/** What requests are judged by, worked out once. */
export interface Site {
  /** Origin people see; undefined where only the Host header can tell (loopback without a proxy). */
  publicOrigin: string | undefined;
  publicHostname: string | undefined;
  /** Cookies get `Secure` and the `__Host-` prefix. */
  secure: boolean;
  trustedProxies: number;
}

/** @throws AppError `host.public_bind` when others could reach the port although sign-in would travel in the clear */
export function refuseUnsafeBind({ listen, publicUrl }: Pick<HttpConfig, "listen" | "publicUrl">): void {
  if (isLoopbackHost(listen.host) || publicUrl?.startsWith("https://")) return;
  throw new AppError("host.public_bind", {
    message: `Listening on ${listen.host} needs publicUrl with https: put a proxy that ends TLS in front, or listen on 127.0.0.1.`,
    details: { host: listen.host },
  });
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** `localhost` or an address of this machine that no other can reach; IPv4 inside IPv6 counts as what it is. */
export function isLoopbackHost(host: string): boolean {
  const version = isIP(host);
  return version === 0 ? host === "localhost" : LOOPBACK.check(host, version === 4 ? "ipv4" : "ipv6");
}

export function siteOf(config: HttpConfig): Site {
  const url = config.publicUrl === undefined ? undefined : new URL(config.publicUrl);
  return {
    publicOrigin: url?.origin,
    publicHostname: url?.hostname,
    secure: url?.protocol === "https:",
    trustedProxies: config.trustedProxies ?? (url ? 1 : 0),
  };
}
