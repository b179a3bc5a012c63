import { AppError, type InboundFile, type Secret } from "@open-cowork/shared";

export interface DownloadOptions {
  token: Secret;
  apiUrl: string;
  maxBytes: number;
  timeoutMs: number;
  signal: AbortSignal;
}

/**
 * Content of a file, fetched with the bot's token: https://docs.slack.dev/reference/objects/file-object
 * @throws AppError `provider.file_gone`, `artifact.too_large`, `provider.failed`
 */
export async function downloadFile(file: InboundFile, options: DownloadOptions): Promise<AsyncIterable<Uint8Array>> {
  const { token, maxBytes, timeoutMs, signal } = options;
  if ((file.bytes ?? 0) > maxBytes) throw new AppError("artifact.too_large");
  const url = URL.parse(file.ref);
  // The address came with an event; the token goes to Slack and nowhere else.
  if (url === null || !isSlack(url, options.apiUrl)) throw new AppError("provider.file_gone");
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token.reveal()}` },
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  }).catch(() => {
    throw new AppError("provider.failed", { message: `Slack did not hand over the file ${file.name}.` });
  });
  const isPage = answer.headers.get("content-type")?.startsWith("text/html") && !file.mime.startsWith("text/html");
  // Without the right to read files Slack answers with its sign-in page.
  if (answer.status === 404 || answer.status === 403 || isPage) throw new AppError("provider.file_gone");
  if (!answer.ok || !answer.body) throw new AppError("provider.failed", { message: `Slack answered ${answer.status} for the file ${file.name}.` });
  return limited(answer.body, maxBytes);
}

function isSlack(url: URL, apiUrl: string): boolean {
  const api = new URL(apiUrl);
  if (url.host === api.host) return url.protocol === api.protocol;
  return url.protocol === "https:" && /(^|\.)slack(-files)?\.com$/.test(url.hostname) && api.hostname.endsWith("slack.com");
}

async function* limited(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new AppError("artifact.too_large");
    yield chunk;
  }
}
