import { check } from "@open-cowork/core/testing";
import type { ProviderCase } from "../provider-case.js";
import type { Offer } from "../recording-sink.js";

/** Platforms tell the time in whole seconds, and clocks of test servers are this machine's. */
const RECENTLY_MS = 5 * 60_000;
/** What chat markup, HTML, mail and JSON each make something else of. */
const VERBATIM = [
  "/start K7M2-Q9XD",
  "two\nlines",
  "5 < 6 && 7 > 6, &amp; is five letters, <b>not bold</b>",
  "snake_case_name *star* `tick` ~tilde~ [x](y) | pipe",
  "quotes \"double\" and 'single', a back\\slash, 100%",
  "naïve 漢字 👩‍👩‍👧 🇨🇭 שלום",
  "https://example.com/?a=1&b=2#c",
];

const textOf = ({ event }: Offer) => (event.type === "message" ? event.text.trim() : undefined);

export const inboundCases: readonly ProviderCase[] = [
  {
    name: "a message comes with all that there is to say of it",
    async run(stage) {
      await stage.life();
      await stage.platform.say(stage.ann, stage.home, { text: "good morning" });
      const event = await stage.sink.message("good morning");
      check.equal([event.person.id, event.person.name], [stage.ann.id, stage.ann.name], "the person");
      check.equal([event.conversation.chat, event.conversation.kind], [stage.home.chat, "direct"], "the conversation");
      check.ok(event.addressed, "that it is said to us");
      check.ok(Math.abs(event.at - Date.now()) < RECENTLY_MS, "the time in milliseconds");
      check.equal(event.files, [], "no files");
    },
  },
  {
    name: "text comes as it was written",
    async run(stage) {
      await stage.life();
      for (const text of VERBATIM) {
        await stage.platform.say(stage.ann, stage.home, { text });
        await stage.sink.message(text);
      }
    },
  },
  {
    name: "each event has a key of its own, also where the same is said twice",
    async run(stage) {
      await stage.life();
      for (let times = 1; times <= 3; times++) {
        await stage.platform.say(stage.ann, stage.home, { text: "again" });
        await stage.sink.until(() => stage.sink.offers.filter((offer) => textOf(offer) === "again").length === times, "each of them");
      }
      check.equal(new Set(stage.sink.offers.map(({ event }) => event.key)).size, 3, "three keys");
    },
  },
  {
    name: "people are known by their ids, in conversations of their own",
    async run(stage) {
      await stage.life();
      await stage.platform.say(stage.ann, stage.home, { text: "I am Ann" });
      await stage.platform.say(stage.bob, stage.away, { text: "I am Bob" });
      const [ann, bob] = [await stage.sink.message("I am Ann"), await stage.sink.message("I am Bob")];
      check.equal([ann.person.id, bob.person.id], [stage.ann.id, stage.bob.id], "the ids of the platform");
      check.ok(ann.person.id !== bob.person.id && ann.conversation.chat !== bob.conversation.chat, "two people in two conversations");
      for (const { id, handle } of [ann.person, bob.person]) check.ok(handle === undefined || id !== handle, "an id that is no handle");
    },
  },
  {
    name: "a name or handle that changes hands takes no trust with it",
    needs: ["rename"],
    async run(stage) {
      const { ann, bob } = stage;
      await stage.life();
      await stage.platform.say(ann, stage.home, { text: "before" });
      await stage.platform.rename!(ann, { name: "Someone else", handle: "someone_else" });
      await stage.platform.rename!(bob, { name: ann.name, handle: ann.handle ?? "ann" });
      await stage.platform.say(ann, stage.home, { text: "still me" });
      await stage.platform.say(bob, stage.away, { text: "an impostor" });
      check.equal((await stage.sink.message("before")).person.id, ann.id);
      check.equal((await stage.sink.message("still me")).person.id, ann.id, "the same person under another name");
      check.equal((await stage.sink.message("an impostor")).person.id, bob.id, "another person under the same name");
    },
  },
  {
    name: "a shared conversation is one for all who speak in it, and is not direct",
    needs: ["shared"],
    async run(stage) {
      const room = stage.platform.shared!();
      await stage.life();
      await stage.platform.say(stage.ann, room, { text: "hello all" });
      await stage.platform.say(stage.bob, room, { text: "hello Ann" });
      const [one, two] = [await stage.sink.message("hello all"), await stage.sink.message("hello Ann")];
      check.equal([one.person.id, two.person.id], [stage.ann.id, stage.bob.id], "who said it");
      for (const { conversation, addressed } of [one, two]) {
        check.equal([conversation.chat, conversation.topic ?? "", conversation.kind], [room.chat, room.topic ?? "", "shared"], "the conversation");
        check.ok(addressed, "that it is said to us");
      }
    },
  },
  {
    name: "what people say to each other is not taken as said to us",
    needs: ["shared", "chatter"],
    async run(stage) {
      const room = stage.platform.shared!();
      await stage.life();
      await stage.platform.chatter!(stage.ann, room, "Bob, lunch?");
      await stage.platform.say(stage.bob, room, { text: "and you, what is the weather?" });
      check.ok((await stage.sink.message("and you, what is the weather?")).addressed, "what is said to us to be addressed");
      const overheard = stage.sink.offers.filter((offer) => textOf(offer) === "Bob, lunch?");
      for (const { event } of overheard) check.ok(event.type === "message" && !event.addressed, "chatter not to be addressed");
    },
  },
  {
    name: "messages of one conversation come in order",
    async run(stage) {
      await stage.life();
      const texts = Array.from({ length: 12 }, (_, i) => `number ${i + 1}`);
      for (const text of texts) await stage.platform.say(stage.ann, stage.home, { text });
      await stage.sink.message(texts.at(-1)!);
      check.equal(stage.sink.offers.map(textOf), texts, "the order in which they were said");
    },
  },
  {
    name: "a store that dawdles over one conversation holds up no other",
    async run(stage) {
      await stage.life();
      const hold = stage.sink.hold(({ conversation }) => conversation.chat === stage.home.chat);
      await stage.platform.say(stage.ann, stage.home, { text: "slow" });
      await stage.sink.offered((offer) => textOf(offer) === "slow", "the slow one");
      await stage.platform.say(stage.bob, stage.away, { text: "quick" });
      await stage.sink.message("quick");
      hold.release();
      await stage.sink.message("slow");
    },
  },
  {
    name: "what is said while the connection is cut comes after it",
    needs: ["interrupt"],
    async run(stage) {
      await stage.life();
      await stage.platform.say(stage.ann, stage.home, { text: "before the cut" });
      await stage.sink.message("before the cut");
      await stage.platform.interrupt!();
      await stage.platform.say(stage.ann, stage.home, { text: "during the cut" });
      await stage.sink.message("during the cut");
      await stage.platform.say(stage.ann, stage.home, { text: "after the cut" });
      await stage.sink.message("after the cut");
    },
  },
];
