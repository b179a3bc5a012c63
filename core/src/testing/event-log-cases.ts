import { type NewEvent, newId } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import { type ConformanceCase, check } from "./conformance.js";
import { some } from "./contexts.js";
import { aTenant } from "./memory-store.js";
import { aLeasedRun, aSession, type SessionStoresHarness } from "./session-stores.js";

type Case = ConformanceCase<SessionStoresHarness>;

/**
 * Property of every log: whatever appends run at once, the sequence has no gap and no repeat, each batch is contiguous, each answer names what
 * the log holds. `writers` are lists of batch sizes, one list a concurrent writer.
 */
export async function checkConcurrentAppends(stores: SessionStoresHarness, writers: readonly (readonly number[])[]): Promise<void> {
  const ctx = aTenant();
  const session = await aSession(stores, ctx);
  const answers = await Promise.all(
    writers.map(async (sizes, writer) => {
      const own = [];
      for (const [batch, size] of sizes.entries()) {
        const events = Array.from({ length: size }, (_, i) => some.text("r", `${writer}.${batch}.${i}`));
        own.push(await stores.log.append(ctx, { session, epoch: null, events }));
      }
      return own;
    }),
  );
  const all = await readAll(stores, ctx, session);
  check.equal(
    all.map(({ seq }) => seq),
    Array.from(all, (_, i) => i + 1),
    "a sequence without gaps",
  );
  check.equal(all.length, 1 + writers.flat().reduce((sum, size) => sum + size, 0), "every event once");
  for (const own of answers) {
    for (const answer of own) check.equal(answer.events, all.slice(answer.from - 1, answer.to), "the events that the answer named");
    for (const [i, answer] of own.entries()) check.ok(i === 0 || answer.from > own[i - 1]!.to, "one writer's batches in its order");
  }
}

async function readAll({ log }: SessionStoresHarness, ctx: TenantContext, session: string) {
  const all = [];
  for (let after = 0; ; ) {
    const page = await log.read(ctx, session, { after, limit: 50 });
    if (page.length === 0) return all;
    all.push(...page);
    after = page.at(-1)!.seq;
  }
}

