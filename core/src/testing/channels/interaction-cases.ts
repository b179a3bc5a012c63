import { newId } from "@open-cowork/shared";
import { type ConformanceCase, check } from "../conformance.js";
import { aChannel, aSpokenThread, type ChannelStoresHarness } from "./channel-stores.js";

type Case = ConformanceCase<ChannelStoresHarness>;

/** Meanings of buttons and codes. */
export const interactionCases: readonly Case[] = [
  {
    name: "a request has one short id, also when offered many times at once",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding } = channel;
      const of = { ...(await aSpokenThread(h, channel)), kind: "approval", request: newId() } as const;
      const offers = await Promise.all(Array.from({ length: 8 }, () => h.interactions.offer(gateway, binding, of, 60_000)));
      for (const offer of offers) check.equal(offer, offers[0]);
      const [{ id, createdAt, expiresAt, ...rest } = offers[0]!] = offers;
      check.ok(/^[0-9A-HJKMNP-TV-Z]{8}$/.test(id), "8 characters of Crockford's alphabet");
      check.equal([rest, expiresAt - createdAt], [{ ...of, binding }, 60_000]);
      const others = [
        await h.interactions.offer(gateway, binding, { ...of, request: newId() }, 60_000),
        await h.interactions.offer(gateway, binding, { ...of, kind: "question" }, 60_000),
        await h.interactions.offer(gateway, binding, { ...of, ...(await aSpokenThread(h, channel)) }, 60_000),
      ];
      check.equal(new Set([id, ...others.map((other) => other.id)]).size, 4, "others to have others");
    },
  },
  {
    name: "is found in whatever way its id was typed, in its own binding",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding } = channel;
      const other = await aChannel(h, channel.owner);
      const offer = await h.interactions.offer(gateway, binding, { ...(await aSpokenThread(h, channel)), kind: "question", request: "r" }, 60_000);
      const { id } = offer;
      for (const typed of [id, id.toLowerCase(), ` ${id} `, `${id.slice(0, 4)}-${id.slice(4)}`, id.replaceAll("0", "o").replaceAll("1", "l")]) {
        check.equal(await h.interactions.find(gateway, binding, typed), offer);
      }
      await check.fails(h.interactions.find(other.gateway, other.binding, id), "channel.interaction_unknown");
      for (const wrong of ["", "00000000", `${id}0`, "%", "\u0000"])
        await check.fails(h.interactions.find(gateway, binding, wrong), "channel.interaction_unknown");
    },
  },
  {
    name: "a lapsed one is found no more, and is replaced by one with a new id",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding } = channel;
      const of = { ...(await aSpokenThread(h, channel)), kind: "approval", request: "r" } as const;
      const first = await h.interactions.offer(gateway, binding, of, 5_000);
      await h.elapse(gateway, 4_000);
      check.equal((await h.interactions.offer(gateway, binding, of, 5_000)).id, first.id);
      await h.elapse(gateway, 1_001);
      await check.fails(h.interactions.find(gateway, binding, first.id), "channel.interaction_unknown");
      const second = await h.interactions.offer(gateway, binding, of, 5_000);
      check.ok(second.id !== first.id, "a new id");
      check.equal(await h.interactions.find(gateway, binding, second.id), second);
      await check.fails(h.interactions.find(gateway, binding, first.id), "channel.interaction_unknown");
    },
  },
  {
    name: "there is none in a thread that does not exist",
    async run(h) {
      const { gateway, binding } = await aChannel(h);
      const of = { thread: newId(), session: newId(), kind: "approval", request: "r" } as const;
      await check.fails(h.interactions.offer(gateway, binding, of, 5_000), "channel.thread_unknown");
    },
  },
];
