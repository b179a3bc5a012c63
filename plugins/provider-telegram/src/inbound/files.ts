import type { InboundFile } from "@open-cowork/shared";
import type { TelegramFile, TelegramMessage } from "./update.js";

/** Names and types for what Telegram sends without: https://core.telegram.org/bots/api#available-types */
const KINDS = [
  ["document", "file", "application/octet-stream"],
  ["animation", "animation.mp4", "video/mp4"],
  ["audio", "audio.mp3", "audio/mpeg"],
  ["voice", "voice.ogg", "audio/ogg"],
  ["video", "video.mp4", "video/mp4"],
  ["video_note", "video.mp4", "video/mp4"],
] as const;

/** Files of a message; of a photo the largest size. An animation comes with a copy of itself as document, which is left out. */
export function filesOf(message: TelegramMessage): InboundFile[] {
  const files = KINDS.filter(([kind]) => kind !== "document" || !message.animation).flatMap(([kind, name, mime]) => {
    const file = message[kind];
    return file ? [inboundFile(file, name, mime)] : [];
  });
  const photo = message.photo?.reduce((largest, size) => ((size.file_size ?? 0) >= (largest.file_size ?? 0) ? size : largest));
  // Photos come as JPEG, whatever they were sent as.
  return photo ? [inboundFile(photo, `photo-${message.message_id}.jpg`, "image/jpeg"), ...files] : files;
}

function inboundFile(file: TelegramFile, name: string, mime: string): InboundFile {
  return {
    ref: file.file_id.slice(0, 2_000),
    name: (file.file_name || name).slice(0, 1_000),
    mime: (file.mime_type || mime).slice(0, 300),
    ...(file.file_size === undefined ? {} : { bytes: Math.max(0, Math.trunc(file.file_size)) }),
  };
}
