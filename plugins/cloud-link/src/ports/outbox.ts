import type { GatewayClient } from "@open-cowork/cloud-client";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { Outbox } from "@open-cowork/core/transport";
import { CHANNEL_BATCH, type Delivery, type DeliveryInput, type SendOutcome } from "@open-cowork/shared";
import { batches } from "./batches.js";
import { forOperators } from "./operators.js";

/** Messages on their way out, kept at Cloud. */
export class CloudOutbox implements Outbox {
  constructor(private readonly client: GatewayClient) {}

  /**
   * More than one request holds goes in several, in order, and the cursor with the last: broken off in the middle, the thread is still behind, and putting all
   * of it again changes nothing that is there.
   */
  async put(_ctx: RequestContext, binding: string, thread: string, deliveries: readonly DeliveryInput[], cursor?: number): Promise<Delivery[]> {
    const parts = batches(deliveries, CHANNEL_BATCH);
    const put: Delivery[] = [];
    for (const [i, part] of parts.entries()) {
      put.push(...(await this.client.deliveries.put(binding, thread, part, i === parts.length - 1 ? cursor : undefined)));
    }
    return put;
  }
  begin(_ctx: RequestContext, binding: string, delivery: string, epoch: number): Promise<Delivery | undefined> {
    return this.client.deliveries.begin(binding, delivery, epoch);
  }
  settle(
    _ctx: RequestContext,
    binding: string,
    delivery: string,
    revision: number,
    outcome: SendOutcome | { state: "dead"; reason: string },
  ): Promise<Delivery> {
    return this.client.deliveries.settle(binding, delivery, revision, outcome);
  }
  open(_ctx: RequestContext, binding: string): Promise<Delivery[]> {
    return this.client.deliveries.open(binding);
  }
  list(
    _ctx: RequestContext,
    query: { binding?: string; state?: Delivery["state"]; limit: number; cursor?: string },
  ): Promise<{ items: Delivery[]; next?: string }> {
    return forOperators(this.client.deliveries.list(query));
  }
  retry(_ctx: RequestContext, delivery: string): Promise<Delivery> {
    return forOperators(this.client.deliveries.retry(delivery));
  }
  bury(_ctx: RequestContext, delivery: string): Promise<Delivery> {
    return forOperators(this.client.deliveries.bury(delivery));
  }
}
