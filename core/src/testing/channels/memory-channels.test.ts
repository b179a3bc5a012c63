import fc from "fast-check";
import { conformance } from "../conformance.js";
import { channelAccessCases } from "./access-cases.js";
import { channelConformance } from "./channel-cases.js";
import { memoryChannelHarness } from "./channel-stores.js";
import { checkConcurrentClaims } from "./inbound-queue-cases.js";
import { checkDelivery, type OutboxStep } from "./outbox-property.js";

describe("channel ports in memory", () => {
  channelConformance({ describe, it }, async () => memoryChannelHarness());
  conformance({ describe, it }, { title: "ChannelAccess", cases: channelAccessCases, open: async () => memoryChannelHarness() });

  it("any interleaving of claims claims each key once", () => {
    const batch = fc.record({ keys: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 5 }), lost: fc.boolean() });
    const callers = fc.array(fc.array(batch, { maxLength: 4 }), { minLength: 1, maxLength: 6 });
    return fc.assert(fc.asyncProperty(callers, (plan) => checkConcurrentClaims(memoryChannelHarness(), plan)));
  });

  it("any course of a message ends with its newest revision shown, or given up", () => {
    const outcome = fc.constantFrom("delivered", "deferred", "refused", "lost", "dropped");
    const attempt = fc.record({ do: fc.constant("try"), outcome, crash: fc.boolean(), put: fc.boolean() });
    const step: fc.Arbitrary<OutboxStep> = fc.oneof(attempt, fc.record({ do: fc.constantFrom("put", "retry", "bury", "stale") }));
    return fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) => checkDelivery(memoryChannelHarness(), steps)),
      { numRuns: 2_000 },
    );
  });
});
