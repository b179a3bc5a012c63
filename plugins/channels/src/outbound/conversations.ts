import type { ChannelThread, Delivery, DeliveryInput, SendOutcome } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import type { Served } from "../served.js";
import { Follower } from "./follower.js";
import { Sender } from "./sender.js";

interface Conversing {
  thread: ChannelThread;
  sender: Sender;
  follower?: Follower | undefined;
}

/** Conversations in memory from which those that rest are forgotten. */
const MOST = 500;

/** Everything that is said in the conversations of a binding: who follows which session, and who sends. */
export class Conversations {
  readonly #all = new Map<string, Conversing>();
  #unwatch: () => void = () => undefined;
  #catchUpAttempt = 0;

  constructor(
    private readonly served: Served,
    private readonly onSent: (outcome: SendOutcome["state"] | "dead") => void,
  ) {}

  /** Goes on where the process before left off, without waiting for anybody to write. */
  async start(): Promise<void> {
    const { deps, ctx, binding } = this.served;
    this.#unwatch = deps.threads.watch(ctx, binding.id, { changed: (thread) => void this.poke(thread), onGap: () => void this.#catchUp() });
    await this.#catchUp();
  }

  async stop(): Promise<void> {
    this.#unwatch();
    await Promise.all(
      [...this.#all.values()].map(async ({ follower, sender }) => {
        await follower?.end();
        await sender.idle();
      }),
    );
  }

  /** A thread got a session, or its session something new. */
  async poke(id: string): Promise<void> {
    const { deps, ctx, binding } = this.served;
    try {
      await this.follow(await deps.threads.get(ctx, binding.id, id));
    } catch (error) {
      deps.log.warn("follow.lookup_failed", { binding: binding.id, thread: id, error });
    }
  }

  /** Follows the session that speaks there now; returns the one who does. */
  async follow(thread: ChannelThread): Promise<Follower | undefined> {
    const { session } = thread;
    const here = this.#conversing(thread);
    if (session === undefined) return undefined;
    if (here.follower?.session !== session) {
      await here.follower?.end();
      const follower: Follower = new Follower(this.served, { ...thread, session }, here.sender, () => {
        if (here.follower === follower) here.follower = undefined;
      });
      here.follower = follower;
    }
    const { follower } = here;
    await follower?.poke();
    return follower;
  }

  follower(thread: string): Follower | undefined {
    return this.#all.get(thread)?.follower;
  }

  /** Says something of our own. The same key says it once. */
  async say(thread: ChannelThread, messages: readonly DeliveryInput[]): Promise<void> {
    const { deps, ctx, binding } = this.served;
    this.#conversing(thread).sender.add(await deps.outbox.put(ctx, binding.id, thread.id, messages));
  }

  /** An operator had one sent again. */
  resend(delivery: Delivery): void {
    this.#all.get(delivery.thread)?.sender.add([delivery]);
  }

  get backlog(): { waiting: number; oldest: number | undefined } {
    const senders = [...this.#all.values()].map(({ sender }) => sender);
    const times = senders.flatMap(({ oldest }) => oldest ?? []);
    return { waiting: senders.reduce((sum, { waiting }) => sum + waiting, 0), oldest: times.length === 0 ? undefined : Math.min(...times) };
  }

  async #catchUp(): Promise<void> {
    const { deps, ctx, binding, signal } = this.served;
    if (signal.aborted) return;
    try {
      const [open, behind] = await Promise.all([deps.outbox.open(ctx, binding.id), deps.threads.behind(ctx, binding.id)]);
      for (const thread of behind) this.#conversing(thread);
      for (const delivery of open) await this.#adopt(delivery);
      await Promise.all(behind.map((thread) => this.follow(thread)));
      this.#catchUpAttempt = 0;
    } catch (error) {
      deps.log.warn("follow.catch_up_failed", { binding: binding.id, error });
      deps.clock.after(backoffMs(++this.#catchUpAttempt, { firstMs: 500, mostMs: 30_000 }), () => void this.#catchUp());
    }
  }

  async #adopt(delivery: Delivery): Promise<void> {
    const { deps, ctx, binding } = this.served;
    const here = this.#all.get(delivery.thread) ?? this.#conversing(await deps.threads.get(ctx, binding.id, delivery.thread));
    here.sender.add([delivery]);
  }

  /** Whoever has nothing to say and nothing to send is found again when there is something. */
  #forgetIdle(): void {
    if (this.#all.size < MOST) return;
    for (const [id, { follower, sender }] of this.#all) if (follower === undefined && sender.waiting === 0) this.#all.delete(id);
  }

  #conversing(thread: ChannelThread): Conversing {
    let here = this.#all.get(thread.id);
    if (here === undefined) {
      this.#forgetIdle();
      here = { thread, sender: new Sender(this.served, thread.conversation, this.onSent) };
      this.#all.set(thread.id, here);
    }
    here.thread = thread;
    return here;
  }
}
