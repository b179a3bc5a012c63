import { z } from "zod";

/** What we read of an update; the rest of it is left alone. https://core.telegram.org/bots/api#update */

const user = z.object({ id: z.number(), is_bot: z.boolean(), first_name: z.string(), last_name: z.string().optional(), username: z.string().optional() });
export type User = z.output<typeof user>;

const chat = z.object({ id: z.number(), type: z.string(), title: z.string().optional() });

/** Offsets are in UTF-16 code units, as in strings here. */
const entity = z.object({ type: z.string(), offset: z.number(), length: z.number(), user: user.optional() });
export type Entity = z.output<typeof entity>;

const file = z.object({ file_id: z.string(), file_size: z.number().optional(), file_name: z.string().optional(), mime_type: z.string().optional() });
export type TelegramFile = z.output<typeof file>;

const said = {
  message_id: z.number(),
  text: z.string().optional(),
  caption: z.string().optional(),
};

/** The message that another one answers. In a topic everything answers the message that opened it. */
const answered = z.object({ ...said, from: user.optional(), forum_topic_created: z.unknown().optional() });

const messageSchema = z.object({
  ...said,
  /** In seconds. */
  date: z.number(),
  chat,
  from: user.optional(),
  /** It speaks for a chat, not for a person. */
  sender_chat: z.unknown().optional(),
  message_thread_id: z.number().optional(),
  is_topic_message: z.boolean().optional(),
  entities: z.array(entity).optional(),
  caption_entities: z.array(entity).optional(),
  reply_to_message: answered.optional(),
  /** The part that the person picked out of the message they answer. */
  quote: z.object({ text: z.string() }).optional(),
  photo: z.array(file).optional(),
  document: file.optional(),
  animation: file.optional(),
  audio: file.optional(),
  voice: file.optional(),
  video: file.optional(),
  video_note: file.optional(),
  sticker: z.object({ emoji: z.string().optional() }).optional(),
});
export type TelegramMessage = z.output<typeof messageSchema>;

const callbackSchema = z.object({
  id: z.string(),
  from: user,
  data: z.string().optional(),
  /** Of a message that is too old only the ids are told. */
  message: z.object({ message_id: z.number(), chat, message_thread_id: z.number().optional(), is_topic_message: z.boolean().optional() }).optional(),
});
export type CallbackQuery = z.output<typeof callbackSchema>;

export const updateSchema = z.object({ update_id: z.number(), message: messageSchema.optional(), callback_query: callbackSchema.optional() });
export type Update = z.output<typeof updateSchema>;

/** Kinds of updates that we ask for. Edited messages are not among them: what was read is read. */
export const ALLOWED_UPDATES = ["message", "callback_query"] as const;
