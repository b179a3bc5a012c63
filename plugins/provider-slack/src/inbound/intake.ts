import type { InboundEvent, InboundFile } from "@open-cowork/shared";
import type { People } from "./people.js";
import { mentions, readText } from "./text.js";

/** Who we are in a Slack workspace. */
export interface Us {
  user: string;
  bot: string;
  team: string;
  name: string;
}

/** A message as the Events API tells it, `message` and `app_mention` alike; what we read of it. */
export interface SlackMessage {
  type: string;
  subtype?: string | undefined;
  channel: string;
  channel_type?: string | undefined;
  user?: string | undefined;
  user_team?: string | undefined;
  team?: string | undefined;
  bot_id?: string | undefined;
  text?: string | undefined;
  ts: string;
  thread_ts?: string | undefined;
  parent_user_id?: string | undefined;
  files?: readonly SlackFile[] | undefined;
}
interface SlackFile {
  id?: string | undefined;
  name?: string | null | undefined;
  mimetype?: string | undefined;
  size?: number | undefined;
  url_private_download?: string | undefined;
  url_private?: string | undefined;
}
export interface SlackPress {
  team: string;
  user: string;
  channel: string;
  direct: boolean;
  message: string;
  thread?: string | undefined;
  value: string;
  at: string;
}
export interface SlackCommand {
  team: string;
  user: string;
  channel: string;
  text: string;
  trigger: string;
}

interface IntakeDeps {
  us: Us;
  command: string;
  people: People;
  inbound(event: InboundEvent): Promise<unknown>;
}

/** Subtypes that are something a person said; all others tell of changes to messages, rooms and members. */
const SAID: ReadonlySet<string | undefined> = new Set([undefined, "file_share", "thread_broadcast"]);
/** Threads remembered as ours, so that people need not mention us in each of their messages. */
const OUR_THREADS = 10_000;

/** Turns what Slack tells into events that all platforms share. Resolves when the event is stored. */
export class Intake {
  readonly #ours = new Set<string>();

  constructor(private readonly deps: IntakeDeps) {}

  async message(message: SlackMessage): Promise<void> {
    const { us, people, inbound } = this.deps;
    const { channel, user, ts, text = "" } = message;
    if (!SAID.has(message.subtype) || user === undefined || user === us.user || message.bot_id !== undefined) return;
    const direct = message.channel_type === "im" || channel.startsWith("D");
    const isMention = message.type === "app_mention" || mentions(text, us.user);
    // In a room the answer goes into a thread below the question; a direct chat is one conversation unless the person opened a thread.
    const topic = message.thread_ts ?? (direct ? undefined : ts);
    const place = `${channel} ${topic ?? ""}`;
    if (isMention && topic !== undefined) this.#remember(place);
    await inbound({
      type: "message",
      // A mention comes twice, as app_mention and as message; both are the same message.
      key: `message:${channel}:${ts}`,
      conversation: { chat: channel, kind: direct ? "direct" : "shared", ...(topic === undefined ? {} : { topic }) },
      person: await people.person(message.user_team ?? message.team ?? us.team, user),
      at: Math.round(Number(ts) * 1_000),
      text: readText(text, us.user),
      files: (message.files ?? []).flatMap(fileOf),
      message: ts,
      addressed: direct || isMention || message.parent_user_id === us.user || this.#ours.has(place),
    });
  }

  async press({ team, user, channel, direct, message, thread, value, at }: SlackPress): Promise<void> {
    const { people, inbound } = this.deps;
    await inbound({
      type: "press",
      key: `press:${channel}:${message}:${user}:${at}`,
      conversation: { chat: channel, kind: direct ? "direct" : "shared", ...(thread === undefined ? {} : { topic: thread }) },
      person: await people.person(team, user),
      at: Math.round(Number(at) * 1_000),
      value,
      message,
      token: [channel, user, thread ?? ""].join(" "),
    });
  }

  /** `/cowork stop` is `/stop`; anything but a chat command is a question. */
  async command({ team, user, channel, text, trigger }: SlackCommand): Promise<void> {
    const { us, people, inbound } = this.deps;
    const direct = channel.startsWith("D");
    const said = readText(text, us.user);
    await inbound({
      type: "message",
      key: `command:${trigger}`,
      conversation: { chat: channel, kind: direct ? "direct" : "shared" },
      person: await people.person(team, user),
      at: Date.now(),
      text: said === "" ? "/help" : COMMANDS.test(said) ? `/${said.replace(/^\//, "")}` : said,
      files: [],
      addressed: true,
    });
  }

  #remember(place: string): void {
    this.#ours.add(place);
    if (this.#ours.size > OUR_THREADS) this.#ours.delete(this.#ours.values().next().value!);
  }
}

/** Words that stand for a chat command at the beginning of a slash command. */
const COMMANDS = /^\/?(help|start|new|status|stop|sessions|agent|model|approve|deny|answer)\b/i;

function fileOf({ id, name, mimetype, size, url_private_download: download, url_private: view }: SlackFile): InboundFile[] {
  const ref = download ?? view;
  if (ref === undefined) return [];
  return [{ ref, name: name ?? id ?? "file", mime: mimetype ?? "application/octet-stream", ...(size === undefined ? {} : { bytes: size }) }];
}
