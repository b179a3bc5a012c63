import { event, newId } from "@open-cowork/shared";
import { type ConformanceCase, check } from "./conformance.js";
import { aTenant } from "./memory-store.js";
import { aLeasedRun, type SessionStoresHarness } from "./session-stores.js";

export const checkpointCases: readonly ConformanceCase<SessionStoresHarness>[] = [
  {
    name: "loads in order of position, bytes unchanged, the first of a position kept",
    async run(h) {
      const ctx = aTenant();
      const { session, lease } = await aLeasedRun(h, ctx);
      const data = Uint8Array.from({ length: 256 }, (_, i) => i);
      await h.checkpoints.save(ctx, session, lease.epoch, { position: 20, data });
      await h.checkpoints.save(ctx, session, lease.epoch, { position: 3, data: Uint8Array.of(1) });
      await h.checkpoints.save(ctx, session, lease.epoch, { position: 3, data: Uint8Array.of(2) });
      const loaded = await h.checkpoints.load(ctx, session);
      check.equal(
        loaded.map(({ position, data: bytes }) => [position, [...bytes]]),
        [
          [3, [1]],
          [20, [...data]],
        ],
      );
    },
  },
  {
    name: "a stale epoch writes nothing; unknown sessions have none",
    async run(h) {
      const ctx = aTenant();
      const { session, lease } = await aLeasedRun(h, ctx);
      const checkpoint = { position: 1, data: Uint8Array.of(1) };
      await check.fails(h.checkpoints.save(ctx, session, lease.epoch + 1, checkpoint), "authority.stale_epoch");
      await check.fails(h.checkpoints.save(ctx, newId(), 1, checkpoint), "session.not_found");
      await check.fails(h.checkpoints.save(aTenant(), session, lease.epoch, checkpoint), "session.not_found");
      check.equal(await h.checkpoints.load(ctx, session), []);
      check.equal(await h.checkpoints.load(ctx, newId()), []);
    },
  },
  {
    name: "a batch brings its checkpoints along, or neither is written",
    async run(h) {
      const ctx = aTenant();
      const { session, lease, run } = await aLeasedRun(h, ctx);
      const checkpoints = [
        { position: 1, data: Uint8Array.of(1, 0, 255) },
        { position: 2, data: Uint8Array.of(2) },
      ];
      const events = [event("run.finished", { durationMs: 1 }, run)];
      await check.fails(h.log.append(ctx, { session, epoch: lease.epoch + 1, events, checkpoints }), "authority.stale_epoch");
      check.equal(await h.checkpoints.load(ctx, session), []);
      await h.checkpoints.save(ctx, session, lease.epoch, { position: 2, data: Uint8Array.of(9) });
      await h.log.append(ctx, { session, epoch: lease.epoch, events, checkpoints });
      check.equal(
        (await h.checkpoints.load(ctx, session)).map(({ position, data }) => [position, [...data]]),
        [
          [1, [1, 0, 255]],
          [2, [9]],
        ],
      );
    },
  },
];
