import type { CloudClient, SessionFeed } from "@open-cowork/cloud-client";
import type { AppError } from "@open-cowork/shared";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { drafts, NEW_THREAD } from "../../composer/drafts.js";
import { type FirstPrompt, takeFirstPrompt } from "../../composer/first-prompt.js";
import { asAppError } from "../../ui/error/describe-error.js";
import { DrawPace } from "./draw-pace.js";

/**
 * The live feed of the thread that its host shows: open while the host is in the page. Begins a new thread's feed only once the thread exists, and then sends its first message.
 */
export class FeedController implements ReactiveController {
  feed: SessionFeed | undefined;
  /** A new number after each change of the feed. */
  version = 0;
  /** The message that begins this thread, until the feed has taken it over. */
  first: FirstPrompt | undefined;
  /** Why the thread could not be begun. */
  beginError: AppError | undefined;
  #stopListening: (() => void) | undefined;
  readonly #pace = new DrawPace({
    draw: () => {
      this.version++;
      this.host.requestUpdate();
      return this.host.updateComplete;
    },
    hidden: () => document.visibilityState === "hidden",
    now: () => performance.now(),
    frame: (callback) => {
      const frame = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(frame);
    },
  });
  #connected = false;
  #wanted: { client: CloudClient; session: string } | undefined;

  constructor(readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Shows another thread; the same one again changes nothing. */
  show(client: CloudClient, session: string): void {
    if (this.#wanted?.session === session && this.#wanted.client === client) return;
    this.#close();
    this.#wanted = { client, session };
    this.feed = client.feed(session);
    this.first = takeFirstPrompt(session);
    this.beginError = undefined;
    if (this.#connected) this.#open();
  }

  hostConnected(): void {
    this.#connected = true;
    addEventListener("online", this.#retry);
    document.addEventListener("visibilitychange", this.#retry);
    this.#open();
  }
  hostDisconnected(): void {
    this.#connected = false;
    removeEventListener("online", this.#retry);
    document.removeEventListener("visibilitychange", this.#retry);
    this.#close();
  }

  /** After `failed`: from the start. */
  reopen(): void {
    this.feed?.close();
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#open();
  }

  #open(): void {
    const { feed } = this;
    if (!feed || this.#stopListening) return;
    this.#stopListening = feed.onChange(this.#changed);
    if (this.first) void this.#begin(feed, this.first);
    else feed.open();
  }

  async #begin(feed: SessionFeed, first: FirstPrompt): Promise<void> {
    try {
      await first.created;
    } catch (cause) {
      const { text, attachments = [], agent, model } = first.input;
      drafts.save(NEW_THREAD, { text, attachments, agent, model });
      if (this.feed === feed) this.beginError = asAppError(cause);
      this.host.requestUpdate();
      return;
    }
    if (this.feed !== feed) return;
    this.first = undefined;
    feed.prompt(first.input);
    if (this.#connected) feed.open();
    this.host.requestUpdate();
  }

  #close(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.feed?.close();
    this.#pace.stop();
  }

  readonly #changed = (): void => this.#pace.changed();

  readonly #retry = (): void => {
    if (document.visibilityState === "visible" && this.feed?.state === "reconnecting") this.feed.reconnectNow();
  };
}
