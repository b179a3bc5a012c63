import { event, newId } from "@open-cowork/shared";
import { type ConformanceCase, check } from "../conformance.js";
import { anActor, some } from "../contexts.js";
import { aChannel, aConversation, aDelivery, aMessage, aSpokenThread, type ChannelStoresHarness, type TestChannel } from "./channel-stores.js";

type Case = ConformanceCase<ChannelStoresHarness>;

/** Looks again until it is so; each look is a call of the store, so time passes where it is real. */
async function until(fact: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 5_000; tries++) if (await isSo()) return;
  throw new Error(`expected ${fact}`);
}

async function behind({ threads }: ChannelStoresHarness, { gateway, binding }: TestChannel): Promise<string[]> {
  return (await threads.behind(gateway, binding)).map(({ id }) => id).sort();
}

async function purge(h: ChannelStoresHarness, { gateway }: TestChannel, session: string): Promise<void> {
  await h.publishing.append(gateway, { session, epoch: null, events: [event("session.deleted", { by: anActor() })] });
  await h.sessions.index.purge(gateway, session);
}

/** Conversations and the sessions that speak in them. */
export const threadCases: readonly Case[] = [
  {
    name: "a conversation is one thread by chat and topic, also when it begins twice at once; its title follows",
    async run(h) {
      const { gateway, binding } = await aChannel(h);
      const room = aConversation({ kind: "shared", title: "Room 😀" });
      const begun = await Promise.all(Array.from({ length: 8 }, () => h.threads.thread(gateway, binding, room)));
      for (const thread of begun) check.equal(thread, begun[0]);
      check.equal([begun[0]?.conversation, begun[0]?.session, begun[0]?.cursor], [room, undefined, 0]);
      const topic = await h.threads.thread(gateway, binding, { ...room, topic: "7" });
      check.ok(topic.id !== begun[0]!.id, "a topic to be another thread");
      const renamed = await h.threads.thread(gateway, binding, { ...room, title: "Rooms" });
      check.equal([renamed.id, renamed.conversation.title], [begun[0]!.id, "Rooms"]);
      check.equal(await h.threads.get(gateway, binding, renamed.id), renamed);
      await check.fails(h.threads.get(gateway, binding, newId()), "channel.thread_unknown");
    },
  },
  {
    name: "a session speaks in it from the given place on; the sessions before it are remembered, the newest first",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding } = channel;
      const { thread, session: first } = await aSpokenThread(h, channel);
      const second = newId();
      await h.publishing.append(gateway, { session: second, epoch: null, create: true, events: [some.created("Second")] });
      const bound = await h.threads.bind(gateway, binding, thread, second, 1);
      check.equal([bound.id, bound.session, bound.cursor], [thread, second, 1]);
      check.equal(await h.threads.get(gateway, binding, thread), bound);
      const history = async () => (await h.threads.history(gateway, binding, thread)).map(({ id }) => id);
      check.equal(await history(), [second, first]);
      await h.threads.bind(gateway, binding, thread, first, 1);
      check.equal(await history(), [first, second], "one that speaks again to be the newest, once");
      check.equal((await h.threads.history(gateway, binding, thread))[0]?.title, "A thread");
      await check.fails(h.threads.bind(gateway, binding, thread, newId(), 0), "session.not_found");
      await check.fails(h.threads.bind(gateway, binding, newId(), first, 0), "channel.thread_unknown");
    },
  },
  {
    name: "behind are threads with something beyond their cursor, at work, or with deliveries that are not done",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding, epoch } = channel;
      await h.threads.thread(gateway, binding, aConversation());
      const quiet = await aSpokenThread(h, channel);
      const said = await aSpokenThread(h, channel);
      const working = await aSpokenThread(h, channel);
      const sending = await aSpokenThread(h, channel);
      check.equal(await behind(h, channel), []);
      await h.publishing.append(gateway, { session: said.session, epoch: null, events: [event("session.renamed", { title: "Renamed", by: anActor() })] });
      const { to } = await h.publishing.append(gateway, { session: working.session, epoch: null, events: [some.queued(newId())] });
      await h.outbox.put(gateway, binding, working.thread, [], to);
      const [delivery] = await h.outbox.put(gateway, binding, sending.thread, [aDelivery()]);
      check.equal(await behind(h, channel), [said.thread, working.thread, sending.thread].sort());
      await h.outbox.put(gateway, binding, said.thread, [], 2);
      await h.outbox.begin(gateway, binding, delivery!.id, epoch);
      check.equal(await behind(h, channel), [working.thread, sending.thread].sort());
      await h.outbox.settle(gateway, binding, delivery!.id, 1, { state: "delivered", message: "m" });
      check.equal(await behind(h, channel), [working.thread]);
      check.ok(![said.thread, sending.thread].includes(quiet.thread), "threads of their own");
    },
  },
  {
    name: "deleting a session takes it out of the thread, with what it said there; the conversation stays",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding } = channel;
      const { thread, session } = await aSpokenThread(h, channel);
      const { conversation } = await h.threads.get(gateway, binding, thread);
      await h.outbox.put(gateway, binding, thread, [aDelivery()]);
      const interaction = await h.interactions.offer(gateway, binding, { thread, session, kind: "approval", request: "r" }, 60_000);
      await h.inbound.claim(gateway, binding, [aMessage("kept", { conversation })]);
      await purge(h, channel, session);
      const left = await h.threads.thread(gateway, binding, conversation);
      check.equal([left.id, left.session], [thread, undefined]);
      check.equal(await h.threads.history(gateway, binding, thread), []);
      check.equal((await h.outbox.list(gateway, { limit: 10 })).items, []);
      check.equal(await behind(h, channel), []);
      await check.fails(h.interactions.find(gateway, binding, interaction.id), "channel.interaction_unknown");
      check.equal(await h.inbound.claim(gateway, binding, [aMessage("kept")]), ["known"]);
      await check.fails(h.threads.bind(gateway, binding, thread, session, 0), "session.not_found");
    },
  },
  {
    name: "a deleted session speaks no more, before anybody purges it",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding } = channel;
      const { thread, session } = await aSpokenThread(h, channel);
      await h.publishing.append(gateway, { session, epoch: null, events: [event("session.deleted", { by: anActor() })] });
      check.equal((await h.threads.get(gateway, binding, thread)).session, undefined);
      check.equal(await h.threads.history(gateway, binding, thread), []);
      check.equal(await behind(h, channel), []);
      await check.fails(h.threads.bind(gateway, binding, thread, session, 0), "session.not_found");
    },
  },
  {
    name: "watching tells of what is new in the sessions of the binding's threads, whoever caused it, and of no others",
    async run(h) {
      const channel = await aChannel(h);
      const { owner, gateway, binding } = channel;
      const [mine, theirs] = [await aSpokenThread(h, channel), await aSpokenThread(h, await aChannel(h, owner))];
      const told: [string, string, number][] = [];
      const listener = { changed: (...change: [string, string, number]) => void told.push(change), onGap: () => undefined };
      const end = h.threads.watch(gateway, binding, listener);
      await until("a subscription", async () => {
        await h.publishing.append(owner, { session: theirs.session, epoch: null, events: [some.queued(newId())] });
        await h.publishing.append(owner, { session: mine.session, epoch: null, events: [some.queued(newId())] });
        return told.length > 0;
      });
      const { to } = await h.publishing.append(owner, { session: mine.session, epoch: null, events: [some.queued(newId())] });
      await until("the head of the log", async () => (await h.threads.behind(gateway, binding)).length > 0 && told.at(-1)?.[2] === to);
      check.ok(
        told.every(([thread, session]) => thread === mine.thread && session === mine.session),
        "its own thread only",
      );
      end();
      const before = told.length;
      await h.publishing.append(owner, { session: mine.session, epoch: null, events: [some.queued(newId())] });
      await h.threads.behind(gateway, binding);
      check.equal(told.length, before, "nothing after the end");
    },
  },
];
