import { isAppError } from "@open-cowork/shared";
import type { Asked, Reply } from "../inbound/asked.js";
import { readView } from "../read-view.js";
import type { Served } from "../served.js";
import type { CommandTable } from "./commands.js";

/** What another was first with. */
const OVER: ReadonlySet<string> = new Set(["run.not_active", "run.not_found"]);
const ID_CHARS = 64;

/** `/stop` goes past everything that waits to what runs; `/stop all` takes back what waits as well. That it stopped is said where the run ends. */
export function stopCommand(served: Served, reply: Reply): CommandTable {
  const { texts, deps } = served;
  const abort = async ({ as, record }: Asked, session: string, run: string) => {
    try {
      // Named after the run: dealt with again, it stops the same one and no other.
      await deps.workspace.command(as, session, { kind: "abort", id: `${record.id}-${run}`.slice(0, ID_CHARS), run });
    } catch (error) {
      if (!isAppError(error) || !OVER.has(error.code)) throw error;
    }
  };
  return {
    stop: {
      needs: "session.write",
      async run(asked, argument) {
        const { session } = asked.thread;
        if (session === undefined) return reply(asked, texts.nothingRuns);
        const { active, queue } = await readView(served, session);
        const [first, ...waiting] = active === undefined ? queue : [active, ...queue];
        if (first === undefined) return reply(asked, texts.nothingRuns);
        const isAll = argument.toLowerCase() === "all";
        // The last first: none of them begins while the others are taken back.
        for (const run of isAll ? waiting.toReversed() : []) await abort(asked, session, run);
        await abort(asked, session, first);
        if (!isAll && waiting.length > 0) await reply(asked, texts.stoppedButWaiting(waiting.length));
      },
    },
  };
}
