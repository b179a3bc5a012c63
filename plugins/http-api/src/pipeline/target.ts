import { AppError } from "@open-cowork/shared";
import type { Step } from "./state.js";

/**
 * Settles which host and which path are asked for, before anything reads either: one Host, a target in origin form (an absolute one brings the host with it
 * and is cut down, `*` stands for the root), and a path whose percent-encoding is that of UTF-8 text.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export function target(): Step {
  return ({ req }, next) => {
    const hosts = req.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === "host").length;
    if (hosts !== 1) throw invalid(hosts === 0 ? "The request names no host." : "The request names more than one host.");
    const asked = req.url ?? "";
    if (asked === "*") req.url = "/";
    else if (!asked.startsWith("/")) {
      const url = /^https?:\/\//i.test(asked) ? URL.parse(asked) : null;
      if (url?.username !== "" || url.password !== "") throw invalid("The request names no address that can be read.");
      req.headers.host = url.host;
      req.url = url.pathname + url.search;
    }
    if (!isText(req.url!.split("?", 1)[0]!)) throw invalid("The path is not percent-encoded UTF-8.");
    return next();
  };
}

function isText(path: string): boolean {
  if (!path.includes("%")) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    // Broken escapes, or bytes that are not UTF-8.
    return false;
  }
}

function invalid(message: string): AppError {
  return new AppError("request.invalid", { message });
}
