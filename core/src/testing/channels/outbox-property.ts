import { newId, type SendOutcome } from "@open-cowork/shared";
import { check } from "../conformance.js";
import { aChannel, aDelivery, aSpokenThread, CHANNEL_TTL, type ChannelStoresHarness } from "./channel-stores.js";

/** What happens to one message. crash: the gateway dies where it stands and starts again; `lost` means that the platform did it and nobody heard. */
export type OutboxStep =
  | { do: "put" }
  | { do: "try"; outcome: "delivered" | "deferred" | "refused" | "lost" | "dropped"; crash: boolean; put: boolean }
  | { do: "retry" | "bury" | "stale" };

/**
 * A message through any course of revisions, tries, crashes and operators, against a platform that shows what it is sent. In the end the newest revision is
 * shown, or it was given up; and whatever may be there twice says so.
 */
export async function checkDelivery(h: ChannelStoresHarness, steps: readonly OutboxStep[]): Promise<void> {
  const channel = await aChannel(h);
  const { gateway, binding, owner } = channel;
  const { thread } = await aSpokenThread(h, channel);
  const [{ provider, instance } = { provider: "", instance: "" }] = await h.admin.bindings(gateway);
  const shown = new Map<string, number>();
  let { epoch } = channel;
  let [revision, boot] = [1, 1];
  const [first] = await h.outbox.put(gateway, binding, thread, [aDelivery("k")]);
  const { id } = first!;
  let doubtWanted = false;

  const put = async () => {
    const [now] = await h.outbox.put(gateway, binding, thread, [aDelivery("k", { revision: ++revision })]);
    check.equal([now?.id, now?.revision], [id, revision], "the same message, newer");
  };
  const restart = async () => {
    const stale = epoch;
    ({ epoch } = await h.directory.connect(gateway, { provider, instance }, `node.${++boot}`, CHANNEL_TTL));
    check.ok(epoch > stale, "a higher epoch");
    await check.fails(h.outbox.begin(gateway, binding, id, stale), "channel.held");
  };
  const attempt = async (outcome: Extract<OutboxStep, { do: "try" }>["outcome"], then: { crash: boolean; put: boolean }) => {
    const begun = await h.outbox.begin(gateway, binding, id, epoch);
    if (!begun) return;
    check.equal([begun.state, begun.revision], ["sending", revision], "a try of the newest revision");
    let message = begun.message ?? newId();
    if (outcome === "delivered" || outcome === "lost") shown.set(message, begun.revision);
    else message = "";
    if (then.put) await put();
    if (then.crash) {
      doubtWanted ||= begun.message === undefined;
      return restart();
    }
    const outcomes: Record<typeof outcome, SendOutcome> = {
      delivered: { state: "delivered", message },
      deferred: { state: "deferred", retryAfterMs: 0, reason: "later" },
      refused: { state: "refused", code: "gone", reason: "no chat" },
      lost: { state: "unknown", reason: "no answer" },
      dropped: { state: "unknown", reason: "no answer" },
    };
    const settled = await h.outbox.settle(gateway, binding, id, begun.revision, outcomes[outcome]);
    if (outcomes[outcome].state === "unknown" && begun.message === undefined) check.equal(settled.doubtful, true, "doubt");
    if (outcome === "delivered") check.equal([settled.state, settled.message], [then.put ? "pending" : "sent", message], "the outcome");
  };

  for (const step of steps) {
    if (step.do === "put") await put();
    else if (step.do === "try") await attempt(step.outcome, step);
    else if (step.do === "stale") await restart();
    else await h.outbox[step.do](owner, id).catch((error: unknown) => check.fails(Promise.reject(error), "channel.delivery_done"));
  }
  const before = (await h.outbox.list(gateway, { binding, limit: 10 })).items;
  check.equal(before.length, 1, "one message");
  const wasOpen = before[0]!.state === "pending" || before[0]!.state === "sending";
  await attempt("delivered", { crash: false, put: false });
  const [end] = (await h.outbox.list(gateway, { binding, limit: 10 })).items;
  if (wasOpen || end!.state === "sent") {
    check.equal([end!.state, end!.sentRevision, shown.get(end!.message!)], ["sent", revision, revision], "the newest revision shown");
  }
  if (shown.size > 1) check.equal(end!.doubtful, true, "doubt about what may be there twice");
  if (end!.doubtful)
    check.ok(doubtWanted || steps.some((step) => step.do === "try" && (step.outcome === "lost" || step.outcome === "dropped")), "a reason for doubt");
}
