import { chmodSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import type { Log } from "@open-cowork/core/kernel";
import { AppError, ERROR_KINDS, isAppError } from "@open-cowork/shared";
import { ZodError } from "zod";
import { isOperation, type OperatorHost, runOperation } from "./operations.js";

const MAX_BODY_BYTES = 64 * 1024;

/**
 * Answers `POST /<operation>` on a Unix socket that only the owner of the data directory can open; holding that right is the sign-in.
 * The caller holds the lock of the data directory, so a socket file that exists already belongs to nobody.
 * @returns what closes it
 */
export async function serveAdmin(socket: string, host: OperatorHost, log: Log): Promise<() => Promise<void>> {
  const server = createServer((request, response) => void answer(request, response, host, log));
  const windows = process.platform === "win32";
  if (!windows) rmSync(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    const before = process.umask(0o177);
    server.listen(socket, resolve);
    process.umask(before);
  });
  if (!windows) chmodSync(socket, 0o600);
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

async function answer(request: IncomingMessage, response: ServerResponse, host: OperatorHost, log: Log): Promise<void> {
  try {
    const result = await perform(request, host);
    send(response, 200, result);
  } catch (error) {
    const known = toAppError(error);
    if (known.kind === "internal") log.error("admin.failed", { error });
    send(response, ERROR_KINDS[known.kind], { code: known.code, message: known.message });
  }
}

async function perform(request: IncomingMessage, host: OperatorHost): Promise<unknown> {
  const name = (request.url ?? "").slice(1);
  if (request.method !== "POST" || !isOperation(name)) throw new AppError("request.route_unknown");
  // A body that does not say how long it is could be of any length; ours say it.
  if (!(Number(request.headers["content-length"]) <= MAX_BODY_BYTES)) throw new AppError("request.too_large");
  return runOperation(name, host, await json(request).catch((cause) => Promise.reject(new AppError("request.malformed_json", { cause }))));
}

function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return new AppError("request.invalid", { message: issue ? `${issue.path.join(".") || "input"}: ${issue.message}` : undefined, cause: error });
  }
  return new AppError("internal", { cause: error });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
