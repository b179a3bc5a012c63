import type { Interaction } from "@open-cowork/shared";
import type { Asked, Reply } from "../inbound/asked.js";
import { type Choosing, type Decisions, isAnswer } from "../inbound/decisions.js";
import { readView } from "../read-view.js";
import type { Served } from "../served.js";
import type { CommandTable } from "./commands.js";

/** As long as short ids are. A word of that length is taken for one: what was meant for another request must not decide this one. */
const CODE = /^[0-9a-z]{8}$/i;
const NOTE_CHARS = 4_000;

/** Decisions in words, for chats without buttons and for people who like to type. Without a code, the only request that waits is meant. */
export function decisionCommands(served: Served, decisions: Decisions, reply: Reply): CommandTable {
  const { texts } = served;
  const decide = async (asked: Asked, code: string | undefined, choose: (interaction: Interaction) => Choosing | undefined) => {
    if (code === undefined) return reply(asked, texts.whichCode);
    const { outcome, text } = await decisions.decide(asked, code, choose);
    // That it is decided is said where it was asked.
    if (outcome !== "decided") await reply(asked, text);
    return `decision:${outcome}`;
  };
  return {
    approve: {
      needs: "approval.answer",
      async run(asked, argument) {
        const { code, rest } = await codeOf(served, asked, argument, "approval");
        const word = rest === "" ? "once" : rest.toLowerCase();
        if (!isAnswer(word) || word === "reject") return reply(asked, texts.noSuchOption);
        return decide(asked, code, ({ kind }) => (kind === "approval" ? { answer: word } : undefined));
      },
    },
    deny: {
      needs: "approval.answer",
      async run(asked, argument) {
        const { code, rest } = await codeOf(served, asked, argument, "approval");
        const note = rest === "" ? {} : { note: rest.slice(0, NOTE_CHARS) };
        return decide(asked, code, ({ kind }) => (kind === "approval" ? { answer: "reject", ...note } : { reject: true }));
      },
    },
    answer: {
      needs: "approval.answer",
      async run(asked, argument) {
        const { code, rest } = await codeOf(served, asked, argument, "question");
        if (rest === "") return reply(asked, texts.noSuchOption);
        return decide(asked, code, ({ kind }) => (kind === "question" ? { typed: rest } : undefined));
      },
    },
  };
}

async function codeOf(served: Served, { thread }: Asked, argument: string, kind: Interaction["kind"]): Promise<{ code: string | undefined; rest: string }> {
  const [, first = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(argument) ?? [];
  if (CODE.test(first)) return { code: first, rest: rest.trim() };
  const only = { code: undefined, rest: argument };
  if (thread.session === undefined) return only;
  const { approvals, questions } = await readView(served, thread.session);
  const [request, ...others] = Object.values(kind === "approval" ? approvals : questions).filter(({ state }) => state === "pending");
  if (request === undefined || others.length > 0) return only;
  const { deps, ctx, binding, config } = served;
  const of = { thread: thread.id, session: thread.session, kind, request: request.id };
  return { ...only, code: (await deps.interactions.offer(ctx, binding.id, of, config.interactionTtlMs)).id };
}
