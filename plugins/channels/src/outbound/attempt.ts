import type { OutboundFile, OutboundMessage } from "@open-cowork/core/transport";
import { AppError, type Conversation, type Delivery, isAppError, type OutboundContent, type SendOutcome } from "@open-cowork/shared";
import { within } from "../deadline.js";
import { readView } from "../read-view.js";
import { blockFileSession, blockFileText } from "../rendering/block-file.js";
import type { Served } from "../served.js";
import { shortened } from "../texts/escape.js";

/** A platform that has not answered by then may or may not have it. */
const TEXT_MS = 60_000;
const FILE_MS = 10 * 60_000;

/** Refusals that are about this change of this message: said anew, it may be taken. */
const SAID_ANEW: ReadonlySet<string> = new Set(["gone", "not_allowed"]);
/** Refusals that are about the conversation or about us: another message would fare no better. */
const HOPELESS: ReadonlySet<string> = new Set(["blocked", "gone", "unauthorised"]);

/** One try to bring what a delivery says onto the platform. Never rejects. */
export async function attempt(served: Served, to: Conversation, delivery: Delivery): Promise<SendOutcome> {
  const { edits } = served.provider.capabilities;
  if (delivery.message === undefined) return sendNew(served, to, delivery);
  if (edits === undefined || delivery.content.file !== undefined) return sendNew(served, to, delivery);
  const outcome = await edit(served, to, delivery.message, delivery.content, delivery);
  return outcome.state === "refused" && SAID_ANEW.has(outcome.code) ? sendNew(served, to, delivery) : outcome;
}

/** Changes a message of ours. */
export async function edit(
  served: Served,
  to: Conversation,
  message: string,
  content: OutboundContent,
  of: Pick<Delivery, "id" | "doubtful">,
): Promise<SendOutcome> {
  return outcomeOf(served, TEXT_MS, () => served.provider.edit(to, message, outgoing(served, content, of)));
}

async function sendNew(served: Served, to: Conversation, delivery: Delivery): Promise<SendOutcome> {
  const { file, ...rest } = delivery.content;
  if (file === undefined) return outcomeOf(served, TEXT_MS, () => served.provider.send(to, outgoing(served, rest, delivery)));
  let opened: OutboundFile;
  try {
    opened = await openable(served, file);
  } catch (error) {
    // A store that is away comes back; a file that is gone does not.
    if (!isAppError(error) || error.retryable)
      return { state: "deferred", retryAfterMs: 0, reason: isAppError(error) ? error.message : "The file could not be read." };
    return instead(served, to, delivery, { state: "refused", code: error.code, reason: error.message });
  }
  const outcome = await outcomeOf(served, FILE_MS, () => served.provider.send(to, { ...outgoing(served, rest, delivery), file: opened }));
  return outcome.state === "refused" && !HOPELESS.has(outcome.code) ? instead(served, to, delivery, outcome) : outcome;
}

/** A file that the platform does not take is told of, so that people know that there is one. */
function instead(served: Served, to: Conversation, delivery: Delivery, refused: SendOutcome): Promise<SendOutcome> | SendOutcome {
  const { file, buttons, text } = delivery.content;
  if (file === undefined) return refused;
  const told = served.texts.fileNotSent(file.name, file.bytes, undefined);
  const content = { text: shortened(text === "" ? told : `${text}\n\n${told}`, served.provider.capabilities.text.max), buttons };
  return outcomeOf(served, TEXT_MS, () => served.provider.send(to, outgoing(served, content, delivery)));
}

function outgoing(
  { texts }: Served,
  { text, buttons, replyTo }: Omit<OutboundContent, "file">,
  { id, doubtful }: Pick<Delivery, "id" | "doubtful">,
): OutboundMessage {
  // Also in changes: the other one, if it is there, says the same.
  const said = doubtful ? [text, texts.doubtful].filter((part) => part !== "").join("\n\n") : text;
  return { text: said, buttons, key: id, ...(replyTo === undefined ? {} : { replyTo }) };
}

async function openable(served: Served, { artifact, name, mime, bytes }: NonNullable<OutboundContent["file"]>): Promise<OutboundFile> {
  const session = blockFileSession(artifact);
  if (session === undefined) return { name, mime, bytes, open: () => served.deps.artifacts.read(served.ctx, artifact) };
  const text = blockFileText(await readView(served, session), artifact);
  if (text === undefined) throw new AppError("artifact.not_found");
  const content = new TextEncoder().encode(text);
  return { name, mime, bytes: content.byteLength, open: async () => only(content) };
}

async function* only(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

/** Providers answer and do not throw; one that does all the same, or that never answers, has perhaps sent it. */
async function outcomeOf({ deps, log }: Served, ms: number, work: () => Promise<SendOutcome>): Promise<SendOutcome> {
  try {
    return await within(deps.clock, ms, work, (): SendOutcome => ({ state: "unknown", reason: "The platform did not answer in time." }));
  } catch (error) {
    log.error("provider.threw", { error });
    return { state: "unknown", reason: "The provider failed while it was sending." };
  }
}