/** Events: numbering, what comes back, what is refused. */
export const eventLogCases: readonly Case[] = [
  {
    name: "numbers events from 1 without gaps and reads them as they were written",
    async run(h) {
      const ctx = aTenant();
      const session = await aSession(h, ctx);
      const events = [some.queued("r"), some.text("r", " spaces "), { ...some.text("r", "nested"), agentPath: ["a", "b"] } as NewEvent];
      const answer = await h.log.append(ctx, { session, epoch: null, events });
      check.equal([answer.from, answer.to, answer.repeated], [2, 4, false]);
      const read = await h.log.read(ctx, session, { after: 1 });
      check.equal(read, answer.events);
      check.equal(
        read.map(({ seq: _seq, at: _at, epoch: _epoch, ...event }) => event),
        events,
      );
      check.ok(
        read.every(({ at, epoch }) => at === answer.at && epoch === 0),
        "commit time and epoch 0 on events of commands",
      );
    },
  },
  {
    name: "keeps any text: NUL, lone surrogates, emoji, line separators",
    async run(h) {
      const ctx = aTenant();
      const session = await aSession(h, ctx, "title \u0000 \ud800 😀");
      const texts = ["\u0000", "\ud83d", "😀", "\u2028", '"\\', ""];
      await h.log.append(ctx, { session, epoch: null, events: texts.map((text) => some.text("r", text)) });
      await h.log.append(ctx, { session, epoch: null, events: [some.queued("r", "say \u0000 \udfff this")] });
      const read = await h.log.read(ctx, session, { after: 1, limit: texts.length });
      check.equal(
        read.map(({ body }) => (body as { text: string }).text),
        texts,
      );
    },
  },
  {
    name: "reads a range: after is exclusive, limit holds, beyond the head is empty",
    async run(h) {
      const ctx = aTenant();
      const session = await aSession(h, ctx);
      await h.log.append(ctx, { session, epoch: null, events: Array.from({ length: 9 }, (_, i) => some.text("r", String(i))) });
      const seqs = async (range: { after: number; limit?: number }) => (await h.log.read(ctx, session, range)).map(({ seq }) => seq);
      check.equal(await seqs({ after: 3, limit: 2 }), [4, 5]);
      check.equal(await seqs({ after: 8 }), [9, 10]);
      check.equal(await seqs({ after: 10 }), []);
    },
  },
  { name: "concurrent appends leave no gap and no repeat", run: (h) => checkConcurrentAppends(h, [[1, 5], [3], [2, 2, 2], [20], [1, 1, 1]]) },
  {
    name: "refuses what it does not know",
    async run(h) {
      const ctx = aTenant();
      const session = newId();
      await check.fails(h.log.append(ctx, { session, epoch: null, events: [some.text("r", "x")] }), "session.not_found");
      await check.fails(h.log.append(ctx, { session, epoch: 1, events: [some.text("r", "x")] }), "session.not_found");
      await check.fails(h.log.read(ctx, session, { after: 0 }), "session.not_found");
      await check.fails(h.log.snapshot(ctx, session), "session.not_found");
      await check.fails(h.log.saveSnapshot(ctx, session, { seq: 1, json: "{}" }), "session.not_found");
    },
  },
  {
    name: "creates a session once",
    async run(h) {
      const ctx = aTenant();
      const session = await aSession(h, ctx, "first");
      await check.fails(h.log.append(ctx, { session, epoch: null, create: true, events: [some.created("second")] }), "session.exists");
      const all = await h.log.read(ctx, session, { after: 0 });
      check.equal([all.length, (await h.index.get(ctx, session))?.title], [1, "first"]);
    },
  },
  {
    name: "of two creations at once one wins",
    async run(h) {
      const ctx = aTenant();
      const session = newId();
      const create = () => h.log.append(ctx, { session, epoch: null, create: true, events: [some.created()] });
      const outcomes = await Promise.allSettled([create(), create(), create()]);
      check.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
      check.equal((await h.log.read(ctx, session, { after: 0 })).length, 1);
    },
  },
  {
    name: "answers a repeated command with the first answer and writes nothing",
    async run(h) {
      const ctx = aTenant();
      const session = await aSession(h, ctx);
      const command = { id: newId(), kind: "prompt", run: "r1" };
      const first = await h.log.append(ctx, { session, epoch: null, events: [some.queued("r1")], command });
      const again = await h.log.append(ctx, { session, epoch: null, events: [some.queued("r2")], command: { ...command, run: "r2" } });
      check.equal([again.from, again.at, again.run, again.repeated, again.events], [first.from, first.at, "r1", true, []]);
      check.equal((await h.log.read(ctx, session, { after: 0 })).length, 2);
    },
  },
  {
    name: "of one command sent many times at once, one is written",
    async run(h) {
      const ctx = aTenant();
      const session = await aSession(h, ctx);
      const command = { id: newId(), kind: "prompt", run: "r" };
      const answers = await Promise.all(Array.from({ length: 8 }, () => h.log.append(ctx, { session, epoch: null, events: [some.queued("r")], command })));
      check.equal(answers.filter(({ repeated }) => !repeated).length, 1);
      check.equal(
        answers.map(({ from, run, repeated }) => [from, repeated && run]),
        answers.map(({ repeated }) => [2, repeated && "r"]),
      );
      check.equal((await h.index.get(ctx, session))?.headSeq, 2);
    },
  },
  {
    name: "a creating command may be repeated",
    async run(h) {
      const ctx = aTenant();
      const session = newId();
      const create = () => h.log.append(ctx, { session, epoch: null, create: true, events: [some.created()], command: { id: "c", kind: "create" } });
      await create();
      const again = await create();
      check.equal([again.from, again.repeated, (await h.log.read(ctx, session, { after: 0 })).length], [1, true, 1]);
    },
  },
  {
    name: "a failed command gives its id back",
    async run(h) {
      const ctx = aTenant();
      const { session, run } = await aLeasedRun(h, ctx);
      const command = { id: newId(), kind: "approval.answer" };
      const answer = () => h.log.append(ctx, { session, epoch: null, events: [some.approved("a")], command });
      await check.fails(answer(), "approval.not_pending");
      await h.log.append(ctx, { session, epoch: null, events: [some.approval("a", run)] });
      check.equal((await answer()).repeated, false);
    },
  },
  {
    name: "writes under the epoch of the lease, and nothing under a stale one",
    async run(h) {
      const ctx = aTenant();
      const { session, run, lease } = await aLeasedRun(h, ctx);
      const answer = await h.log.append(ctx, { session, epoch: lease.epoch, events: [some.started(run)] });
      check.equal(answer.events[0]?.epoch, lease.epoch);
      await h.elapse(ctx, 60_000);
      await h.log.append(ctx, { session, epoch: lease.epoch, events: [some.text(run, "lapsed but not taken")] });
      const next = await h.leases.acquire("node.other", lease, 30_000);
      check.ok(next && next.epoch > lease.epoch, "a higher epoch for the next holder");
      await check.fails(h.log.append(ctx, { session, epoch: lease.epoch, events: [some.text(run, "late")] }), "authority.stale_epoch");
      await check.fails(h.log.append(ctx, { session, epoch: next.epoch + 1, events: [some.text(run, "future")] }), "authority.stale_epoch");
      check.equal((await h.log.read(ctx, session, { after: 0 })).length, 4);
      check.equal((await h.index.get(ctx, session))?.headSeq, 4);
    },
  },
  {
    name: "a lease that was given back fences like one that was taken",
    async run(h) {
      const ctx = aTenant();
      const { session, run, lease } = await aLeasedRun(h, ctx);
      await h.leases.release(lease);
      await check.fails(h.log.append(ctx, { session, epoch: lease.epoch, events: [some.started(run)] }), "authority.stale_epoch");
    },
  },
  {
    name: "keeps the newest snapshot only",
    async run(h) {
      const ctx = aTenant();
      const session = await aSession(h, ctx);
      check.equal(await h.log.snapshot(ctx, session), undefined);
      const json = '{"seq":7,"text":"\\u0000 😀"}';
      await h.log.saveSnapshot(ctx, session, { seq: 5, json: '{"seq":5}' });
      await h.log.saveSnapshot(ctx, session, { seq: 7, json });
      await h.log.saveSnapshot(ctx, session, { seq: 6, json: '{"seq":6}' });
      check.equal(await h.log.snapshot(ctx, session), { seq: 7, json });
    },
  },
  {
    name: "tells heads across tenants and leaves out what it does not know",
    async run(h) {
      const [a, b] = [aTenant(), aTenant()];
      const [one, two] = [await aSession(h, a), await aSession(h, b)];
      await h.log.append(b, { session: two, epoch: null, events: [some.text("r", "x"), some.text("r", "y")] });
      const heads = await h.log.heads([
        { ...a, session: one },
        { ...b, session: two },
        { ...a, session: two },
        { ...a, session: newId() },
      ]);
      check.equal(
        heads.sort((x, y) => x.head - y.head),
        [
          { ...a, session: one, head: 1 },
          { ...b, session: two, head: 3 },
        ],
      );
      check.equal(await h.log.heads([]), []);
    },
  },
  {
    name: "a tenant sees nothing of another, even with the id in hand",
    async run(h) {
      const [mine, theirs] = [aTenant(), aTenant()];
      const session = await aSession(h, mine, "secret plan");
      await h.log.saveSnapshot(mine, session, { seq: 1, json: "{}" });
      await check.fails(h.log.read(theirs, session, { after: 0 }), "session.not_found");
      await check.fails(h.log.snapshot(theirs, session), "session.not_found");
      await check.fails(h.log.append(theirs, { session, epoch: null, events: [some.text("r", "x")] }), "session.not_found");
      check.equal(await h.index.get(theirs, session), undefined);
      check.equal((await h.index.list(theirs, { limit: 10 })).items, []);
      check.equal(await h.index.search(theirs, { q: "secret", limit: 10 }), []);
      check.equal(await h.index.attention(theirs), []);
      await h.index.purge(theirs, session);
      check.equal(await aSessionOf(h, theirs, session), 1, "the same id in another tenant is another session");
      check.equal((await h.log.read(mine, session, { after: 0 })).length, 1);
    },
  },
];

async function aSessionOf(h: SessionStoresHarness, ctx: TenantContext, session: string): Promise<number> {
  return (await h.log.append(ctx, { session, epoch: null, create: true, events: [some.created()] })).to;
}
