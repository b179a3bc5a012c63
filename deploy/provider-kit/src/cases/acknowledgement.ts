import { check } from "@open-cowork/core/testing";
import type { InboundEvent } from "@open-cowork/shared";
import { breathe } from "../patience.js";
import type { ProviderCase } from "../provider-case.js";
import type { Stage } from "../stage.js";

const offersOf = (stage: Stage, key: string) => stage.sink.offers.filter(({ event }) => event.key === key);
const told = (stage: Stage, key: string, outcome: string) => offersOf(stage, key).filter((offer) => offer.outcome === outcome).length;

export const acknowledgementCases: readonly ProviderCase[] = [
  {
    name: "an event that comes again has the same key, is offered again, and is then done with",
    async run(stage) {
      await stage.life();
      await stage.platform.say(stage.ann, stage.home, { text: "once" });
      const { key } = await stage.sink.message("once");
      await stage.heard();
      await stage.platform.redeliver();
      await stage.sink.until(() => told(stage, key, "known") === 1, "the repetition, by its key");
      await stage.platform.say(stage.ann, stage.home, { text: "next" });
      await stage.sink.message("next");
      check.equal(offersOf(stage, key).length, 2, "a repetition that was acknowledged, so that it came no third time");
      check.equal(told(stage, key, "claimed"), 1, "that it was new once");
    },
  },
  {
    name: "an event has the same key in another life",
    async run(stage) {
      const first = await stage.life();
      await stage.platform.say(stage.ann, stage.home, { text: "lasting" });
      const { key } = await stage.sink.message("lasting");
      await stage.within(first.stop(), "stop to end");
      await stage.life();
      await stage.platform.redeliver();
      await stage.platform.say(stage.ann, stage.home, { text: "new" });
      await stage.sink.message("new");
      const keys = stage.sink.offers.filter(({ event }) => event.type === "message" && event.text.trim() === "lasting").map(({ event }) => event.key);
      check.equal([...new Set(keys)], [key], "one key for it");
    },
  },
  {
    name: "what could not be stored is not acknowledged, so that it comes again, and nothing is lost",
    async run(stage) {
      await stage.life();
      for (const text of ["one", "two"]) {
        const says = (event: InboundEvent) => event.type === "message" && event.text.trim() === text;
        stage.sink.reject(2, says);
        await stage.platform.say(stage.ann, stage.home, { text });
        const { event } = await stage.sink.offered((offer) => offer.outcome === "rejected" && says(offer.event), `${text}, which is rejected`);
        await breathe();
        check.ok((stage.platform.unacknowledged?.() ?? 1) > 0, "the platform not to be told that we have it");
        await stage.platform.redeliver();
        await stage.sink.until(() => told(stage, event.key, "rejected") === 2, `${text} again, which is rejected again`);
        await stage.platform.redeliver();
        await stage.sink.message(text);
        check.equal(told(stage, event.key, "claimed"), 1, "that it was new once");
      }
    },
  },
  {
    name: "nothing is acknowledged before it is stored, and everything after",
    needs: ["unacknowledged"],
    async run(stage) {
      await stage.life();
      const hold = stage.sink.hold(() => true);
      await stage.platform.say(stage.ann, stage.home, { text: "not yet" });
      await stage.sink.offered(() => true, "an offer");
      check.ok(stage.platform.unacknowledged!() > 0, "the platform not to be told while the store has not answered");
      hold.release();
      await stage.sink.message("not yet");
      await stage.heard();
    },
  },
  {
    name: "what a dying process could not store is offered to the next one",
    async run(stage) {
      const dying = await stage.life();
      const hold = stage.sink.hold(() => true);
      await stage.platform.say(stage.ann, stage.home, { text: "do not lose me" });
      const { event } = await stage.sink.offered(() => true, "an offer");
      const stopping = dying.stop();
      hold.fail();
      await stage.within(stopping, "stop to end");
      check.equal(told(stage, event.key, "claimed"), 0);
      await stage.life();
      await stage.platform.redeliver();
      check.equal((await stage.sink.message("do not lose me")).key, event.key, "the same key");
    },
  },
];
