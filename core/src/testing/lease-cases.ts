import { event, newId } from "@open-cowork/shared";
import type { Lease } from "../authority/ports.js";
import { type ConformanceCase, check } from "./conformance.js";
import { anActor, some } from "./contexts.js";
import { aTenant } from "./memory-store.js";
import { aLeasedRun, aSession, type SessionStoresHarness } from "./session-stores.js";

type Case = ConformanceCase<SessionStoresHarness>;
const TTL = 30_000;

/** Claims everything there is, of all tenants, and keeps what belongs to one session. */
async function claimed(h: SessionStoresHarness, session: string, worker = `claimer-${newId()}.boot`): Promise<Lease | undefined> {
  return (await h.leases.claim(worker, 10_000, TTL)).find((lease) => lease.session === session);
}

export const leaseCases: readonly Case[] = [
  {
    name: "one holder at a time; a lapsed lease may be taken, under a higher epoch",
    async run(h) {
      const ctx = aTenant();
      const at = { ...ctx, session: await aSession(h, ctx) };
      const first = await h.leases.acquire("n.a", at, TTL);
      check.equal(first, { ...at, worker: "n.a", epoch: 1 });
      check.equal(await h.leases.acquire("n.b", at, TTL), undefined);
      check.equal(await h.leases.holder(at), "n.a");
      await h.elapse(ctx, TTL + 1);
      check.equal(await h.leases.holder(at), undefined);
      check.equal((await h.leases.acquire("n.b", at, TTL))?.epoch, 2);
      check.equal(await h.leases.holder(at), "n.b");
    },
  },
  {
    name: "of many that ask at once, one gets it",
    async run(h) {
      const ctx = aTenant();
      const at = { ...ctx, session: await aSession(h, ctx) };
      const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => h.leases.acquire(`n.${i}`, at, TTL)));
      check.equal(answers.filter(Boolean).length, 1);
    },
  },
  {
    name: "the holder that asks again gets a new epoch",
    async run(h) {
      const ctx = aTenant();
      const at = { ...ctx, session: await aSession(h, ctx) };
      await h.leases.acquire("n.a", at, TTL);
      check.equal((await h.leases.acquire("n.a", at, TTL))?.epoch, 2);
    },
  },
  {
    name: "knows nothing of sessions that do not exist",
    async run(h) {
      const at = { ...aTenant(), session: newId() };
      check.equal(await h.leases.acquire("n.a", at, TTL), undefined);
      check.equal(await h.leases.holder(at), undefined);
      check.equal(await h.leases.release({ ...at, worker: "n.a", epoch: 1 }, 0), true);
    },
  },
  {
    name: "renewing keeps all leases of a worker alive and tells which are left",
    async run(h) {
      const ctx = aTenant();
      const worker = `${newId()}.boot`;
      const [one, two] = [await aLeasedRun(h, ctx, worker), await aLeasedRun(h, ctx, worker)];
      await h.elapse(ctx, TTL - 1_000);
      check.equal((await h.leases.renew(worker, TTL)).length, 2);
      await h.elapse(ctx, TTL - 1_000);
      check.equal(await h.leases.holder(one.lease), worker);
      await h.elapse(ctx, 2_000);
      await h.leases.acquire("other.boot", two.lease, TTL);
      check.equal(await h.leases.renew(worker, TTL), [one.lease], "the lapsed but untaken one only");
      check.equal(await h.leases.renew("nobody.boot", TTL), []);
    },
  },
  {
    name: "giving back with what was seen fails while something newer asks: no wake-up is lost",
    async run(h) {
      const ctx = aTenant();
      const { session, run, lease } = await aLeasedRun(h, ctx);
      await h.log.append(ctx, { session, epoch: lease.epoch, events: [some.started(run), some.finished(run)] });
      await h.log.append(ctx, { session, epoch: null, events: [some.queued("r2")] });
      check.equal(await h.leases.release(lease, 4), false);
      check.equal(await h.leases.holder(lease), lease.worker, "the lease kept");
      await h.log.append(ctx, { session, epoch: lease.epoch, events: [some.started("r2"), some.finished("r2")] });
      check.equal(await h.leases.release(lease, 7), true);
      check.equal(await h.leases.holder(lease), undefined);
      check.equal(await claimed(h, session), undefined, "nothing left to do");
      await h.log.append(ctx, { session, epoch: null, events: [some.queued("r3")] });
      check.ok(await claimed(h, session), "a new prompt to be claimed");
    },
  },
  {
    name: "a prompt races a release: either the release fails or the prompt is there to be claimed",
    async run(h) {
      const ctx = aTenant();
      for (let i = 0; i < 10; i++) {
        const { session, run, lease } = await aLeasedRun(h, ctx);
        await h.log.append(ctx, { session, epoch: lease.epoch, events: [some.started(run), some.finished(run)] });
        const [released] = await Promise.all([h.leases.release(lease, 4), h.log.append(ctx, { session, epoch: null, events: [some.queued("next")] })]);
        check.equal(released, (await claimed(h, session)) !== undefined, "claimable exactly when released");
      }
    },
  },
  {
    name: "giving back without what was seen leaves unfinished work for others",
    async run(h) {
      const ctx = aTenant();
      const { session, lease } = await aLeasedRun(h, ctx);
      check.equal(await h.leases.release(lease), true);
      check.equal((await claimed(h, session))?.epoch, lease.epoch + 1);
    },
  },
  {
    name: "releasing a lease that another holds touches nothing",
    async run(h) {
      const ctx = aTenant();
      const { lease } = await aLeasedRun(h, ctx);
      await h.elapse(ctx, TTL + 1);
      await h.leases.acquire("n.b", lease, TTL);
      check.equal(await h.leases.release(lease, 0), true);
      check.equal(await h.leases.release({ ...lease, worker: "n.b" }), true, "the right worker with an old epoch");
      check.equal(await h.leases.holder(lease), "n.b");
    },
  },
  {
    name: "claims what asks for a worker and what a dead worker left running; once each",
    async run(h) {
      const ctx = aTenant();
      const idle = await aSession(h, ctx);
      const asking = await aSession(h, ctx);
      await h.log.append(ctx, { session: asking, epoch: null, events: [some.queued("r")] });
      const orphan = await aLeasedRun(h, ctx, "dead.boot");
      await h.log.append(ctx, { session: orphan.session, epoch: orphan.lease.epoch, events: [some.started(orphan.run)] });
      const live = await aLeasedRun(h, ctx, "alive.boot");
      await h.elapse(ctx, TTL + 1);
      await h.leases.acquire("alive.boot", live.lease, TTL);
      const [a, b] = await Promise.all([h.leases.claim("w.1", 10_000, TTL), h.leases.claim("w.2", 10_000, TTL)]);
      const of = (session: string) => [...a, ...b].filter((lease) => lease.session === session).length;
      check.equal([of(idle), of(asking), of(orphan.session), of(live.session)], [0, 1, 1, 0]);
    },
  },
  {
    name: "claims no more than asked for",
    async run(h) {
      const ctx = aTenant();
      for (let i = 0; i < 3; i++) await h.log.append(ctx, { session: await aSession(h, ctx), epoch: null, events: [some.queued("r")] });
      check.equal((await h.leases.claim("w.1", 2, TTL)).length, 2);
      check.equal(await h.leases.claim("w.1", 0, TTL), []);
    },
  },
  {
    name: "a run that waits for a person needs no worker until somebody decides",
    async run(h) {
      const ctx = aTenant();
      const { session, run, lease } = await aLeasedRun(h, ctx, "dead.boot");
      const events = [some.started(run), some.approval("a", run), some.waiting("a", run)];
      await h.log.append(ctx, { session, epoch: lease.epoch, events });
      await h.elapse(ctx, TTL + 1);
      check.equal(await claimed(h, session), undefined);
      await h.log.append(ctx, { session, epoch: null, events: [some.approved("a")] });
      check.ok(await claimed(h, session), "a claim after the decision");
    },
  },
  {
    name: "a decision between request and waiting is not lost with its worker",
    async run(h) {
      const ctx = aTenant();
      const { session, run, lease } = await aLeasedRun(h, ctx, "dead.boot");
      await h.log.append(ctx, { session, epoch: lease.epoch, events: [some.started(run), some.approval("a", run)] });
      await h.log.append(ctx, { session, epoch: null, events: [some.approved("a")] });
      await h.log.append(ctx, { session, epoch: lease.epoch, events: [some.waiting("a", run)] });
      await h.elapse(ctx, TTL + 1);
      check.ok(await claimed(h, session), "a claim of the orphan");
    },
  },
  {
    name: "a deleted session asks for a worker, which may then purge it",
    async run(h) {
      const ctx = aTenant();
      const session = await aSession(h, ctx);
      await h.log.append(ctx, { session, epoch: null, events: [event("session.deleted", { by: anActor() })] });
      check.ok(await claimed(h, session), "a claim of the deleted session");
      await h.index.purge(ctx, session);
      check.equal(await claimed(h, session), undefined);
    },
  },
  {
    name: "frees what earlier boots of a node held, and nothing else",
    async run(h) {
      const ctx = aTenant();
      const node = newId();
      const [old, now, other] = [`${node}.1`, `${node}.2`, `${node}x.1`];
      const held = [await aLeasedRun(h, ctx, old), await aLeasedRun(h, ctx, now), await aLeasedRun(h, ctx, other)];
      check.equal(await h.leases.releaseNode(node, now), 1);
      const holders = await Promise.all(held.map(({ lease }) => h.leases.holder(lease)));
      check.equal(
        holders,
        [null, now, other].map((worker) => worker ?? undefined),
      );
      check.ok(await claimed(h, held[0]!.session), "its work to be claimed");
    },
  },
];
