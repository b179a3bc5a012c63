import fc from "fast-check";
import { LocalBus } from "../transport/local-bus.js";
import { artifactCases } from "./artifact-cases.js";
import { busCases } from "./bus-cases.js";
import { checkpointCases } from "./checkpoint-cases.js";
import { conformance } from "./conformance.js";
import { checkConcurrentAppends, eventLogCases } from "./event-log-cases.js";
import { FixedClock } from "./fixed-clock.js";
import { identityCases } from "./identity-cases.js";
import { leaseCases } from "./lease-cases.js";
import { MemoryArtifactStore } from "./memory-artifact-store.js";
import { MemoryIdentityStore } from "./memory-identity-store.js";
import { MemoryArtifactRows, MemoryIdempotencyRows, MemoryModelProviderRows, MemorySecretRows } from "./memory-rows.js";
import { rowsCases } from "./rows-cases.js";
import { sessionIndexCases } from "./session-index-cases.js";
import { memoryHarness } from "./session-stores.js";

const api = { describe, it };
const open = async () => memoryHarness();

describe("ports in memory", () => {
  conformance(api, { title: "EventLog", cases: eventLogCases, open });
  conformance(api, { title: "SessionIndex", cases: sessionIndexCases, open });
  conformance(api, { title: "LeaseStore", cases: leaseCases, open });
  conformance(api, { title: "CheckpointStore", cases: checkpointCases, open });
  conformance(api, { title: "IdentityStore", cases: identityCases, open: async () => ({ identities: new MemoryIdentityStore() }) });
  conformance(api, { title: "ArtifactStore", cases: artifactCases, open: async () => ({ artifacts: new MemoryArtifactStore(new FixedClock()) }) });
  conformance(api, { title: "EventBus", cases: busCases, open: async () => ({ bus: new LocalBus() }) });
  conformance(api, {
    title: "rows",
    cases: rowsCases,
    open: async () => ({
      secrets: new MemorySecretRows(),
      artifacts: new MemoryArtifactRows(),
      providers: new MemoryModelProviderRows(),
      idempotency: new MemoryIdempotencyRows(),
    }),
  });

  it("numbers any interleaving of appends without gaps", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 5 }), { minLength: 1, maxLength: 6 }), (writers) =>
        checkConcurrentAppends(memoryHarness(), writers),
      ),
    ));
});
