import { fileNameOf, type OutboundMessage } from "@open-cowork/core/transport";
import type { Conversation } from "@open-cowork/shared";
import MailComposer from "nodemailer/lib/mail-composer";
import type { EmailConfig } from "../config.js";
import { oneLine } from "../line.js";
import { isMessageId, ourMessageId, rootMessageId } from "../message-id.js";
import { escapeHtml, markdownHtml } from "./markdown-html.js";

export interface Composed {
  /** Without angle brackets. */
  messageId: string;
  from: string;
  to: string;
  bytes: Buffer;
}

export interface ComposeInput {
  config: Pick<EmailConfig, "address" | "name" | "footer">;
  conversation: Conversation;
  message: OutboundMessage;
  /** Content of its file. */
  file?: Buffer;
  at: number;
  /** Without HTML, for servers that refuse it. */
  plain?: boolean;
}

/** A mail of ours, ready to be sent. */
export async function compose(input: ComposeInput): Promise<Composed> {
  const { config, conversation, message } = input;
  const messageId = ourMessageId(config.address, conversation, message.key);
  const root = rootMessageId(conversation.topic);
  const answered = isMessageId(message.replyTo) ? message.replyTo : root;
  const references = [...new Set([root, answered])].filter(isMessageId).map((id) => `<${id}>`);
  const file =
    message.file && input.file ? { filename: fileNameOf(message.file.name), contentType: mimeOf(message.file.mime), content: input.file } : undefined;
  const bytes = await new MailComposer({
    from: { name: config.name, address: config.address },
    to: { name: "", address: conversation.chat },
    subject: `Re: ${oneLine(conversation.title ?? "", 300)}`.trim(),
    messageId: `<${messageId}>`,
    date: new Date(input.at),
    ...(answered && { inReplyTo: `<${answered}>`, references }),
    headers: { "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All" },
    text: config.footer ? `${message.text}\n\n-- \n${config.footer}\n` : message.text,
    ...(!input.plain && { html: page(message.text, config.footer) }),
    ...(file && { attachments: [file] }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  return { messageId, from: config.address, to: conversation.chat, bytes };
}

function page(text: string, footer: string | undefined): string {
  const small = footer ? `<p style="color:#666;font-size:small">${escapeHtml(footer)}</p>` : "";
  return `<!doctype html><html><body style="font-family:sans-serif;line-height:1.5">${markdownHtml(text)}${small}</body></html>`;
}

function mimeOf(mime: string): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(mime) ? mime : "application/octet-stream";
}
