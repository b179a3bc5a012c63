import { type InboundPress, newId } from "@open-cowork/shared";
import { type ConformanceCase, check } from "../conformance.js";
import { aChannel, aConversation, aMessage, aPerson, type ChannelStoresHarness, type TestChannel } from "./channel-stores.js";

type Case = ConformanceCase<ChannelStoresHarness>;

const keysOf = async ({ inbound }: ChannelStoresHarness, { gateway, binding }: TestChannel) =>
  (await inbound.pending(gateway, binding, { limit: 1_000 })).map(({ event }) => event.key);

/** Events of platforms, each dealt with once. */
export const inboundQueueCases: readonly Case[] = [
  {
    name: "keeps every field of what was said and pressed, in order",
    async run(h) {
      const { gateway, binding } = await aChannel(h);
      const said = aMessage("1", {
        text: 'NUL \u0000, half \ud800, "quotes" \\ and 😀',
        files: [{ ref: "file-1", name: "a.png", mime: "image/png", bytes: 12 }],
        conversation: aConversation({ topic: "7", kind: "shared", title: "Room" }),
        ...{ message: "m1", quote: "before", addressed: false },
      });
      const press: InboundPress = {
        ...{ type: "press", key: "2", conversation: said.conversation, person: aPerson({ handle: "ann" }), at: 5 },
        ...{ value: "K7QD02MX:once", token: "t", message: "m2" },
      };
      check.equal(await h.inbound.claim(gateway, binding, [said, press]), ["claimed", "claimed"]);
      const records = await h.inbound.pending(gateway, binding, { limit: 10 });
      check.equal(
        records.map(({ event, binding: of }) => [of, event]),
        [
          [binding, said],
          [binding, press],
        ],
      );
      check.ok(
        records.every(({ id, receivedAt }) => /^[A-Za-z0-9_-]{1,64}$/.test(id) && receivedAt > 0),
        "ids and times",
      );
    },
  },
  {
    name: "the same key claimed twenty times at once is claimed once",
    async run(h) {
      const channel = await aChannel(h);
      const answers = await Promise.all(Array.from({ length: 20 }, () => h.inbound.claim(channel.gateway, channel.binding, [aMessage("same")])));
      check.equal(answers.flat().filter((answer) => answer === "claimed").length, 1);
      check.equal(await keysOf(h, channel), ["same"]);
    },
  },
  {
    name: "answers for each in the given order, also for a key that comes twice in one call",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding } = channel;
      const claim = (...keys: string[]) =>
        h.inbound.claim(
          gateway,
          binding,
          keys.map((key) => aMessage(key)),
        );
      check.equal(await claim(), []);
      check.equal(await claim("b", "a", "b"), ["claimed", "claimed", "known"]);
      check.equal(await claim("c", "a", "d", "b"), ["claimed", "known", "claimed", "known"]);
      check.equal(await keysOf(h, channel), ["b", "a", "c", "d"]);
    },
  },
  {
    name: "a key belongs to its binding",
    async run(h) {
      const one = await aChannel(h);
      const other = await aChannel(h, one.owner);
      check.equal(await h.inbound.claim(one.gateway, one.binding, [aMessage("k")]), ["claimed"]);
      check.equal(await h.inbound.claim(other.gateway, other.binding, [aMessage("k")]), ["claimed"]);
      check.equal([await keysOf(h, one), await keysOf(h, other)], [["k"], ["k"]]);
    },
  },
  {
    name: "the same batches claimed at once in different orders: no deadlock, each key once",
    async run(h) {
      const channel = await aChannel(h);
      const keys = Array.from({ length: 30 }, (_, i) => `k${i}`);
      const orders = Array.from({ length: 8 }, (_, i) => [...keys.slice(i * 3), ...keys.slice(0, i * 3)]);
      for (const order of orders.slice(4)) order.reverse();
      const answers = await Promise.all(
        orders.map((order) =>
          h.inbound.claim(
            channel.gateway,
            channel.binding,
            order.map((key) => aMessage(key)),
          ),
        ),
      );
      check.equal(answers.flat().filter((answer) => answer === "claimed").length, keys.length);
      check.equal((await keysOf(h, channel)).sort(), [...keys].sort());
    },
  },
  {
    name: "pending comes in pages, oldest first, without what is completed",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding } = channel;
      for (const n of [1, 2, 3]) await h.inbound.claim(gateway, binding, [aMessage(`${n}a`), aMessage(`${n}b`)]);
      const page = (limit: number, after?: string) => h.inbound.pending(gateway, binding, { limit, after });
      const first = await page(4);
      check.equal(
        first.map(({ event }) => event.key),
        ["1a", "1b", "2a", "2b"],
      );
      await h.inbound.complete(gateway, binding, first[3]!.id, "prompted");
      const second = await page(4, first[3]!.id);
      check.equal(
        second.map(({ event }) => event.key),
        ["3a", "3b"],
      );
      check.equal(await page(4, second[1]!.id), []);
      check.equal(await keysOf(h, channel), ["1a", "1b", "2a", "3a", "3b"]);
      await check.fails(page(4, newId()), "request.bad_cursor");
    },
  },
  {
    name: "completing is done once and again; the key stays known",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding } = channel;
      await h.inbound.claim(gateway, binding, [aMessage("k")]);
      const [record] = await h.inbound.pending(gateway, binding, { limit: 1 });
      for (const outcome of ["prompted", "stranger"]) await h.inbound.complete(gateway, binding, record!.id, outcome);
      await h.inbound.complete(gateway, binding, newId(), "prompted");
      check.equal(await keysOf(h, channel), []);
      check.equal(await h.inbound.claim(gateway, binding, [aMessage("k")]), ["known"]);
      check.equal(await keysOf(h, channel), []);
    },
  },
];

/**
 * Gateways that claim what a platform delivers again and again: each caller sends its batches one after the other, all callers at once. A batch whose
 * answer is lost is sent again. However that interleaves, each key is claimed once and pending once.
 */
export async function checkConcurrentClaims(
  h: ChannelStoresHarness,
  callers: readonly (readonly { keys: readonly number[]; lost: boolean }[])[],
): Promise<void> {
  const channel = await aChannel(h);
  const { gateway, binding } = channel;
  const claimed: string[] = [];
  const claim = async (keys: readonly number[]) => {
    const events = keys.map((key) => aMessage(`k${key}`));
    const answers = await h.inbound.claim(gateway, binding, events);
    check.equal(answers.length, events.length, "an answer for each");
    claimed.push(...events.filter((_, i) => answers[i] === "claimed").map(({ key }) => key));
  };
  await Promise.all(
    callers.map(async (batches) => {
      for (const { keys, lost } of batches) for (let tries = lost ? 2 : 1; tries > 0; tries--) await claim(keys);
    }),
  );
  const wanted = [...new Set(callers.flat().flatMap(({ keys }) => keys.map((key) => `k${key}`)))].sort();
  check.equal([...claimed].sort(), wanted, "each key claimed once");
  check.equal((await keysOf(h, channel)).sort(), wanted, "each key pending once");
}
