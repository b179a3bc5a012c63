import { check } from "@open-cowork/core/testing";
import { providerInstanceSchema, providerKindSchema } from "@open-cowork/shared";
import { breathe } from "../patience.js";
import type { ProviderCase } from "../provider-case.js";

export const lifeCases: readonly ProviderCase[] = [
  {
    name: "says what it is and what it can",
    async run(stage) {
      const provider = await stage.provider();
      const { capabilities } = provider;
      check.ok(providerKindSchema.safeParse(provider.kind).success, "a kind of lower-case letters, digits and -");
      check.ok(providerInstanceSchema.safeParse(provider.instance).success, "an instance id");
      check.ok(capabilities.text.max >= 100, "room for text");
      check.ok(capabilities.files.in >= 0 && capabilities.files.out >= 0, "sizes of files that are no less than 0");
      check.ok((capabilities.edits?.minIntervalMs ?? 0) >= 0, "a pause between edits that is no less than 0");
      const { buttons } = capabilities;
      check.ok(!buttons || (buttons.max > 0 && buttons.maxPerRow > 0 && buttons.maxLabel > 0), "buttons with limits above 0");
      check.equal(provider.webhook !== undefined, capabilities.webhook !== undefined, "webhook exactly with its capability");
      check.ok((capabilities.webhook?.maxBytes ?? 1) > 0, "requests of some size");
    },
  },
  {
    name: "a start tells who we are there",
    async run(stage) {
      const provider = await stage.provider();
      const { name, handle, pairingLink } = await provider.start(stage.sink);
      check.ok(name !== "" && name.length <= 300, "a name");
      check.ok(handle === undefined || (handle !== "" && !handle.startsWith("@")), "a handle without @");
      check.ok(pairingLink === undefined || pairingLink.includes("{code}"), "a pairing link with {code} in it");
      const links = stage.sink.reports.filter(({ state }) => state === "failed");
      check.equal(links, [], "no failure where there is none");
    },
  },
  {
    name: "stops and starts again, and hears what is said in each life",
    async run(stage) {
      const provider = await stage.provider();
      for (const life of ["first", "second", "third"]) {
        await provider.start(stage.sink);
        await stage.platform.say(stage.ann, stage.home, { text: `the ${life} life` });
        await stage.sink.message(`the ${life} life`);
        check.equal((await stage.said(provider, stage.message(`heard in the ${life} life`))).text.trim(), `heard in the ${life} life`);
        await stage.within(provider.stop(), "stop to end");
      }
    },
  },
  {
    name: "a stop without a start, again, and twice at once changes nothing",
    async run(stage) {
      const provider = await stage.provider();
      await stage.within(provider.stop(), "a stop without a start to end");
      await provider.start(stage.sink);
      await stage.within(Promise.all([provider.stop(), provider.stop()]), "two stops at once to end");
      await stage.within(provider.stop(), "a stop after a stop to end");
      await provider.start(stage.sink);
      await stage.platform.say(stage.ann, stage.home, { text: "still there?" });
      await stage.sink.message("still there?");
    },
  },
  {
    name: "after a stop nothing is offered, and what was said meanwhile comes after the next start",
    async run(stage) {
      const provider = await stage.life();
      await stage.platform.say(stage.ann, stage.home, { text: "before" });
      await stage.sink.message("before");
      await stage.within(provider.stop(), "stop to end");
      const offers = stage.sink.offers.length;
      await stage.platform.say(stage.ann, stage.home, { text: "in between" });
      await breathe();
      check.equal(stage.sink.offers.length, offers, "nothing offered after a stop");
      await provider.start(stage.sink);
      await stage.platform.redeliver();
      await stage.sink.message("in between");
    },
  },
  {
    name: "a stop waits for what was taken",
    async run(stage) {
      const provider = await stage.life();
      const hold = stage.sink.hold(() => true);
      await stage.platform.say(stage.ann, stage.home, { text: "nearly lost" });
      await stage.sink.offered(() => true, "an offer");
      let isStopped = false;
      const stopping = provider.stop().then(() => (isStopped = true));
      await breathe();
      check.ok(!isStopped, "a stop that waits for the sink's answer");
      hold.release();
      await stage.within(stopping, "stop to end once the sink answered");
      await stage.sink.message("nearly lost");
    },
  },
];
