import { type Delivery, newId, type SendOutcome } from "@open-cowork/shared";
import { type ConformanceCase, check } from "../conformance.js";
import { some } from "../contexts.js";
import { aChannel, aDelivery, aSpokenThread, CHANNEL_TTL, type ChannelStoresHarness, type TestChannel } from "./channel-stores.js";

type Case = ConformanceCase<ChannelStoresHarness>;
const DELIVERED: SendOutcome = { state: "delivered", message: "m1" };

interface Opened extends TestChannel {
  thread: string;
  put(...inputs: ReturnType<typeof aDelivery>[]): Promise<Delivery[]>;
  begin(id: string, epoch?: number): Promise<Delivery | undefined>;
  settle(id: string, revision: number, outcome: SendOutcome | { state: "dead"; reason: string }): Promise<Delivery>;
}

export async function anOutbox(h: ChannelStoresHarness): Promise<Opened> {
  const channel = await aChannel(h);
  const { gateway, binding } = channel;
  const { thread } = await aSpokenThread(h, channel);
  return {
    ...channel,
    thread,
    put: (...inputs) => h.outbox.put(gateway, binding, thread, inputs),
    begin: (id, epoch = channel.epoch) => h.outbox.begin(gateway, binding, id, epoch),
    settle: (id, revision, outcome) => h.outbox.settle(gateway, binding, id, revision, outcome),
  };
}

