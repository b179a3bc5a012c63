import { event, newId, type SessionSummary } from "@open-cowork/shared";
import { type ConformanceCase, check } from "./conformance.js";
import { anActor, some } from "./contexts.js";
import { aTenant } from "./memory-store.js";
import { aLeasedRun, aSession, type SessionStoresHarness } from "./session-stores.js";

type Case = ConformanceCase<SessionStoresHarness>;
const deleted = () => event("session.deleted", { by: anActor() });
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();

/** Thread list, open requests, search, and the cursor of changes: all kept in step with the log. */
export const sessionIndexCases: readonly Case[] = [
  {
    name: "tells the state of a run as the log has it, in the answer of the append too",
    async run(h) {
      const ctx = aTenant();
      const { session, run, lease } = await aLeasedRun(h, ctx);
      const state = async () => {
        const row = await h.index.get(ctx, session);
        return [row?.status, row?.activeRun ?? null, row?.attention];
      };
      const append = async (...events: Parameters<typeof h.log.append>[1]["events"]) => h.log.append(ctx, { session, epoch: lease.epoch, events });
      check.equal(await state(), ["queued", null, 0]);
      const started = await append(some.started(run));
      check.equal([started.summary?.status, started.summary?.activeRun], ["running", run]);
      check.equal(started.summary, await h.index.get(ctx, session));
      check.equal((await append(some.text(run, "output"))).summary, undefined, "no summary for plain output");
      await append(some.approval("a", run), some.waiting("a", run));
      check.equal(await state(), ["waiting", run, 1]);
      await append(some.approved("a"), event("run.continued", {}, run));
      check.equal(await state(), ["running", run, 0]);
      await append(some.finished(run));
      check.equal(await state(), ["idle", null, 0]);
      await append(some.queued("r2"), some.started("r2"), event("run.interrupted", { reason: "crash", resumable: true }, "r2"));
      check.equal(await state(), ["interrupted", null, 0]);
      await append(some.queued("r3"), event("run.withdrawn", { by: anActor() }, "r3"));
      check.equal(await state(), ["interrupted", null, 0]);
    },
  },
  {
    name: "keeps title, pin, archive and tags",
    async run(h) {
      const ctx = aTenant();
      const session = await aSession(h, ctx, "Old");
      const events = [
        event("session.renamed", { title: "New 😀", by: anActor() }),
        event("session.pinned", { pinned: true }),
        event("session.archived", { archived: true }),
        event("session.tagged", { tags: ["a", "b c"] }),
      ];
      const { summary } = await h.log.append(ctx, { session, epoch: null, events });
      check.equal([summary?.title, summary?.pinned, summary?.archived, summary?.tags], ["New 😀", true, true, ["a", "b c"]]);
    },
  },
  {
    name: "lists by activity, pages without losing or repeating, filters by title and archive",
    async run(h) {
      const ctx = aTenant();
      const all: string[] = [];
      for (let i = 0; i < 7; i++) all.unshift(await aSession(h, ctx, i % 2 ? `Odd_${i}%` : `even ${i}`));
      await h.elapse(ctx, 5);
      await h.log.append(ctx, { session: all.at(-1)!, epoch: null, events: [some.queued("r")] });
      const pages: SessionSummary[] = [];
      for (let cursor: string | undefined, more = true; more; ) {
        const page = await h.index.list(ctx, { limit: 3, cursor });
        check.ok(page.items.length <= 3, "at most the limit");
        pages.push(...page.items);
        cursor = page.next;
        more = cursor !== undefined;
      }
      check.equal(ids(pages), [...all].sort());
      check.equal(pages[0]?.id, all.at(-1), "the prompted thread first");
      check.ok(
        pages.every((row, i) => i === 0 || row.activeAt <= pages[i - 1]!.activeAt),
        "newest activity first",
      );
      check.equal((await h.index.list(ctx, { q: "oDD_", limit: 10 })).items.length, 3);
      check.equal((await h.index.list(ctx, { q: "%", limit: 10 })).items.length, 3, "wildcards mean themselves");
      await h.log.append(ctx, { session: all[0]!, epoch: null, events: [event("session.archived", { archived: true })] });
      check.equal(ids((await h.index.list(ctx, { archived: true, limit: 10 })).items), [all[0]]);
      check.equal((await h.index.list(ctx, { archived: false, limit: 10 })).items.length, 6);
      check.equal((await h.index.list(ctx, { limit: 10 })).items.length, 7);
    },
  },
  {
    name: "refuses cursors that are not its own",
    async run(h) {
      const ctx = aTenant();
      await aSession(h, ctx);
      for (const cursor of ["", "nonsense", "12~", "~x", "-1~\u0000", "99999999999999999999~x"]) {
        await check.fails(h.index.list(ctx, { limit: 10, cursor }), "request.bad_cursor");
      }
      for (const cursor of ["", "nonsense", "-1", "1.5"]) await check.fails(h.index.changes(ctx, cursor), "request.bad_cursor");
    },
  },
  {
    name: "an open request can be decided once",
    async run(h) {
      const ctx = aTenant();
      const { session, run } = await aLeasedRun(h, ctx);
      await h.log.append(ctx, { session, epoch: null, events: [some.approval("a", run), some.question("q", run)] });
      const decide = () => h.log.append(ctx, { session, epoch: null, events: [some.approved("a")] });
      const outcomes = await Promise.allSettled([decide(), decide(), decide()]);
      check.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
      await check.fails(decide(), "approval.not_pending");
      await check.fails(h.log.append(ctx, { session, epoch: null, events: [some.approved("q")] }), "approval.not_pending");
      await check.fails(h.log.append(ctx, { session, epoch: null, events: [some.answered("a")] }), "question.not_pending");
      await h.log.append(ctx, { session, epoch: null, events: [some.answered("q")] });
      check.equal(await h.index.attention(ctx), []);
    },
  },
  {
    name: "a refused batch leaves nothing behind",
    async run(h) {
      const ctx = aTenant();
      const { session, run } = await aLeasedRun(h, ctx);
      const before = await h.index.get(ctx, session);
      const events = [some.approval("a", run), event("session.renamed", { title: "never", by: anActor() }), some.answered("none")];
      await check.fails(h.log.append(ctx, { session, epoch: null, events }), "question.not_pending");
      check.equal(await h.index.get(ctx, session), before);
      check.equal(await h.index.attention(ctx), []);
    },
  },
  {
    name: "shows open requests of all threads, oldest first, with the thread's present title",
    async run(h) {
      const ctx = aTenant();
      const [one, two] = [await aLeasedRun(h, ctx), await aLeasedRun(h, ctx)];
      await h.log.append(ctx, { session: two.session, epoch: null, events: [some.approval("x", two.run)] });
      await h.elapse(ctx, 5);
      await h.log.append(ctx, { session: one.session, epoch: null, events: [some.question("y", one.run)] });
      await h.log.append(ctx, { session: two.session, epoch: null, events: [event("session.renamed", { title: "Later", by: anActor() })] });
      const open = await h.index.attention(ctx);
      check.equal(
        open.map(({ kind, session, sessionTitle, run }) => [kind, session, sessionTitle, run]),
        [
          ["approval", two.session, "Later", two.run],
          ["question", one.session, "A thread", one.run],
        ],
      );
      check.equal(open[0]?.kind === "approval" && open[0].request.always, ["ls *"]);
      check.ok(open[0]!.at <= open[1]!.at, "oldest first");
    },
  },
  {
    name: "finds words people said and titles, by their beginnings, best first",
    async run(h) {
      const ctx = aTenant();
      const [one, two] = [await aSession(h, ctx, "Quarterly report"), await aSession(h, ctx, "Other")];
      await h.log.append(ctx, { session: two, epoch: null, events: [some.queued("r", "Please draft the Übersicht in src/report-main.ts & mail it")] });
      const found = async (q: string) => ids((await h.index.search(ctx, { q, limit: 10 })).map(({ session }) => ({ id: session })));
      check.equal(await found("report"), [one, two].sort());
      check.equal(await found("quart"), [one]);
      check.equal(await found("übers draft"), [two]);
      check.equal(await found("main.ts"), [two]);
      for (const none of ["absent", "", "  ", "&|!():*'\\", "\u0000"]) check.equal(await found(none), [], `nothing for ${JSON.stringify(none)}`);
      const [hit] = await h.index.search(ctx, { q: "draft", limit: 1 });
      check.equal([hit?.session, hit?.title, hit?.seq], [two, "Other", 2]);
      check.ok(hit?.snippet.includes("draft"), "a snippet with the word");
    },
  },
  {
    name: "finds what agents said once it is added, once, and never in a deleted session",
    async run(h) {
      const ctx = aTenant();
      const session = await aSession(h, ctx, "Plan");
      const said = [{ seq: 7, at: 1_767_225_600_000, text: "The migration \u0000 finished, \ud800 see deploy.log" }];
      await h.index.addSaid(ctx, session, said);
      await h.index.addSaid(ctx, session, [...said, { seq: 9, at: 1_767_225_600_500, text: "" }]);
      const hits = await h.index.search(ctx, { q: "deploy migr", limit: 10 });
      check.equal(
        hits.map((hit) => [hit.session, hit.seq, hit.at, hit.title]),
        [[session, 7, 1_767_225_600_000, "Plan"]],
      );
      await h.index.addSaid(ctx, session, []);
      await h.index.addSaid(aTenant(), session, said);
      await h.log.append(ctx, { session, epoch: null, events: [deleted()] });
      await h.index.addSaid(ctx, session, [{ seq: 11, at: 1, text: "late" }]);
      check.equal(await h.index.search(ctx, { q: "late", limit: 10 }), []);
    },
  },
  {
    name: "tells changes since a cursor and never misses one, however writers overlap",
    async run(h) {
      const ctx = aTenant();
      const sessions = [await aSession(h, ctx), await aSession(h, ctx), await aSession(h, ctx)];
      const start = await h.index.changes(ctx);
      check.equal(start.items, []);
      const seen = new Map<string, number>();
      let cursor = start.cursor;
      let writing = true;
      const writers = sessions.map(async (session) => {
        for (let i = 0; i < 10; i++) await h.log.append(ctx, { session, epoch: null, events: [event("session.renamed", { title: String(i), by: anActor() })] });
      });
      const done = Promise.all(writers).then(() => void (writing = false));
      do {
        const page = await h.index.changes(ctx, cursor);
        cursor = page.cursor;
        for (const row of page.items) seen.set(row.id, row.headSeq);
      } while (writing);
      await done;
      for (const row of (await h.index.changes(ctx, cursor)).items) seen.set(row.id, row.headSeq);
      check.equal(
        sessions.map((id) => seen.get(id)),
        [11, 11, 11],
        "the last state of each",
      );
    },
  },
  {
    name: "plain output is no change of the list",
    async run(h) {
      const ctx = aTenant();
      const { session, run } = await aLeasedRun(h, ctx);
      const before = await h.index.get(ctx, session);
      await h.log.append(ctx, { session, epoch: null, events: [some.text(run, "x")] });
      const after = await h.index.get(ctx, session);
      check.equal({ ...after, headSeq: 0 }, { ...before, headSeq: 0 });
    },
  },
  {
    name: "a deleted session vanishes from every list, is told by changes, and takes no more commands",
    async run(h) {
      const ctx = aTenant();
      const { session, run, lease } = await aLeasedRun(h, ctx);
      await h.log.append(ctx, { session, epoch: null, events: [some.approval("a", run)] });
      const { cursor } = await h.index.changes(ctx);
      const command = { id: newId(), kind: "delete" };
      const answer = await h.log.append(ctx, { session, epoch: null, events: [deleted()], command });
      check.equal(answer.summary?.deleted, true);
      check.equal(await h.index.get(ctx, session), undefined);
      check.equal((await h.index.list(ctx, { limit: 10 })).items, []);
      check.equal(await h.index.attention(ctx), []);
      check.equal(await h.index.search(ctx, { q: "Hello", limit: 10 }), []);
      await check.fails(h.log.append(ctx, { session, epoch: null, events: [some.queued("r2")] }), "session.not_found");
      check.equal((await h.log.append(ctx, { session, epoch: null, events: [deleted()], command })).repeated, true);
      await h.log.append(ctx, { session, epoch: lease.epoch, events: [event("run.withdrawn", { by: anActor() }, run)] });
      const told = (await h.index.changes(ctx, cursor)).items.filter(({ id }) => id === session);
      check.ok(
        told.some((row) => row.deleted),
        "the deletion in changes",
      );
    },
  },
  {
    name: "purging removes content, keeps the tombstone, spares the living, and may be repeated",
    async run(h) {
      const ctx = aTenant();
      const { session, lease } = await aLeasedRun(h, ctx);
      await h.log.saveSnapshot(ctx, session, { seq: 1, json: "{}" });
      await h.checkpoints.save(ctx, session, lease.epoch, { position: 1, data: Uint8Array.of(1) });
      await h.index.purge(ctx, session);
      check.equal((await h.log.read(ctx, session, { after: 0 })).length, 2, "a live session untouched");
      const { cursor } = await h.index.changes(ctx);
      await h.log.append(ctx, { session, epoch: null, events: [deleted()] });
      for (let i = 0; i < 2; i++) await h.index.purge(ctx, session);
      await check.fails(h.log.read(ctx, session, { after: 0 }), "session.not_found");
      await check.fails(h.log.snapshot(ctx, session), "session.not_found");
      await check.fails(h.log.append(ctx, { session, epoch: lease.epoch, events: [some.text("r", "x")] }), "session.not_found");
      check.equal(await h.checkpoints.load(ctx, session), []);
      check.equal(await h.log.heads([{ ...ctx, session }]), []);
      check.equal(await h.leases.acquire("node.next", { ...ctx, session }, 1_000), undefined);
      await check.fails(h.log.append(ctx, { session, epoch: null, create: true, events: [some.created()] }), "session.exists");
      check.ok(
        (await h.index.changes(ctx, cursor)).items.some((row) => row.id === session && row.deleted && row.title === ""),
        "the tombstone in changes",
      );
      await h.index.purge(ctx, newId());
    },
  },
];
