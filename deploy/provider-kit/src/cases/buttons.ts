import { check } from "@open-cowork/core/testing";
import type { ChatButton, InboundPress } from "@open-cowork/shared";
import type { ProviderCase } from "../provider-case.js";

/** Most that content may have. */
const MOST = 20;
/** Longest value, of every kind of character that may be in it. */
const value = (n: number) => `${String(n).padStart(8, "K")}:${"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~azAZ09 ".slice(0, 55)}`.slice(0, 64);

function buttons(count: number, maxLabel: number): ChatButton[] {
  const styles = ["plain", "primary", "danger"] as const;
  return Array.from({ length: count }, (_, n) => ({
    label: `Allow ${n} ✅ <&>`.padEnd(maxLabel, "x").slice(0, maxLabel),
    value: value(n),
    style: styles[n % 3]!,
  }));
}

export const buttonCases: readonly ProviderCase[] = [
  {
    name: "as many buttons as there may be, with the longest labels and values, are all there and in order",
    needs: ["buttons"],
    async run(stage) {
      const provider = await stage.life();
      const { max, maxLabel } = provider.capabilities.buttons!;
      const all = buttons(Math.min(max, MOST), Math.min(maxLabel, 200));
      const seen = await stage.said(provider, stage.message("Choose", { buttons: all }));
      check.equal(
        seen.buttons.map(({ label }) => label),
        all.map(({ label }) => label),
        "their labels",
      );
      check.equal(
        seen.buttons.map((button) => button.value),
        all.map((button) => button.value),
        "their values",
      );
    },
  },
  {
    name: "a press comes back with the very value, who pressed, and where",
    needs: ["buttons"],
    async run(stage) {
      const provider = await stage.life();
      const all = buttons(2, 10);
      const seen = await stage.said(provider, stage.message("Choose", { buttons: all }));
      await stage.platform.press!(stage.ann, stage.home, seen.id, all[1]!.value);
      const press = (await stage.sink.offered(({ event }) => event.type === "press", "the press")).event as InboundPress;
      check.equal([press.value, press.person.id], [all[1]!.value, stage.ann.id], "the value and the person");
      check.equal([press.conversation.chat, press.conversation.kind], [stage.home.chat, "direct"], "the conversation");
      check.equal(press.message, seen.id, "the message that holds the button");
    },
  },
  {
    name: "whoever presses in a shared conversation is the one who is named",
    needs: ["buttons", "shared"],
    async run(stage) {
      const provider = await stage.life();
      const room = stage.platform.shared!();
      await stage.platform.say(stage.ann, room, { text: "ask me" });
      const { conversation } = await stage.sink.message("ask me");
      const seen = await stage.said(provider, stage.message("Choose", { buttons: buttons(1, 10) }), conversation);
      await stage.platform.press!(stage.platform.people.stranger, room, seen.id, value(0));
      const { event } = await stage.sink.offered((offer) => offer.event.type === "press", "the press");
      check.equal(event.person.id, stage.platform.people.stranger.id, "who pressed, not who asked");
      check.equal([event.conversation.chat, event.conversation.topic ?? "", event.conversation.kind], [room.chat, room.topic ?? "", "shared"]);
    },
  },
  {
    name: "two presses are two events, and one that comes again is the same",
    needs: ["buttons"],
    async run(stage) {
      const provider = await stage.life();
      const seen = await stage.said(provider, stage.message("Choose", { buttons: buttons(2, 10) }));
      const presses = () => stage.sink.offers.filter(({ event }) => event.type === "press");
      for (const times of [1, 2]) {
        await stage.platform.press!(stage.ann, stage.home, seen.id, value(0));
        await stage.sink.until(() => presses().filter(({ outcome }) => outcome === "claimed").length === times, "each press");
      }
      await stage.heard();
      await stage.platform.redeliver();
      await stage.sink.until(() => presses().some(({ outcome }) => outcome === "known"), "the repetition, known by its key");
      check.equal(new Set(presses().map(({ event }) => event.key)).size, 2, "two keys");
    },
  },
  {
    name: "a press is answered, once, again and with a token that is none",
    needs: ["buttons"],
    async run(stage) {
      const provider = await stage.life();
      const seen = await stage.said(provider, stage.message("Choose", { buttons: buttons(1, 10) }));
      await stage.platform.press!(stage.ann, stage.home, seen.id, value(0));
      const press = (await stage.sink.offered(({ event }) => event.type === "press", "the press")).event as InboundPress;
      await provider.acknowledge(press.token, "Allowed once.");
      await provider.acknowledge(press.token);
      await provider.acknowledge("no such token", "x".repeat(500));
      await stage.said(provider, stage.message("done"));
    },
  },
];
