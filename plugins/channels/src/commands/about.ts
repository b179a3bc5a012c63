import { own, statusOf } from "@open-cowork/shared";
import type { Reply } from "../inbound/asked.js";
import { readView } from "../read-view.js";
import type { Served } from "../served.js";
import type { CommandTable } from "./commands.js";

/** Commands that tell and change nothing. */
export function aboutCommands(served: Served, reply: Reply): CommandTable {
  const { texts, deps, provider } = served;
  return {
    help: { run: (asked) => reply(asked, texts.help(provider.capabilities.buttons !== undefined)) },
    start: { run: (asked) => reply(asked, texts.known) },
    status: {
      needs: "session.read",
      async run(asked) {
        const { session } = asked.thread;
        if (session === undefined) return reply(asked, texts.noThread);
        const view = await readView(served, session);
        const requests = [...Object.values(view.approvals), ...Object.values(view.questions)].filter(({ state }) => state === "pending");
        const state = statusOf(view);
        const lines = [
          texts.status(view.title || texts.untitled, own(texts.states, state) ?? state),
          texts.waiting(view.queue.length, requests.length),
          view.agent === undefined ? "" : texts.agent(view.agent),
          view.model === undefined ? "" : texts.model(`${view.model.provider}/${view.model.model}`),
          deps.home.threadUrl(session) ?? "",
        ];
        await reply(asked, lines.filter((line) => line !== "").join("\n"));
      },
    },
  };
}
