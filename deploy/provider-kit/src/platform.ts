import type { ChatProvider } from "@open-cowork/core/transport";
import type { ChatButton, ChatPerson, Conversation } from "@open-cowork/shared";

/** A message of ours as people on the platform see it. */
export interface SeenMessage {
  id: string;
  /** Without markup, as it reads on the screen. */
  text: string;
  /** As the platform was given it: HTML, mrkdwn, MIME. Tests of formatting read this. */
  source: string;
  buttons: Pick<ChatButton, "label" | "value">[];
  files: { name: string; bytes: Uint8Array }[];
  /** How often it was changed after it was sent. */
  edits: number;
}

/**
 * What goes wrong next. rate-limited: the platform asks to wait. broken: it answers 5xx. unauthorised: our credentials are not valid (any more). silent: it
 * takes the request, does it, and the answer never comes. malformed: it refuses the formatted content, but would take plain text. gone: the chat is closed to us.
 */
export type PlatformFault = { kind: "rate-limited"; retryAfterMs: number } | { kind: "broken" | "unauthorised" | "silent" | "malformed" | "gone" };

/** A platform made for tests: a real server on loopback that speaks the platform's protocol, with people in it. */
export interface SimulatedPlatform {
  /** Two people who know each other by nothing but their ids, and somebody who will never be let in. */
  people: { ann: ChatPerson; bob: ChatPerson; stranger: ChatPerson };
  /** A direct conversation of that person with us, and one that all of them share, where the platform has such. */
  direct(person: ChatPerson): Conversation;
  shared?(): Conversation;
  /** Somebody writes to us; in a shared conversation in the way one speaks to us there, such as by a mention. Resolves when the platform has it, not when we do. */
  say(person: ChatPerson, to: Conversation, message: { text: string; files?: { name: string; mime: string; bytes: Uint8Array }[] }): Promise<void>;
  /** Somebody writes to the others in a shared conversation, not to us. */
  chatter?(person: ChatPerson, to: Conversation, text: string): Promise<void>;
  /** Somebody takes another name and handle. What they say from now on comes with these; the id stays. */
  rename?(person: ChatPerson, to: { name: string; handle: string }): Promise<void>;
  /** Somebody presses a button of a message of ours. */
  press?(person: ChatPerson, to: Conversation, messageId: string, value: string): Promise<void>;
  /** The platform delivers its last event once more, as it does when it did not hear us. Whether it also does so by itself, and how soon, is its own affair. */
  redeliver(): Promise<void>;
  /** Events that the platform gave out, or has ready for us, and of which it has not heard that we have them. */
  unacknowledged?(): number;
  /** What we have said in a conversation and is still there, oldest first. */
  messages(conversation: Conversation): SeenMessage[];
  /** A message of ours is deleted by somebody. */
  remove?(conversation: Conversation, messageId: string): Promise<void>;
  /** The content of all files that people have sent is deleted; the messages stay. */
  loseFiles?(): Promise<void>;
  /** The next `times` (default 1) requests that send or change a message go wrong that way. */
  fault(fault: PlatformFault, times?: number): void;
  /** Cuts the connection over which events come, once. Those said meanwhile come after it. */
  interrupt?(): Promise<void>;
  /** Sends a request to our webhook that the platform did not sign, or signed long ago. Resolves with the status it got. */
  forge?(how: "unsigned" | "wrong" | "stale" | "replayed"): Promise<number>;
  /** Requests of ours so far, by the name of the platform's method; for counts and pacing. `at` is milliseconds of `performance.now()`. */
  calls(): { method: string; at: number }[];
}

/** What a provider's author gives the kit, fresh for each case. */
export interface ProviderHarness {
  platform: SimulatedPlatform;
  /** A provider, not started yet, that talks to the platform. Called again within a case for a second life after a crash. */
  provider(): ChatProvider | Promise<ChatProvider>;
  /** Secrets of its configuration, which must appear in no message, error or log line. */
  secrets: readonly string[];
  /** Lines that the provider logged. */
  logged(): readonly string[];
  close(): Promise<void>;
}
