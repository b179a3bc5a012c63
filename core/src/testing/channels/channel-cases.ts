import { type ConformanceCase, conformance, type TestApi } from "../conformance.js";
import { bindingLeaseCases } from "./binding-lease-cases.js";
import type { ChannelStoresHarness } from "./channel-stores.js";
import { grantCases } from "./grant-cases.js";
import { inboundQueueCases } from "./inbound-queue-cases.js";
import { interactionCases } from "./interaction-cases.js";
import { outboxCases } from "./outbox-cases.js";
import { outboxOperatorCases } from "./outbox-operator-cases.js";
import { pairingCases } from "./pairing-cases.js";
import { peopleCases } from "./people-cases.js";
import { threadCases } from "./thread-cases.js";

/** What every implementation of the channel ports must show, by title. */
export const channelCases: Readonly<Record<string, readonly ConformanceCase<ChannelStoresHarness>[]>> = {
  "ChannelDirectory: leases": bindingLeaseCases,
  "ChannelDirectory: people": peopleCases,
  "ChannelAdmin: pairing and refusals": pairingCases,
  ChannelThreads: threadCases,
  InboundQueue: inboundQueueCases,
  Outbox: outboxCases,
  "Outbox: operators": outboxOperatorCases,
  InteractionBook: interactionCases,
  "grants of channels": grantCases,
};

/** Registers all of them with a test runner. */
export function channelConformance(api: TestApi, open: () => Promise<ChannelStoresHarness & { close?(): Promise<void> }>): void {
  for (const [title, cases] of Object.entries(channelCases)) conformance(api, { title, cases, open });
}
