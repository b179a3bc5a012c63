import { IDENTITY, REVOCATIONS } from "@open-cowork/core/authority";
import { CLOCK, definePlugin } from "@open-cowork/core/kernel";
import { adminTokenSchema } from "@open-cowork/shared";
import { z } from "zod";
import { AdminIdentity } from "./admin-identity.js";

export default definePlugin({
  name: "@open-cowork/identity-admin",
  kind: "identity",
  api: "^1",
  config: z.strictObject({ adminToken: adminTokenSchema.describe("What the administrator signs in with.") }),
  requires: { clock: CLOCK },
  provides: { identity: IDENTITY, revocations: REVOCATIONS },
  setup({ deps, config, onStop }) {
    const identity = new AdminIdentity(config.adminToken, deps.clock);
    onStop(() => identity.stop());
    return { ports: { identity, revocations: identity.revocations }, reconfigure: ({ adminToken }) => identity.rotate(adminToken) };
  },
});
