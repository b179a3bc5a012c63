import type { OutboundFile } from "@open-cowork/core/transport";
import { WebAPIHTTPError, type WebClient } from "@slack/web-api";

export interface FileOptions {
  channel: string;
  thread_ts?: string;
  comment: string;
  file: OutboundFile;
  timeoutMs: number;
}

/**
 * Uploads in three steps: https://docs.slack.dev/messaging/working-with-files#upload
 * Nobody sees anything before the last one. Resolves with an id of the file, since Slack does not tell that of its message.
 */
export async function sendFile(client: WebClient, { channel, thread_ts, comment, file, timeoutMs }: FileOptions): Promise<string> {
  const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({ filename: file.name, length: file.bytes });
  if (url === undefined || id === undefined) throw new Error("Slack answered without an address for the upload");
  const chunks: Uint8Array[] = [];
  for await (const chunk of await file.open()) chunks.push(chunk);
  const answer = await fetch(url, {
    method: "POST",
    body: new Blob(chunks as Uint8Array<ArrayBuffer>[]),
    headers: { "content-type": "application/octet-stream" },
    signal: AbortSignal.timeout(Math.max(timeoutMs, 60_000)),
  });
  if (!answer.ok) throw new WebAPIHTTPError(answer.status, answer.statusText, {});
  await client.files.completeUploadExternal({
    files: [{ id, title: file.name }],
    channel_id: channel,
    initial_comment: comment,
    ...(thread_ts === undefined ? {} : { thread_ts }),
  } as Parameters<typeof client.files.completeUploadExternal>[0]);
  return id;
}
