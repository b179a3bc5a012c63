import { AppError, type InboundFile } from "@open-cowork/shared";
import { ApiFailure, describe, failureOf } from "./api/api-failure.js";
import type { BotApi } from "./api/bot-api.js";

/** https://core.telegram.org/bots/api#getfile */
export const LARGEST_DOWNLOAD = 20_000_000;
const TOO_LARGE = `Telegram hands out files of up to ${LARGEST_DOWNLOAD / 1_000_000} MB.`;

/** Content of a file that came in. Fails with `provider.file_gone`, `artifact.too_large` or `provider.failed`, and never names the address, which holds the token. */
export async function download(api: BotApi, file: InboundFile, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  if ((file.bytes ?? 0) > LARGEST_DOWNLOAD) throw new AppError("artifact.too_large", { message: TOO_LARGE });
  const path = await pathOf(api, file, signal);
  const response = await request(api.fileAddress(path), signal);
  if (response.status === 404) throw new AppError("provider.file_gone");
  if (!response.ok || !response.body)
    throw new AppError("provider.failed", { message: `Telegram did not give the file (status ${response.status}). Try again.` });
  return bounded(response.body);
}

async function pathOf(api: BotApi, file: InboundFile, signal: AbortSignal): Promise<string> {
  try {
    const { file_path: path = "" } = await api.call("getFile", (raw, ending) => raw.getFile({ file_id: file.ref }, ending), { signal });
    if (path.startsWith("/"))
      throw new AppError("provider.failed", { message: "The Bot API server at apiRoot keeps files on its own disk. Run it without --local." });
    if (path === "") throw new AppError("provider.file_gone");
    return path;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const { failure } = error;
    if (failure.kind === "answered" && /file is too big/i.test(failure.description)) throw new AppError("artifact.too_large", { message: TOO_LARGE });
    if (failure.kind === "answered" && failure.code === 400) throw new AppError("provider.file_gone");
    throw new AppError("provider.failed", { message: `Telegram did not give the file (${describe(failure)}). Try again.` });
  }
}

async function request(address: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, { signal, redirect: "error" });
  } catch (error) {
    throw broken(error);
  }
}

async function* bounded(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => Promise.reject(broken(error)));
      if (done) return;
      bytes += value.byteLength;
      if (bytes > LARGEST_DOWNLOAD) throw new AppError("artifact.too_large", { message: TOO_LARGE });
      yield value;
    }
  } finally {
    // Whoever stops reading early wants no more of it; a stream that broke has nothing to cancel.
    await reader.cancel().catch(() => undefined);
  }
}

function broken(error: unknown): AppError {
  return new AppError("provider.failed", { message: `The file did not arrive (${describe(failureOf(error, "\u0000"))}). Try again.` });
}
