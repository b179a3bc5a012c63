import { check } from "@open-cowork/core/testing";
import { gate } from "../patience.js";
import type { ProviderCase } from "../provider-case.js";
import { outbound, pattern } from "./bytes.js";
import { reading } from "./reading.js";

export const orderCases: readonly ProviderCase[] = [
  {
    name: "messages of one conversation are there in the order in which they were given, also when given together",
    async run(stage) {
      const provider = await stage.life();
      const texts = Array.from({ length: 8 }, (_, i) => `part ${i + 1}`);
      const outcomes = await Promise.all(texts.map((text) => provider.send(stage.home, stage.message(text))));
      check.equal(
        outcomes.map(({ state }) => state),
        texts.map(() => "delivered"),
      );
      check.equal(
        stage.platform.messages(stage.home).map(({ text }) => reading(text)),
        texts,
        "the order",
      );
    },
  },
  {
    name: "a conversation does not wait for another one whose file is slow, and what comes behind the file stays behind it",
    needs: ["files-out"],
    async run(stage) {
      const provider = await stage.life();
      const { passed: ready, open } = gate();
      const fast = outbound("slow.bin", pattern(10));
      const slow = { ...fast, open: () => ready.then(fast.open) };
      const first = provider.send(stage.home, stage.message("", { file: slow }));
      const second = provider.send(stage.home, stage.message("after the file"));
      check.equal((await stage.within(provider.send(stage.away, stage.message("meanwhile")), "another conversation to go on")).state, "delivered");
      open();
      check.equal([(await first).state, (await second).state], ["delivered", "delivered"]);
      const seen = stage.platform.messages(stage.home);
      check.equal([seen[0]?.files.length, reading(seen[1]?.text ?? "")], [1, "after the file"], "the order");
    },
  },
  {
    name: "an edit given with the send before it comes after it",
    needs: ["edits"],
    async run(stage) {
      const provider = await stage.life();
      const { id } = await stage.said(provider, stage.message("0"));
      const edits = Array.from({ length: 6 }, (_, i) => provider.edit(stage.home, id, stage.message(`${i + 1}`)));
      await Promise.all(edits);
      check.equal(reading(stage.seen(id).text), "6", "the last edit to be what is shown");
    },
  },
];
