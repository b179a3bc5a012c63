import { BlockList, createServer, isIP } from "node:net";
import { AppError } from "@open-cowork/shared";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

export interface ListenAddress {
  host: string;
  port: number;
}

export function isLoopback(host: string): boolean {
  const family = isIP(host);
  return family === 0 ? host === "localhost" : LOOPBACK.check(host, family === 4 ? "ipv4" : "ipv6");
}

/** `http://127.0.0.1:7370`, with brackets around IPv6. */
export function urlOf({ host, port }: ListenAddress): string {
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/**
 * @param section The host's section of the config, for the message.
 * @throws AppError `host.public_bind`: whoever can reach the port could otherwise read sign-ins on the wire.
 */
export function demandSafeBind({ host }: ListenAddress, publicUrl: string | undefined, section: string): void {
  if (isLoopback(host) || publicUrl?.startsWith("https://")) return;
  const message = `${host} can be reached from other machines, so ${section}.publicUrl must name the https address of the proxy in front of it. Set it, or listen on 127.0.0.1.`;
  throw new AppError("host.public_bind", { message });
}

/** Binds the address for a moment. @throws AppError `host.port_in_use`, or `host.public_bind` for an address this machine does not have */
export async function demandFreePort(address: ListenAddress, section: string): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen(address.port, address.host, resolve);
    });
  } catch (cause) {
    throw bindError(address, cause as NodeJS.ErrnoException, section);
  }
  await new Promise((resolve) => probe.close(resolve));
}

function bindError({ host, port }: ListenAddress, cause: NodeJS.ErrnoException, section: string): AppError {
  if (cause.code === "EADDRINUSE")
    return new AppError("host.port_in_use", { message: `Port ${port} on ${host} is in use by another program. Choose another with --port.`, cause });
  if (cause.code === "EACCES")
    return new AppError("host.port_in_use", { message: `Port ${port} is reserved for the system. Choose one above 1023 with --port.`, cause });
  return new AppError("config.invalid", { message: `Cannot listen on ${host}:${port}: ${cause.message}. Check ${section}.listen.`, cause });
}
