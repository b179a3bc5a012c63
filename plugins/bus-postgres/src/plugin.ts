import { CLOCK, definePlugin, LOG } from "@open-cowork/core/kernel";
import { DATABASE_URL, EVENT_BUS } from "@open-cowork/core/transport";
import { z } from "zod";
import { PostgresBus } from "./postgres-bus.js";

export default definePlugin({
  name: "@open-cowork/bus-postgres",
  kind: "bus",
  api: "^1",
  config: z.strictObject({}).prefault({}),
  requires: { clock: CLOCK, log: LOG, url: DATABASE_URL },
  provides: { bus: EVENT_BUS },
  async setup({ deps: { clock, log, url }, onStop }) {
    const bus = new PostgresBus({ url: url.reveal(), clock, log });
    await bus.open();
    onStop(() => bus.close());
    const check = () => (bus.connected ? ({ state: "ok" } as const) : ({ state: "degraded", detail: "Reconnecting; other processes are not heard." } as const));
    return { ports: { bus }, contributes: { health: [{ name: "bus", check }] } };
  },
});
