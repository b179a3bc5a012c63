import { newId } from "@open-cowork/shared";
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
];
