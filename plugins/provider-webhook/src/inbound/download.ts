import { AppError, type InboundFile, isAppError } from "@open-cowork/shared";
import type { Http } from "../outbound/http.js";

/** Content of a file at an address of the other side. @throws AppError `provider.file_gone`, `artifact.too_large`, `provider.failed` */
export async function fetchFile({ ref }: InboundFile, http: Http, maxBytes: number, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  if (!URL.canParse(ref)) throw new AppError("provider.failed", { message: "The file has no address that can be read." });
  const { statusCode, headers, body } = await http.get(new URL(ref), signal).catch(failed);
  const problem = problemOf(statusCode, Number(headers["content-length"] ?? 0), maxBytes);
  if (!problem) return bounded(body as AsyncIterable<Uint8Array>, maxBytes);
  // Nobody reads it, and a failure of what nobody reads is none.
  body.on("error", () => undefined).destroy();
  throw problem;
}

function problemOf(status: number, announced: number, maxBytes: number): AppError | undefined {
  if (status === 404 || status === 410) return new AppError("provider.file_gone");
  if (status !== 200) return new AppError("provider.failed", { message: `The address of the file answered ${status}.` });
  return announced > maxBytes ? tooLarge(maxBytes) : undefined;
}

async function* bounded(content: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of content) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    failed(error);
  }
}

function failed(error: unknown): never {
  if (isAppError(error)) throw error;
  const cause = (error as { cause?: unknown }).cause;
  if (isAppError(cause)) throw cause;
  throw new AppError("provider.failed", { message: "The file could not be fetched from the other side.", cause: error });
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("artifact.too_large", { details: { maxBytes } });
}
