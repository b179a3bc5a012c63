import type { Secret } from "@open-cowork/shared";
import { oneLine } from "./line.js";

/** What a mail library says about a failure, without the rest of its error: commands and answers in there may repeat passwords. */
export interface MailFault {
  /** `ECONNREFUSED`, `AUTHENTICATIONFAILED`, `550`: for operators to look up. */
  code: string;
  /** The server does not take our name and password. */
  unauthorised: boolean;
}

export function mailFault(error: unknown): MailFault {
  const { code, authenticationFailed, serverResponseCode, responseCode, originalCode } = error as {
    code?: unknown;
    authenticationFailed?: boolean;
    serverResponseCode?: unknown;
    responseCode?: number;
    originalCode?: unknown;
  };
  const words = [code, originalCode, serverResponseCode, responseCode].filter((word) => typeof word === "string" || typeof word === "number").map(String);
  return { code: oneLine(words.join(" "), 100) || "unknown", unauthorised: authenticationFailed === true || code === "EAUTH" || responseCode === 535 };
}

/** Words of a server for people to read: one line, without our secrets in any form that went over the wire. */
export function serverWords(text: string, secrets: readonly Secret[]): string {
  let words = text;
  for (const secret of secrets) {
    const plain = secret.reveal();
    for (const form of [plain, Buffer.from(plain).toString("base64")]) if (form.length > 3) words = words.replaceAll(form, "[secret]");
  }
  return oneLine(words, 400);
}
