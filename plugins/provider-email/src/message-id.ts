import { createHash } from "node:crypto";
import { domainOf } from "./address.js";

/** Ids are kept without their angle brackets. */
const SOUND = /^[\x21-\x3b\x3d\x3f-\x7e]{3,250}$/;
/** Longest root that is carried as it is: with it our own ids stay below 300 characters. */
const ROOT_MAX = 120;

/** All sound ids of a `Message-ID`, `In-Reply-To` or `References` field, in order. What could not stand in a header again is left out. */
export function messageIds(field: string | undefined): string[] {
  return [...(field ?? "").matchAll(/<([^<>]*)>/g)].map(([, id]) => id!.trim()).filter((id) => SOUND.test(id));
}

export function isMessageId(id: string | undefined): id is string {
  return id !== undefined && SOUND.test(id);
}

/**
 * Names the thread that a first mail begins: its id, so that answers can refer to it even after a restart, when nothing else is left of it. Long ids become a
 * hash, and answers then refer to the mail they answer alone.
 */
export function threadRoot(id: string): string {
  return id.length <= ROOT_MAX ? id : `sha256:${createHash("sha256").update(id).digest("hex")}`;
}

/** The id that a root stands for, unless it is a hash. */
export function rootMessageId(root: string | undefined): string | undefined {
  return root !== undefined && !root.startsWith("sha256:") && isMessageId(root) ? root : undefined;
}

/**
 * The id of a mail of ours. Made of the message's key, so that a second try is the same mail to programs that show one of each; it carries the root of its
 * thread, since some mail programs refer to the last mail only.
 */
export function ourMessageId(address: string, conversation: { chat: string; topic?: string }, key: string): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([address, conversation.chat, conversation.topic ?? "", key]))
    .digest("base64url");
  return `oc1.${hash.slice(0, 24)}.${Buffer.from(conversation.topic ?? "").toString("base64url")}@${domainOf(address)}`;
}

/** The root within an id of ours; undefined for others'. */
export function rootWithin(address: string, id: string): string | undefined {
  const [, root, domain] = /^oc1\.[\w-]{24}\.([\w-]+)@(.+)$/.exec(id) ?? [];
  if (!root || domain?.toLowerCase() !== domainOf(address)) return undefined;
  const decoded = Buffer.from(root, "base64url").toString();
  return decoded.length <= ROOT_MAX && SOUND.test(decoded) ? decoded : undefined;
}
