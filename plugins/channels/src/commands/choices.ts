import type { Catalog, ModelRef } from "@open-cowork/shared";
import type { Asked, Reply } from "../inbound/asked.js";
import type { Choices } from "../inbound/choices.js";
import { readView } from "../read-view.js";
import type { Served } from "../served.js";
import { type CommandTable, HELD } from "./commands.js";

const LISTED = 40;
type Model = Catalog["models"][number];

/** With whom and with what the next messages are answered. */
export function choiceCommands(served: Served, choices: Choices, reply: Reply): CommandTable {
  const { texts, deps } = served;
  const view = ({ thread }: Asked) => (thread.session === undefined ? undefined : readView(served, thread.session));
  return {
    agent: {
      needs: "session.write",
      async run(asked, name) {
        const { agents, defaultAgent } = await deps.home.catalog(asked.as);
        const primary = agents.filter((agent) => agent.primary);
        if (name === "") {
          const now = choices.of(asked.thread.id).agent ?? (await view(asked))?.agent ?? defaultAgent ?? texts.byDefault;
          const lines = listed(primary, ({ id, description }) => texts.choice(id, description), texts.moreChoices);
          return reply(asked, texts.agents(lines, now));
        }
        const chosen = primary.find(({ id, name: shown }) => isSame(id, name) || isSame(shown, name));
        if (chosen === undefined) return reply(asked, texts.noSuchAgent(name));
        choices.choose(asked, { agent: chosen.id });
        await reply(asked, texts.agentChosen(chosen.name));
        return HELD;
      },
    },
    model: {
      needs: "session.write",
      async run(asked, name) {
        const { models, defaultModel } = await deps.home.catalog(asked.as);
        if (name === "") {
          const now = choices.of(asked.thread.id).model ?? (await view(asked))?.model ?? defaultModel;
          const lines = listed(models, (each) => texts.choice(fullName(refOf(each)), each.model.name), texts.moreChoices);
          return reply(asked, texts.models(lines, now === undefined ? texts.byDefault : fullName(now)));
        }
        const [chosen, ...others] = models.filter(
          (each) => isSame(fullName(refOf(each)), name) || isSame(each.model.id, name) || isSame(each.model.name, name),
        );
        if (chosen === undefined || others.length > 0) return reply(asked, texts.noSuchModel(name));
        choices.choose(asked, { model: refOf(chosen) });
        await reply(asked, texts.modelChosen(chosen.model.name));
        return HELD;
      },
    },
  };
}

function refOf({ provider, model }: Model): ModelRef {
  return { provider, model: model.id };
}
function fullName({ provider, model }: ModelRef): string {
  return `${provider}/${model}`;
}
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
function listed<T>(all: readonly T[], line: (item: T) => string, more: (count: number) => string): string[] {
  const lines = all.slice(0, LISTED).map(line);
  return all.length > LISTED ? [...lines, more(all.length - LISTED)] : lines;
}
