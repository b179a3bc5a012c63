import type { Move, Scene, Situation } from "../moves.js";
import { COMMAND, DELEGATE, FILE, LOOK, PLAN, QUESTION } from "./tools.js";
import { FORMAT, LONG, THINK } from "./words.js";

/** In order of preference: the first that matches is played. */
const SCENES: readonly Scene[] = [QUESTION, DELEGATE, FILE, LOOK, PLAN, COMMAND, FORMAT, LONG, THINK];

/** What the demo answers. A scene that began with a prompt goes on until it answers without a tool. */
export function answer(situation: Situation): Move[] {
  if (/^answer with the one word: ready$/i.test(situation.said)) return [{ text: "ready" }];
  const wanted = SCENES.find(({ matches }) => matches.test(situation.said));
  if (wanted === undefined) return [{ text: introduction(situation) }];
  const missing = wanted.needs.filter((tool) => !situation.tools.has(tool));
  if (missing.length > 0)
    return [{ text: `I would show that with the tool \`${missing.join("`, `")}\`, which is not available to me here.\n\n${menu(situation)}` }];
  return wanted.play(situation);
}

function introduction(situation: Situation): string {
  const heard = situation.said.replace(/\s+/g, " ").slice(0, 120);
  const echo = /^(hi|hello|hey|help|\?|what|who|how)\b/i.test(heard) || heard === "" ? "" : `You wrote “${heard}”. I cannot really think about that. `;
  return `${echo}I am the **demo model** of Open Cowork: scripted, offline, free of charge. I am here so that you can try everything before you choose a real model.\n\n${menu(situation)}\n\nFor real work, add a model under **Settings → Models**: any OpenAI-compatible address, or a key of Anthropic, OpenAI or OpenRouter. Keys stay in this program; the agent that runs commands never sees them.`;
}

function menu({ tools }: Situation): string {
  const playable = SCENES.filter(({ needs }) => needs.every((tool) => tools.has(tool)));
  return `Try one of these:\n\n${playable.map(({ invitation }) => `- ${invitation}`).join("\n")}`;
}
