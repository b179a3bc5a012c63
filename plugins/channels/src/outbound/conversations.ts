import type { ChannelThread, Delivery, DeliveryInput, SendOutcome } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import { Repeat } from "../repeat.js";
import type { Served } from "../served.js";
import { Follower } from "./follower.js";
import { Sender } from "./sender.js";
import { Slots } from "./slots.js";

const PAUSE = { firstMs: 500, mostMs: 30_000 };
/** Sessions that are opened at the same time after a start. */
const OPENING = 8;

interface Conversing {
  readonly sender: Sender;
  follower?: Follower | undefined;
  /** Who is followed here changes one at a time: the end of one put must not arrive after the beginning of the next. */
  changing: Promise<unknown>;
  /** How many changes there are under way. */
  changes: number;
}

/** Everything that is said in the conversations of a binding: who follows which session, and who sends. */
export class Conversations {
  readonly #all = new Map<string, Conversing>();
  readonly #slots: Slots;
  readonly #opening = new Slots(OPENING);
  readonly #catching = new Repeat(() => this.#catchUp());
  #unwatch: () => void = () => undefined;
  #failures = 0;
  /** Grows when another session is to speak somewhere: what was read of threads before that may be out of date. */
  #switches = 0;

  constructor(
    private readonly served: Served,
    private readonly onTried: (outcome: SendOutcome["state"] | "dead") => void,
  ) {
    this.#slots = new Slots(served.config.conversations);
  }

  /** Goes on where the process before left off, without waiting for anybody to write. */
  start(): void {
    const { deps, ctx, binding } = this.served;
    this.#unwatch = deps.threads.watch(ctx, binding.id, {
      changed: (thread, session, head) => this.#changed(thread, session, head),
      onGap: () => this.catchUp(),
    });
    this.catchUp();
  }

  async stop(): Promise<void> {
    this.#unwatch();
    await this.#catching.idle();
    await Promise.all([...this.#all.values()].map(async ({ follower, sender }) => Promise.all([follower?.end(), sender.idle()])));
  }

  /** Looks for what was missed: threads that are behind, and what operators changed in the outbox. */
  catchUp(): void {
    if (!this.served.signal.aborted) void this.#catching.ask();
  }

  /** The platform can be reached again. */
  wake(): void {
    for (const { sender } of this.#all.values()) sender.wake();
  }

  /** Follows the session that speaks in a thread now. */
  async follow(thread: ChannelThread): Promise<void> {
    const here = this.#conversing(thread);
    await this.#changing(here, () => this.#take(here, thread));
    await here.follower?.poke();
  }

  /** Lets another session speak in a thread. The one before is not followed any more when `bind` is called. */
  async switch(thread: ChannelThread, bind: () => Promise<ChannelThread>): Promise<ChannelThread> {
    const here = this.#conversing(thread);
    this.#switches += 1;
    return this.#changing(here, async () => {
      await here.follower?.end();
      here.follower = undefined;
      return bind();
    });
  }

  async #take(here: Conversing, thread: ChannelThread): Promise<void> {
    const { session } = thread;
    if (session === undefined || here.follower?.session === session) return;
    await here.follower?.end();
    // What has ended meanwhile begins nothing.
    if (this.served.signal.aborted) return;
    const follower: Follower = new Follower(this.served, { ...thread, session }, here.sender, () => {
      if (here.follower === follower) here.follower = undefined;
    });
    here.follower = follower;
  }

  #changing<T>(here: Conversing, change: () => Promise<T>): Promise<T> {
    here.changes += 1;
    const changed = here.changing.then(change).finally(() => {
      here.changes -= 1;
    });
    here.changing = changed.catch(() => undefined);
    return changed;
  }

  /** Who follows there, if anybody does. */
  follower(thread: string): Follower | undefined {
    return this.#all.get(thread)?.follower;
  }

  /** Says something of our own. The same key says it once. */
  async say(thread: ChannelThread, messages: readonly DeliveryInput[]): Promise<void> {
    const { deps, ctx, binding } = this.served;
    const deliveries = await deps.outbox.put(ctx, binding.id, thread.id, messages);
    this.#conversing(thread).sender.add(deliveries);
  }

  get backlog(): { waiting: number; oldest: number | undefined } {
    const senders = [...this.#all.values()].map(({ sender }) => sender);
    const times = senders.flatMap(({ oldest }) => oldest ?? []);
    return { waiting: senders.reduce((sum, { waiting }) => sum + waiting, 0), oldest: times.length === 0 ? undefined : Math.min(...times) };
  }

  #changed(id: string, session: string, head: number): void {
    const { follower } = this.#all.get(id) ?? {};
    // Who follows hears of it by the tail.
    if (follower?.session === session) return;
    const { deps, ctx, binding, log, signal } = this.served;
    if (signal.aborted) return;
    const followed = this.#opening.run(async () => {
      const switches = this.#switches;
      const thread = await deps.threads.get(ctx, binding.id, id);
      // Where it was switched meanwhile, who switched follows.
      if (switches === this.#switches && thread.session === session && head > thread.cursor) await this.follow(thread);
    });
    // The next look at what is behind finds it.
    followed.catch((error: unknown) => log.warn("follow.lookup_failed", { thread: id, error }));
  }

  async #catchUp(): Promise<void> {
    const { deps, ctx, binding, log, signal } = this.served;
    const switches = this.#switches;
    try {
      const [open, behind] = await Promise.all([deps.outbox.open(ctx, binding.id), deps.threads.behind(ctx, binding.id)]);
      const threads = new Map(behind.map((thread) => [thread.id, thread]));
      await this.#adopt(open, threads);
      await Promise.all(behind.map((thread) => this.#opening.run(() => this.#catchUpWith(thread, switches))));
      this.#forgetQuiet();
      this.#failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      log.warn("follow.catch_up_failed", { error });
      deps.clock.after(backoffMs(++this.#failures, PAUSE), () => this.catchUp());
    }
  }

  async #catchUpWith(behind: ChannelThread, switches: number): Promise<void> {
    if (this.follower(behind.id)?.session === behind.session) return;
    const { deps, ctx, binding } = this.served;
    await this.follow(switches === this.#switches ? behind : await deps.threads.get(ctx, binding.id, behind.id));
  }

  /** A conversation in which nothing happens costs nothing. */
  #forgetQuiet(): void {
    for (const [id, { follower, changes, sender }] of this.#all) if (follower === undefined && changes === 0 && sender.isIdle) this.#all.delete(id);
  }

  async #adopt(open: readonly Delivery[], threads: ReadonlyMap<string, ChannelThread>): Promise<void> {
    const { deps, ctx, binding } = this.served;
    for (const id of new Set(open.map(({ thread }) => thread))) {
      const deliveries = open.filter(({ thread }) => thread === id);
      const here = this.#all.get(id) ?? this.#conversing(threads.get(id) ?? (await deps.threads.get(ctx, binding.id, id)));
      here.sender.adopt(deliveries);
    }
  }

  #conversing(thread: ChannelThread): Conversing {
    let here = this.#all.get(thread.id);
    if (here === undefined) {
      here = { sender: new Sender(this.served, thread.conversation, this.#slots, this.onTried), changing: Promise.resolve(), changes: 0 };
      this.#all.set(thread.id, here);
    }
    return here;
  }
}