/** Messages on their way out: what is put, and what becomes of a try. */
export const outboxCases: readonly Case[] = [
  {
    name: "putting is idempotent by key, also when put many times at once; answers come in the given order",
    async run(h) {
      const { gateway, binding, thread, put } = await anOutbox(h);
      const content = {
        ...{ text: 'NUL \u0000, half \ud800, "quotes" and 😀', replyTo: "m0" },
        buttons: [{ label: "Allow", value: "K7QD02MX:once", style: "primary" as const }],
        file: { artifact: newId(), name: "a.png", mime: "image/png", bytes: 12 },
      };
      const [first, second] = [aDelivery("b", { ordinal: 2, content, revision: 7 }), aDelivery("a", { ordinal: 1 })];
      const answers = await Promise.all(Array.from({ length: 8 }, () => put(first, second)));
      for (const answer of answers) check.equal(answer, answers[0]);
      const [one, two] = answers[0]!;
      const { id, createdAt, updatedAt, nextAt, ...rest } = one!;
      check.equal(rest, { ...first, binding, thread, state: "pending", attempts: 0, doubtful: false });
      check.ok(/^[A-Za-z0-9_-]{1,64}$/.test(id) && createdAt > 0 && updatedAt >= createdAt && nextAt >= createdAt, "its times");
      check.equal(await h.outbox.open(gateway, binding), [two, one], "both open, in their order");
    },
  },
  {
    name: "a higher revision changes the content, the same and a lower one nothing; a key twice in one call is one message",
    async run(h) {
      const { gateway, binding, put } = await anOutbox(h);
      const [old] = await put(aDelivery("k", { revision: 5, text: "five" }));
      check.equal(await put(aDelivery("k", { revision: 5, text: "other" }), aDelivery("k", { revision: 4, text: "four" })), [old, old]);
      const [twice, newest] = await put(aDelivery("k", { revision: 9, text: "nine", ordinal: 3 }), aDelivery("k", { revision: 8, text: "eight" }));
      check.equal([twice?.id, twice?.revision, twice?.content.text, twice?.ordinal, twice?.state], [old?.id, 9, "nine", 3, "pending"]);
      check.equal(newest, twice);
      check.equal(await h.outbox.open(gateway, binding), [twice]);
    },
  },
  {
    name: "the cursor moves in the same step, forward only, and never beyond what the session has said",
    async run(h) {
      const { gateway, binding, thread } = await anOutbox(h);
      const cursor = async () => (await h.threads.get(gateway, binding, thread)).cursor;
      const { session } = await h.threads.get(gateway, binding, thread);
      const { to } = await h.publishing.append(gateway, { session: session!, epoch: null, events: [some.queued("r1"), some.queued("r2")] });
      check.equal([to, await cursor()], [3, 1]);
      await h.outbox.put(gateway, binding, thread, [aDelivery()], 2);
      check.equal(await cursor(), 2);
      await h.outbox.put(gateway, binding, thread, [], 3);
      await h.outbox.put(gateway, binding, thread, [aDelivery()], 1);
      await h.outbox.put(gateway, binding, thread, [aDelivery()]);
      check.equal(await cursor(), 3);
      // Of the session before it, when somebody has just begun a new one.
      await h.outbox.put(gateway, binding, thread, [aDelivery()], 57);
      check.equal(await cursor(), 3);
      await check.fails(h.outbox.put(gateway, binding, newId(), [aDelivery()], 1), "channel.thread_unknown");
    },
  },
  {
    name: "beginning notes the try; what is done, given up or gone is not begun",
    async run(h) {
      const { put, begin, settle } = await anOutbox(h);
      const [delivery] = await put(aDelivery("k", { text: "hi" }));
      const begun = await begin(delivery!.id);
      check.equal([begun?.state, begun?.attempts, begun?.content.text, begun?.doubtful], ["sending", 1, "hi", false]);
      const sent = await settle(delivery!.id, 1, DELIVERED);
      check.equal([sent.state, sent.message, sent.sentRevision, sent.error], ["sent", "m1", 1, undefined]);
      check.equal(await begin(delivery!.id), undefined);
      check.equal(await begin(newId()), undefined);
      const [refused] = await put(aDelivery());
      await begin(refused!.id);
      await settle(refused!.id, 1, { state: "refused", code: "blocked", reason: "they left" });
      check.equal(await begin(refused!.id), undefined);
    },
  },
  {
    name: "one who lost the lease begins nothing, whatever became of it since",
    async run(h) {
      const { gateway, binding, epoch, put, begin } = await anOutbox(h);
      const [{ provider, instance } = { provider: "", instance: "" }] = await h.admin.bindings(gateway);
      const [delivery] = await put(aDelivery());
      const next = await h.directory.connect(gateway, { provider, instance }, "node.2", CHANNEL_TTL);
      await check.fails(begin(delivery!.id), "channel.held");
      check.equal((await begin(delivery!.id, next.epoch))?.attempts, 1);
      await check.fails(begin(delivery!.id), "channel.held");
      await h.directory.release(gateway, binding, "node.2");
      await check.fails(begin(delivery!.id, next.epoch), "channel.held");
      await check.fails(begin(delivery!.id, epoch + 100), "channel.held");
    },
  },
  {
    name: "found in sending by the next holder nobody knows whether it arrived: sent again and doubtful; asked again by the same one it is not",
    async run(h) {
      const { gateway, put, begin, settle } = await anOutbox(h);
      const [{ provider, instance } = { provider: "", instance: "" }] = await h.admin.bindings(gateway);
      const takeOver = (boot: number) => h.directory.connect(gateway, { provider, instance }, `node.${boot}`, CHANNEL_TTL);
      const [delivery] = await put(aDelivery("k"));
      const first = await begin(delivery!.id);
      check.equal(await begin(delivery!.id), first, "an answer that was lost");
      const { epoch } = await takeOver(2);
      const again = await begin(delivery!.id, epoch);
      check.equal([again?.doubtful, again?.attempts, again?.state], [true, 2, "sending"]);
      await settle(delivery!.id, 1, DELIVERED);
      // An edit that is repeated shows nothing twice.
      const [other] = await put(aDelivery("other"));
      await begin(other!.id, epoch);
      await settle(other!.id, 1, DELIVERED);
      await put(aDelivery("other", { revision: 2 }));
      await begin(other!.id, epoch);
      const edited = await begin(other!.id, (await takeOver(3)).epoch);
      check.equal([edited?.doubtful, edited?.message], [false, "m1"]);
    },
  },
  {
    name: "settling: deferred waits, unknown is doubtful unless it was an edit, refused and dead are done, each with its reason",
    async run(h) {
      const { gateway, binding, put, begin, settle } = await anOutbox(h);
      const [delivery] = await put(aDelivery("k"));
      const { id, createdAt } = delivery!;
      await begin(id);
      const deferred = await settle(id, 1, { state: "deferred", retryAfterMs: 30_000, reason: "slow down" });
      check.equal([deferred.state, deferred.error, deferred.doubtful, deferred.nextAt >= createdAt + 30_000], ["pending", "slow down", false, true]);
      await begin(id);
      const unknown = await settle(id, 1, { state: "unknown", reason: "timed out" });
      check.equal([unknown.state, unknown.error, unknown.doubtful, unknown.attempts], ["pending", "timed out", true, 2]);
      check.equal((await begin(id))?.attempts, 3);
      const sent = await settle(id, 1, DELIVERED);
      check.equal([sent.state, sent.doubtful, sent.error], ["sent", true, undefined]);
      const [other, dead] = await put(aDelivery("other"), aDelivery("dead"));
      await begin(other!.id);
      const refused = await settle(other!.id, 1, { state: "refused", code: "blocked", reason: "they left" });
      check.equal([refused.state, refused.error], ["refused", "blocked: they left"]);
      await begin(dead!.id);
      const given = await settle(dead!.id, 1, { state: "dead", reason: "tried 8 times" });
      check.equal([given.state, given.error], ["dead", "tried 8 times"]);
      check.equal(await h.outbox.open(gateway, binding), []);
      await check.fails(settle(newId(), 1, DELIVERED), "channel.delivery_unknown");
    },
  },
  {
    name: "a revision that came while the one before it was sent is sent next, with all its tries; a refusal of the old one does not stop it",
    async run(h) {
      const { put, begin, settle } = await anOutbox(h);
      for (const outcome of [DELIVERED, { state: "refused", code: "too_long", reason: "" } as const]) {
        const key = newId();
        const [{ id } = { id: "" }] = await put(aDelivery(key));
        await begin(id);
        check.equal((await put(aDelivery(key, { revision: 2, text: "two" })))[0]?.state, "sending");
        const settled = await settle(id, 1, outcome);
        check.equal([settled.state, settled.revision, settled.attempts], ["pending", 2, 0]);
        check.equal([settled.sentRevision, settled.message], outcome === DELIVERED ? [1, "m1"] : [undefined, undefined]);
        check.equal((await begin(id))?.content.text, "two");
        const done = await settle(id, 2, DELIVERED);
        check.equal([done.state, done.sentRevision], ["sent", 2]);
      }
    },
  },
  {
    name: "a higher revision of one that was sent or refused is sent; one that was given up stays given up",
    async run(h) {
      const { put, begin, settle } = await anOutbox(h);
      const states: unknown[] = [];
      for (const outcome of [DELIVERED, { state: "refused", code: "bad_content", reason: "" }, { state: "dead", reason: "" }] as const) {
        const [{ id } = { id: "" }] = await put(aDelivery(outcome.state));
        await begin(id);
        await settle(id, 1, outcome);
        const [again] = await put(aDelivery(outcome.state, { revision: 2, text: "two" }));
        states.push([again?.state, again?.content.text, again?.message]);
      }
      check.equal(states, [
        ["pending", "two", "m1"],
        ["pending", "two", undefined],
        ["dead", "two", undefined],
      ]);
    },
  },
  {
    name: "that it was delivered is a fact whoever tells it when; any other late news changes nothing",
    async run(h) {
      const { put, begin, settle } = await anOutbox(h);
      const [{ id } = { id: "" }] = await put(aDelivery("k"));
      await begin(id);
      const sent = await settle(id, 1, DELIVERED);
      check.equal((await settle(id, 1, DELIVERED)).state, "sent");
      for (const late of [
        { state: "unknown", reason: "" },
        { state: "refused", code: "gone", reason: "" },
        { state: "dead", reason: "" },
      ] as const) {
        const { state, message, error } = await settle(id, 1, late);
        check.equal([state, message, error], [sent.state, "m1", undefined]);
      }
      await put(aDelivery("k", { revision: 2 }));
      await begin(id);
      await settle(id, 2, { state: "delivered", message: "m2" });
      const stale = await settle(id, 1, DELIVERED);
      check.equal([stale.state, stale.message, stale.sentRevision], ["sent", "m2", 2], "an older revision to change nothing");
    },
  },
];
