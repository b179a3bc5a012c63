import { type InboundMessage, inboundEventSchema } from "@open-cowork/shared";
import { expect } from "chai";
import { eventOf } from "./inbound.js";
import { updateSchema } from "./update.js";

const self = { id: 7, username: "cowork_bot" };
const ann = { id: 1001, is_bot: false, first_name: "Ann", last_name: "Ek", username: "ann_ek" };
const direct = { id: 1001, type: "private", first_name: "Ann" };
const group = { id: -100123, type: "supergroup", title: "Team", is_forum: true };
const NOW = 1_767_225_600_000;

function read(content: object) {
  const event = eventOf(updateSchema.parse({ update_id: 42, ...content }), self, NOW);
  return event && inboundEventSchema.parse(event);
}
const message = (more: object) => read({ message: { message_id: 5, date: 1_767_225_599, from: ann, chat: direct, ...more } }) as InboundMessage | undefined;
const inGroup = (more: object) => message({ chat: group, ...more });

describe("eventOf: updates of Telegram", () => {
  it("reads a direct message", () => {
    expect(message({ text: "hello" })).to.deep.equal({
      type: "message",
      key: "update:42",
      conversation: { chat: "1001", kind: "direct", title: "Ann Ek" },
      person: { id: "1001", name: "Ann Ek", handle: "ann_ek" },
      at: 1_767_225_599_000,
      text: "hello",
      files: [],
      message: "5",
      addressed: true,
    });
  });

  it("reads a press, which has no date of its own", () => {
    const from = { id: 1002, is_bot: false, first_name: "Bob" };
    const held = { message_id: 9, date: 1, chat: group, message_thread_id: 3, is_topic_message: true, text: "May I?" };
    expect(read({ callback_query: { id: "q1", from, chat_instance: "1", data: "K7M2Q9XD:once", message: held } })).to.deep.equal({
      type: "press",
      key: "update:42",
      conversation: { chat: "-100123", topic: "3", kind: "shared", title: "Team" },
      person: { id: "1002", name: "Bob" },
      at: NOW,
      value: "K7M2Q9XD:once",
      message: "9",
      token: "q1",
    });
  });

  it("takes a topic for a conversation of its own, and a thread of replies for none", () => {
    expect(inGroup({ text: "x", message_thread_id: 3, is_topic_message: true })?.conversation.topic).to.equal("3");
    expect(inGroup({ text: "x", message_thread_id: 3 })?.conversation.topic).to.equal(undefined);
  });

  it("knows in a group what is said to us", () => {
    const ours = { message_id: 4, date: 1, chat: group, from: { id: 7, is_bot: true, first_name: "Cowork" }, text: "Shall I?" };
    const theirs = { ...ours, from: ann, text: "Lunch?" };
    expect(inGroup({ text: "lunch?" })?.addressed).to.equal(false);
    expect(inGroup({ text: "@cowork_bot hi", entities: [{ type: "mention", offset: 0, length: 11 }] })).to.deep.include({ addressed: true, text: "hi" });
    expect(inGroup({ text: "yes", reply_to_message: ours })).to.deep.include({ addressed: true, quote: "Shall I?" });
    expect(inGroup({ text: "yes", reply_to_message: theirs })).to.deep.include({ addressed: false, quote: "Lunch?" });
    expect(inGroup({ text: "/status" })?.addressed).to.equal(true);
    expect(inGroup({ text: "/statusquo" })?.addressed).to.equal(false);
    expect(inGroup({ text: "/new@cowork_bot now", entities: [{ type: "bot_command", offset: 0, length: 15 }] })).to.deep.include({
      addressed: true,
      text: "/new now",
    });
    expect(inGroup({ text: "/new@other", entities: [{ type: "bot_command", offset: 0, length: 10 }] })).to.deep.include({
      addressed: false,
      text: "/new@other",
    });
  });

  it("does not take each message in a topic for an answer to the one that opened it", () => {
    const opened = { message_id: 3, date: 1, chat: group, from: { id: 7, is_bot: true, first_name: "Cowork" }, forum_topic_created: { name: "x" } };
    const said = inGroup({ text: "x", message_thread_id: 3, is_topic_message: true, reply_to_message: opened });
    expect([said?.addressed, said?.quote]).to.deep.equal([false, undefined]);
  });

  it("prefers the part that was picked out for a quote, and cuts a long one", () => {
    const answered = { message_id: 4, date: 1, chat: direct, caption: "c".repeat(3_000) };
    expect(message({ text: "x", reply_to_message: answered, quote: { text: "this", position: 0 } })?.quote).to.equal("this");
    expect(message({ text: "x", reply_to_message: answered })?.quote).to.have.length(2_000);
  });

  it("takes files with their captions, of a photo the largest, and an animation once", () => {
    const photo = [
      { file_id: "s", file_size: 10, width: 1, height: 1 },
      { file_id: "l", file_size: 30, width: 3, height: 3 },
      { file_id: "m", file_size: 20, width: 2, height: 2 },
    ];
    expect(message({ caption: "look", photo })).to.deep.include({
      text: "look",
      files: [{ ref: "l", name: "photo-5.jpg", mime: "image/jpeg", bytes: 30 }],
    });
    const document = { file_id: "d", file_name: "a.pdf", mime_type: "application/pdf", file_size: 5 };
    expect(message({ document })?.files).to.deep.equal([{ ref: "d", name: "a.pdf", mime: "application/pdf", bytes: 5 }]);
    expect(message({ voice: { file_id: "v", duration: 2 } })?.files).to.deep.equal([{ ref: "v", name: "voice.ogg", mime: "audio/ogg" }]);
    expect(message({ video_note: { file_id: "n" } })?.files[0]?.mime).to.equal("video/mp4");
    expect(message({ animation: { file_id: "g" }, document: { file_id: "g" } })?.files).to.have.length(1);
    expect(message({ sticker: { file_id: "k", emoji: "👍" } })?.text).to.equal("👍");
  });

  it("ignores whoever cannot be trusted or is nobody: bots, anonymous admins, linked channels, services, and messages without a sender", () => {
    expect(message({ text: "x", from: { ...ann, is_bot: true } })).to.equal(undefined);
    expect(inGroup({ text: "x", sender_chat: { id: -5, type: "channel" } })).to.equal(undefined);
    expect(inGroup({ new_chat_members: [ann] })).to.equal(undefined);
    expect(inGroup({ migrate_to_chat_id: -100999 })).to.equal(undefined);
    expect(message({ text: "x", from: undefined })).to.equal(undefined);
    expect(read({ edited_message: { message_id: 5, date: 1, edit_date: 2, from: ann, chat: direct, text: "x" } })).to.equal(undefined);
    expect(read({ callback_query: { id: "q", from: ann, chat_instance: "1", game_short_name: "g" } })).to.equal(undefined);
    expect(read({ something_new: {} })).to.equal(undefined);
  });

  it("keeps within what an event may hold, whatever people call themselves", () => {
    const long = "n".repeat(5_000);
    const event = message({
      text: "x",
      from: { ...ann, first_name: long, last_name: long },
      chat: { ...direct, title: long },
      document: { file_id: long, file_name: long, mime_type: long, file_size: -1.5 },
    });
    expect(event?.person.name).to.have.length(300);
  });
});
