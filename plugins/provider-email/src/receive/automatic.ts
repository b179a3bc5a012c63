import type { MailHeaders } from "./mail-headers.js";

/**
 * Why a mail is taken for one that no person wrote to us, or undefined. Answering such mail makes two machines write to each other for ever (RFC 3834, section 2).
 */
export function automaticReason(headers: MailHeaders, from: string | undefined, ours: string): string | undefined {
  const word = (name: string) => (headers.first(name) ?? "").trim().toLowerCase();
  const submitted = word("auto-submitted");
  if (from === ours) return "own";
  if (submitted !== "" && !/^no\b/.test(submitted)) return "auto_submitted";
  if (/^(bulk|junk|list|auto_reply)\b/.test(word("precedence"))) return "bulk";
  if (headers.has("list-id")) return "list";
  if (headers.has("x-auto-response-suppress") || headers.has("x-autoreply") || headers.has("x-autorespond")) return "auto_response";
  if (headers.all("return-path").some((path) => /^\s*<\s*>\s*$/.test(path))) return "bounce";
  if (/^(mailer-daemon|postmaster)$/.test((from ?? "").split("@")[0]!) || /^\s*<\s*>\s*$/.test(word("from"))) return "bounce";
  return /^multipart\/report\b/.test(word("content-type")) ? "bounce" : undefined;
}
