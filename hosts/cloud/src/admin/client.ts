import { request } from "node:http";
import { text } from "node:stream/consumers";
import { AppError, ERROR_CODES, type ErrorCode } from "@open-cowork/shared";
import type { OperationName } from "./operations.js";

/** How long a running host may take to answer. */
const TIMEOUT_MS = 15_000;
/** A socket that nobody listens on any more, or that never existed. */
const NOBODY = ["ENOENT", "ECONNREFUSED"];

/**
 * Asks the host that runs on a data directory. @returns undefined when none runs there
 * @throws AppError as the host answered it
 */
export async function callRunningHost(socketPath: string, operation: OperationName, input: unknown): Promise<{ result: unknown } | undefined> {
  const body = JSON.stringify(input);
  try {
    const { status, answer } = await post(socketPath, operation, body);
    if (status === 200) return { result: answer };
    const { code, message } = answer as { code: string; message: string };
    throw new AppError(Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : "internal", { message });
  } catch (error) {
    if (NOBODY.includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

function post(socketPath: string, operation: OperationName, body: string): Promise<{ status: number; answer: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const call = request({ socketPath, path: `/${operation}`, method: "POST", headers, timeout: TIMEOUT_MS }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer: JSON.parse(answer) }), reject);
    });
    call.once("timeout", () => call.destroy(new AppError("storage.unavailable", { message: "The running host does not answer. Look at its log." })));
    call.once("error", reject);
    call.end(body);
  });
}
