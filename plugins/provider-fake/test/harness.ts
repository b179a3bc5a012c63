import { type ProviderHarness, realClock, type SeenMessage, type SimulatedPlatform } from "@open-cowork/provider-kit";
import type { ChatPerson, Conversation, InboundEvent } from "@open-cowork/shared";
import { FakeProvider } from "../src/fake-provider.js";
import { FakePlatform } from "../src/platform/fake-platform.js";

const ROOM = "room";
const HANDLE = "cowork";

/** The demo platform with people in it, for the kit. */
export async function fakeHarness(): Promise<ProviderHarness> {
  const platform = new FakePlatform({ clock: realClock, handle: HANDLE, againMs: 5 });
  return {
    platform: new PeopledPlatform(platform),
    provider: () => new FakeProvider({ instance: "demo", name: "Demo", handle: HANDLE, answerMs: 100, platform, clock: realClock }),
    secrets: [],
    logged: () => [],
    close: async () => platform.inbox.disconnect(),
  };
}

class PeopledPlatform implements SimulatedPlatform {
  readonly people = { ann: person("u-1", "Ann"), bob: person("u-2", "Bob"), stranger: person("u-3", "Eve") };
  readonly #names = new Map<string, { name: string; handle: string }>();
  readonly #calls: { method: string; at: number }[] = [];
  #last: InboundEvent | undefined;

  constructor(private readonly platform: FakePlatform) {
    const add = platform.inbox.add.bind(platform.inbox);
    platform.inbox.add = (event) => {
      this.#last = event;
      add(event);
    };
    for (const method of ["post", "edit"] as const) {
      const call = platform[method].bind(platform) as (...args: unknown[]) => never;
      platform[method] = (...args: unknown[]) => {
        this.#calls.push({ method, at: performance.now() });
        return call(...args);
      };
    }
  }

  direct({ id }: ChatPerson): Conversation {
    return { chat: `dm-${id}`, kind: "direct" };
  }
  shared(): Conversation {
    return { chat: ROOM, kind: "shared" };
  }
  async say(who: ChatPerson, to: Conversation, { text, files = [] }: Parameters<SimulatedPlatform["say"]>[2]): Promise<void> {
    const uploads = await Promise.all(files.map(({ name, mime, bytes }) => this.platform.shelf.put(name, mime, once(bytes), Number.POSITIVE_INFINITY)));
    this.platform.say(this.#now(who), to, { text: to.kind === "shared" ? `@${HANDLE} ${text}` : text, files: uploads.map(({ id }) => id) });
  }
  async chatter(who: ChatPerson, to: Conversation, text: string): Promise<void> {
    this.platform.say(this.#now(who), to, { text });
  }
  async rename({ id }: ChatPerson, to: { name: string; handle: string }): Promise<void> {
    this.#names.set(id, to);
  }
  async press(who: ChatPerson, to: Conversation, messageId: string, value: string): Promise<void> {
    this.platform.press(this.#now(who), to, messageId, value);
  }
  async redeliver(): Promise<void> {
    if (this.#last) this.platform.inbox.add(this.#last);
  }
  unacknowledged(): number {
    return this.platform.inbox.waiting;
  }
  messages(conversation: Conversation): SeenMessage[] {
    const log = this.platform.enter(this.#owner(conversation), conversation);
    return log.messages.flatMap(({ id, from, text, buttons, files, edits }) => {
      if (from !== "us") return [];
      const contents = files.map((file) => ({ name: file.name, bytes: this.platform.shelf.get(file.id)!.content }));
      return [{ id, text, source: text, buttons, files: contents, edits }];
    });
  }
  async remove(conversation: Conversation, messageId: string): Promise<void> {
    this.platform.enter(this.#owner(conversation), conversation).remove(messageId);
  }
  async loseFiles(): Promise<void> {
    this.platform.shelf.clear();
  }
  fault(...[fault, times = 1]: Parameters<SimulatedPlatform["fault"]>): void {
    if (fault.kind !== "malformed") this.platform.faults.set(fault as Parameters<FakePlatform["faults"]["set"]>[0], times);
  }
  calls(): { method: string; at: number }[] {
    return this.#calls;
  }

  #now(who: ChatPerson): ChatPerson {
    return { ...who, ...this.#names.get(who.id) };
  }
  #owner({ chat }: Conversation): { id: string } {
    return { id: chat.replace(/^dm-/, "") };
  }
}

function person(id: string, name: string): ChatPerson {
  return { id, name, handle: name.toLowerCase() };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
