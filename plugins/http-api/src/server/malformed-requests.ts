import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { ERROR_CODES, ERROR_KINDS, type ErrorCode } from "@open-cowork/shared";

const REASONS: Partial<Record<ErrorCode, string>> = {
  "request.headers_too_large": "Request Header Fields Too Large",
  "request.too_slow": "Request Timeout",
  "request.method_not_allowed": "Method Not Allowed",
  "request.invalid": "Bad Request",
};

/** Answers what never becomes a request with a problem document too, where the socket takes one. */
export class MalformedRequests {
  /** The newest answer of each connection. */
  readonly #answers = new WeakMap<Duplex, ServerResponse>();

  /** Call with each request: into an answer that has begun nothing else may be written. */
  watch({ socket }: IncomingMessage, res: ServerResponse): void {
    this.#answers.set(socket, res);
  }

  refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
    const newest = this.#answers.get(socket);
    // Answers go out in order, and one that waits for its turn has no socket yet: then an earlier one may be half written.
    const hasBegun = newest !== undefined && !newest.writableFinished && (newest.headersSent || newest.socket === null);
    if (hasBegun || !socket.writable || error.code === "ECONNRESET") socket.destroy();
    else answer(socket, codeOf(error));
  }

  /** CONNECT asks for a tunnel, and this is no proxy. */
  refuseTunnel(socket: Duplex): void {
    answer(socket, "request.method_not_allowed", "allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n");
  }
}

function codeOf({ code }: NodeJS.ErrnoException): ErrorCode {
  if (code === "HPE_HEADER_OVERFLOW") return "request.headers_too_large";
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? "request.too_slow" : "request.invalid";
}

function answer(socket: Duplex, code: ErrorCode, headers = ""): void {
  const [kind, title] = ERROR_CODES[code];
  const status = ERROR_KINDS[kind];
  const body = JSON.stringify({ type: `urn:open-cowork:problem:${code}`, title, status, code, detail: title });
  const head = `HTTP/1.1 ${status} ${REASONS[code] ?? ""}\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.on("error", () => undefined);
  socket.end(`${head}\r\n${headers}connection: close\r\n\r\n${body}`);
}
