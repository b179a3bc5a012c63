import type { HostProfile } from "@open-cowork/core/host";
import { PRODUCT } from "@open-cowork/shared";

/** Open Cowork Cloud: sessions, their storage and runtime, an HTTP surface. Chat channels reach it from hosts of their own. */
export const CLOUD_PROFILE: HostProfile = {
  name: PRODUCT.cloud,
  accepts: {
    storage: { min: 1, max: 1 },
    bus: { min: 1, max: 1 },
    artifacts: { min: 1, max: 1 },
    secrets: { min: 1, max: 1 },
    identity: { min: 1, max: 1 },
    runtime: { min: 1, max: 1 },
    sessions: { min: 1, max: 1 },
    http: { min: 1, max: 1 },
    ui: { max: 1 },
    model: {},
    service: {},
  },
  forbids: {
    provider: "chat providers run in the Cloud Channel Gateway, which holds no data, or in the Standalone Gateway",
    channels: "channels are routed by the Cloud Channel Gateway or the Standalone Gateway",
  },
};
