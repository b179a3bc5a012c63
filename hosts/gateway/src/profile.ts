import type { HostProfile } from "@open-cowork/core/host";
import { PRODUCT } from "@open-cowork/shared";

/** The Cloud Channel Gateway: chat providers, a router, a link to Cloud. It keeps nothing and runs nothing. */
export const GATEWAY_PROFILE: HostProfile = {
  name: `the ${PRODUCT.cloudChannelGateway}`,
  accepts: {
    link: { min: 1, max: 1 },
    identity: { min: 1, max: 1 },
    http: { min: 1, max: 1 },
    channels: { min: 1, max: 1 },
    provider: {},
    ui: { max: 1 },
    service: {},
  },
  forbids: {
    runtime: "the workers of Open Cowork Cloud run OpenCode, and this host is a client of theirs",
    storage: "everything that has to last is kept by Open Cowork Cloud",
    sessions: "threads are executed by Open Cowork Cloud",
    bus: "there is one process, and Open Cowork Cloud tells it what happens",
    model: "models and their keys stay with Open Cowork Cloud",
    artifacts: "files are kept by Open Cowork Cloud",
  },
};
