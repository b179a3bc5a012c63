import { IDENTITY, IDENTITY_STORE, REVOCATIONS } from "@open-cowork/core/authority";
import { CLOCK, definePlugin, LOG } from "@open-cowork/core/kernel";
import { EVENT_BUS } from "@open-cowork/core/transport";
import { z } from "zod";
import { LocalIdentity } from "./local-identity.js";
import { Revocations } from "./revocations.js";

export default definePlugin({
  name: "@open-cowork/identity-local",
  kind: "identity",
  api: "^1",
  config: z.strictObject({}),
  requires: { clock: CLOCK, log: LOG, bus: EVENT_BUS, store: IDENTITY_STORE },
  provides: { identity: IDENTITY, revocations: REVOCATIONS },
  setup({ deps, onStop }) {
    const revocations = new Revocations(deps);
    onStop(() => revocations.stop());
    return { ports: { identity: new LocalIdentity({ ...deps, revocations }), revocations } };
  },
});
