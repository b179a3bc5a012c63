import type { OutboundMessage } from "@open-cowork/core/transport";
import type { Formatted } from "../html/format.js";
import { isMessageId } from "./places.js";

/** Text or caption of a request, with its markup or without. */
export function shown<F extends "text" | "caption">(field: F, content: Formatted | undefined, formatted: boolean): Record<F, string> & { parse_mode?: "HTML" } {
  const html = formatted ? content?.html : undefined;
  const text = { [field]: html ?? content?.plain ?? "" } as Record<F, string>;
  return html === undefined ? text : { ...text, parse_mode: "HTML" };
}

/** Said whether the message that it answers is still there or not. https://core.telegram.org/bots/api#replyparameters */
export function answering({ replyTo }: OutboundMessage, reply: boolean) {
  if (!reply || replyTo === undefined || !isMessageId(replyTo)) return {};
  return { reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true } };
}

/** A preview makes Telegram fetch an address that a model wrote, and so tell somebody what is in it. */
export const NO_PREVIEW = { link_preview_options: { is_disabled: true } };
