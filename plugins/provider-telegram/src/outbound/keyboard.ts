import type { ChatButton } from "@open-cowork/shared";
import type { InlineKeyboardButton, InlineKeyboardMarkup } from "grammy/types";

/** What fits a phone: more in a row, or longer, is cut off there. Telegram itself takes eight in a row and names no limit for labels. */
export const BUTTONS = { max: 20, maxPerRow: 3, maxLabel: 64 } as const;
/** Letters that a row has room for. */
const ROW = 32;

/** Buttons in their order, beside each other where they are short. https://core.telegram.org/bots/api#inlinekeyboardmarkup */
export function keyboard(buttons: readonly ChatButton[]): InlineKeyboardMarkup | undefined {
  const rows: InlineKeyboardButton[][] = [];
  let room = 0;
  for (const { label, value, style } of buttons) {
    const row = rows.at(-1);
    const button = { text: label, callback_data: value, ...(style === "plain" ? {} : { style }) };
    if (!row || row.length === BUTTONS.maxPerRow || label.length > room) {
      rows.push([button]);
      room = ROW - label.length;
    } else {
      row.push(button);
      room -= label.length;
    }
  }
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
}
