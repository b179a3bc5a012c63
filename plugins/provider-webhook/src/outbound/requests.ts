import { createHash } from "node:crypto";
import { fileNameOf, type OutboundFile, type OutboundMessage } from "@open-cowork/core/transport";
import type { ChatButton, Conversation } from "@open-cowork/shared";

/** What we tell the other side, besides `timestamp`. Text is Markdown (CommonMark with tables). */
export type PeerEvent =
  | ({ type: "message.created"; key: string; replyTo?: string; file?: PeerFile } & PeerContent)
  | ({ type: "message.updated"; message: string } & PeerContent)
  | { type: "typing"; conversation: Conversation }
  /** To the person who pressed; `press` is the webhook-id of the press. */
  | { type: "press.acknowledged"; press: string; text?: string };

interface PeerContent {
  conversation: Conversation;
  text: string;
  format: "markdown";
  buttons: ChatButton[];
}
export interface PeerFile {
  name: string;
  mime: string;
  bytes: number;
  /** Base64. */
  content: string;
}

export function created(conversation: Conversation, { key, text, buttons, replyTo }: OutboundMessage, file: PeerFile | undefined): PeerEvent {
  return {
    type: "message.created",
    key,
    conversation,
    text,
    format: "markdown",
    buttons,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(file ? { file } : {}),
  };
}

export function updated(conversation: Conversation, message: string, { text, buttons }: OutboundMessage): PeerEvent {
  return { type: "message.updated", message, conversation, text, format: "markdown", buttons };
}

/** The key as a webhook-id. The id is a header, and a full stop ends it in what is signed. */
export function webhookId(key: string): string {
  return /^[\w:;,@+/=~-]{1,200}$/.test(key) ? key : `key-${createHash("sha256").update(key).digest("hex")}`;
}

/** A file as it goes into a request. @throws Error when it holds more or less than it says, and what reading it throws */
export async function packed({ name, mime, bytes, open }: OutboundFile): Promise<PeerFile> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of await open()) {
    read += chunk.length;
    if (read > bytes) break;
    chunks.push(chunk);
  }
  if (read !== bytes) throw new Error("the file is not as long as it says");
  return { name: fileNameOf(name), mime, bytes, content: Buffer.concat(chunks).toString("base64") };
}
