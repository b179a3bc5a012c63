import type { Clock, RequestContext } from "@open-cowork/core/kernel";
import type { ChannelThreads, SseSource, SseWriter } from "@open-cowork/core/transport";
import type { ChannelStreamMessage } from "@open-cowork/shared";

/** Changes that come faster are told together; the first one is told at once. */
const COALESCE_MS = 50;

/** The changes of a binding's threads as a stream for one gateway. Of several changes of a thread the last is told. */
export function watchSource(deps: { threads: ChannelThreads; clock: Clock }, ctx: RequestContext, binding: string): SseSource {
  const { tenant, principal, traceId } = ctx;
  // A context without the request's signal, and the gateway's own: the stream ends with its connection.
  return (out) => new Watch(deps, out).open({ tenant, principal, traceId }, binding);
}

class Watch {
  readonly #waiting = new Map<string, ChannelStreamMessage>();
  #resting = false;
  #cancelRest: () => void = () => undefined;

  constructor(
    private readonly deps: { threads: ChannelThreads; clock: Clock },
    private readonly out: SseWriter,
  ) {}

  open(ctx: RequestContext, binding: string): void {
    if (this.out.closed.aborted) return;
    const end = this.deps.threads.watch(ctx, binding, {
      changed: (thread, session, head) => this.#tell(`${thread}/${session}`, { type: "changed", thread, session, head }),
      onGap: () => this.#tell("gap", { type: "gap" }),
    });
    this.out.closed.addEventListener("abort", () => {
      end();
      this.#cancelRest();
    });
  }

  #tell(key: string, message: ChannelStreamMessage): void {
    this.#waiting.set(key, message);
    if (!this.#resting) this.#flush();
  }

  #flush(): void {
    this.#resting = this.#waiting.size > 0;
    if (!this.#resting) return;
    this.out.write([...this.#waiting.values()].map((message) => `event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`).join(""));
    this.#waiting.clear();
    this.#cancelRest = this.deps.clock.after(COALESCE_MS, () => this.#flush());
  }
}
