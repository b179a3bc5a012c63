import { AppError, type Secret, secret } from "@open-cowork/shared";
import { z } from "zod";

export const configSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .regex(/^\w+:\/\/[^/@?#]*(?:\/[^?#]*)?$/, "an address without user, password, query or fragment; the token has a field of its own")
    .describe("Address of Open Cowork Cloud."),
  token: secret().describe("API token with the role gateway, made at Cloud."),
});
export type CloudLinkConfig = z.output<typeof configSchema>;

/**
 * The token as a header may carry it. Looked at here because what fetch says of a header that it refuses holds the value of that header.
 * @throws AppError `config.invalid`
 */
export function bearerOf(token: Secret): string {
  const value = token.reveal().trim();
  if (/^[\w.~+/-]+=*$/.test(value)) return value;
  throw new AppError("config.invalid", {
    message: "The token of this gateway is empty or has characters that no token has. Copy it again as Cloud showed it.",
  });
}

/** Whether the token crosses a network in the clear. */
export function isPlain(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
