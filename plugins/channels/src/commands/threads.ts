import { own, type SessionSummary } from "@open-cowork/shared";
import type { Reply } from "../inbound/asked.js";
import { beginSession } from "../inbound/sessions.js";
import type { Conversations } from "../outbound/conversations.js";
import { readView } from "../read-view.js";
import type { Served } from "../served.js";
import type { CommandTable } from "./commands.js";

const LISTED = 10;
const CODE_CHARS = 4;

/** Which session speaks in the conversation: a new one, or one that spoke there before. */
export function threadCommands(served: Served, conversations: Conversations, reply: Reply): CommandTable {
  const { texts, deps, ctx } = served;
  return {
    new: {
      needs: "session.write",
      async run(asked, title) {
        const before = conversations.follower(asked.thread.id);
        const works = before?.view?.active !== undefined && before.session !== asked.record.id;
        await beginSession(served, conversations, asked, title);
        await reply(asked, works ? texts.newThreadBeside : texts.newThread);
      },
    },
    sessions: {
      needs: "session.read",
      async run(asked, code) {
        const { thread } = asked;
        const past = await deps.threads.history(ctx, served.binding.id, thread.id);
        if (past.length === 0) return reply(asked, texts.noSessions);
        const coded = withCodes(past);
        if (code === "") {
          const lines = coded
            .slice(0, LISTED)
            .map(({ code: own_, session: { title, status, id } }) =>
              texts.sessionLine(own_, title || texts.untitled, own(texts.states, status) ?? status, id === thread.session),
            );
          return reply(asked, texts.sessions(lines, coded[0]!.code));
        }
        // Not by number: numbers are others after the first switch, and this may be dealt with twice.
        const chosen = coded.find((each) => each.code === code.toUpperCase())?.session;
        if (chosen === undefined) return reply(asked, texts.noSuchSession);
        if (chosen.id !== thread.session) {
          const { seq } = await readView(served, chosen.id);
          const bound = await conversations.switch(thread, () => deps.threads.bind(ctx, served.binding.id, thread.id, chosen.id, seq));
          void conversations.follow(bound);
        }
        await reply(asked, texts.switched(chosen.title || texts.untitled));
      },
    },
  };
}

/** Short names of sessions, as long as they need to be to differ. */
function withCodes(sessions: readonly SessionSummary[]): { code: string; session: SessionSummary }[] {
  let length = CODE_CHARS;
  const codeOf = ({ id }: SessionSummary) => id.slice(-length).toUpperCase();
  while (length < 64 && new Set(sessions.map(codeOf)).size < sessions.length) length += 1;
  return sessions.map((session) => ({ code: codeOf(session), session }));
}
