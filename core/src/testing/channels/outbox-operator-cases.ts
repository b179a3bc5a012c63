import { newId } from "@open-cowork/shared";
import { type ConformanceCase, check } from "../conformance.js";
import { aDelivery, type ChannelStoresHarness } from "./channel-stores.js";
import { anOutbox } from "./outbox-cases.js";

type Case = ConformanceCase<ChannelStoresHarness>;

/** What operators do about deliveries. */
export const outboxOperatorCases: readonly Case[] = [
  {
    name: "a retry gives all tries back, to what was refused, given up or waits; never to what was sent",
    async run(h) {
      const { owner, put, begin, settle } = await anOutbox(h);
      const tried = async (outcome: Parameters<typeof settle>[2]) => {
        const [{ id } = { id: "" }] = await put(aDelivery());
        await begin(id);
        await settle(id, 1, outcome);
        return id;
      };
      const again = [
        await tried({ state: "refused", code: "gone", reason: "" }),
        await tried({ state: "dead", reason: "" }),
        await tried({ state: "deferred", retryAfterMs: 3_600_000, reason: "" }),
      ];
      for (const id of again) {
        const { state, attempts, error, nextAt, updatedAt } = await h.outbox.retry(owner, id);
        check.equal([state, attempts, error, nextAt <= updatedAt], ["pending", 0, undefined, true]);
        check.equal((await begin(id))?.attempts, 1);
        check.equal((await h.outbox.retry(owner, id)).state, "sending", "a try under way to go on");
      }
      await check.fails(h.outbox.retry(owner, await tried({ state: "delivered", message: "m" })), "channel.delivery_done");
      await check.fails(h.outbox.retry(owner, newId()), "channel.delivery_unknown");
    },
  },
  {
    name: "burying gives up what is not done or was refused; what was sent cannot be taken back",
    async run(h) {
      const { owner, gateway, binding, put, begin, settle } = await anOutbox(h);
      const [waiting, sending, refused, sent] = await put(aDelivery(), aDelivery(), aDelivery(), aDelivery());
      for (const { id } of [sending!, refused!, sent!]) await begin(id);
      await settle(refused!.id, 1, { state: "refused", code: "gone", reason: "no chat" });
      await settle(sent!.id, 1, { state: "delivered", message: "m" });
      for (const { id } of [waiting!, sending!, refused!, refused!]) check.equal((await h.outbox.bury(owner, id)).state, "dead");
      check.equal(await begin(waiting!.id), undefined);
      check.equal(await h.outbox.open(gateway, binding), []);
      check.equal((await settle(sending!.id, 1, { state: "deferred", retryAfterMs: 0, reason: "" })).state, "dead");
      check.equal((await settle(sending!.id, 1, { state: "delivered", message: "m" })).state, "sent", "the fact to win");
      await check.fails(h.outbox.bury(owner, sent!.id), "channel.delivery_done");
      await check.fails(h.outbox.bury(owner, newId()), "channel.delivery_unknown");
    },
  },
  {
    name: "lists the newest first, in pages, by binding and state",
    async run(h) {
      const { owner, gateway, binding, put, begin, settle } = await anOutbox(h);
      for (const key of ["1", "2", "3", "4", "5"]) {
        const [{ id } = { id: "" }] = await put(aDelivery(key));
        if (Number(key) % 2 === 0) continue;
        await begin(id);
        await settle(id, 1, { state: "dead", reason: "" });
      }
      const list = async (query: Omit<Parameters<typeof h.outbox.list>[1], "limit">, limit = 2) => {
        const { items, next } = await h.outbox.list(gateway, { ...query, limit });
        return { keys: items.map(({ key }) => key), next };
      };
      const first = await list({ binding });
      check.equal(first.keys, ["5", "4"]);
      const second = await list({ binding, cursor: first.next });
      check.equal(second.keys, ["3", "2"]);
      check.equal(await list({ binding, cursor: second.next }), { keys: ["1"], next: undefined });
      const dead = await list({ state: "dead" });
      check.equal([dead.keys, (await list({ state: "dead", cursor: dead.next })).keys], [["5", "3"], ["1"]]);
      check.equal((await list({}, 5)).next, undefined);
      check.equal((await h.outbox.list(owner, { limit: 10 })).items.length, 5);
      check.equal((await h.outbox.list(owner, { state: "sent", limit: 10 })).items, []);
      await check.fails(list({ cursor: "a b" }), "request.bad_cursor");
      await check.fails(list({ binding: newId() }), "channel.binding_unknown");
    },
  },
];
