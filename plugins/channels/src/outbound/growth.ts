import type { Delivery, OutboundContent } from "@open-cowork/shared";
import { sayingOf } from "../rendering/wanted.js";

interface Growing {
  /** The platform's id, once it is there. */
  message?: string;
  /** What it is to show; undefined when it shows that. */
  wanted?: OutboundContent;
  /** What it shows, as far as that is known. */
  shown?: string;
  /** It cannot be changed any more; its end is said all the same. */
  frozen: boolean;
  /** Its end is in the outbox. */
  ended: boolean;
  /** It may be there twice. */
  doubtful: boolean;
}

/** Messages that grow, between what the outbox has of them. Only the newest state counts: what came between two changes is never shown. */
export class Growth {
  readonly #all = new Map<string, Growing>();

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** From now on it grows. What it shows, where it is there already, only another process knew. */
  begin({ id, message, doubtful }: Pick<Delivery, "id" | "message" | "doubtful">): void {
    if (!this.#all.has(id)) this.#all.set(id, { ...(message === undefined ? {} : { message }), frozen: false, ended: false, doubtful });
  }

  want(delivery: string, content: OutboundContent): void {
    const growing = this.#all.get(delivery);
    if (growing !== undefined && !growing.ended) growing.wanted = sayingOf(content) === growing.shown ? undefined : content;
  }

  /** The outbox has its end, which is sent as every other message is. */
  end(delivery: string): void {
    const growing = this.#all.get(delivery);
    if (growing !== undefined) Object.assign(growing, { ended: true, wanted: undefined });
  }

  /** It shows that. */
  shows(delivery: string, message: string, content: OutboundContent, doubtful = this.isDoubtful(delivery)): void {
    const growing = this.#all.get(delivery);
    if (growing === undefined) return;
    Object.assign(growing, { message, shown: sayingOf(content), doubtful });
    if (growing.wanted !== undefined && sayingOf(growing.wanted) === growing.shown) growing.wanted = undefined;
  }

  /** What it shows is not known any more. */
  unknown(delivery: string, frozen = false): void {
    const growing = this.#all.get(delivery);
    if (growing !== undefined) Object.assign(growing, { shown: undefined, frozen: growing.frozen || frozen });
  }

  isShown(delivery: string, content: OutboundContent): boolean {
    const shown = this.#all.get(delivery)?.shown;
    return shown !== undefined && shown === sayingOf(content);
  }

  forget(delivery: string): void {
    this.#all.delete(delivery);
  }

  isDoubtful(delivery: string): boolean {
    return this.#all.get(delivery)?.doubtful === true;
  }

  hasEnded(delivery: string): boolean {
    return this.#all.get(delivery)?.ended === true;
  }

  /** The next one that shows less than it could. */
  next(): { delivery: string; message: string; content: OutboundContent } | undefined {
    for (const [delivery, { message, wanted, frozen }] of this.#all)
      if (message !== undefined && wanted !== undefined && !frozen) return { delivery, message, content: wanted };
    return undefined;
  }

  /** Shown: it is somebody else's turn until it grows again. */
  taken(delivery: string): void {
    const growing = this.#all.get(delivery);
    if (growing !== undefined) growing.wanted = undefined;
  }
}
