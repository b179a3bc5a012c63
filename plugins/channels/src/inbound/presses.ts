import type { InboundPress, Interaction } from "@open-cowork/shared";
import { within } from "../deadline.js";
import type { Served } from "../served.js";
import type { Asked } from "./asked.js";
import { type Choosing, type Decisions, isAnswer } from "./decisions.js";

const ACKNOWLEDGE_MS = 10_000;

/** Buttons that people press. */
export class Presses {
  constructor(
    private readonly served: Served,
    private readonly decisions: Decisions,
  ) {}

  async press(asked: Asked, { value, token }: InboundPress): Promise<string> {
    const [code = "", choice = ""] = value.split(":");
    const { outcome, text } = await this.decisions.decide(asked, code, (interaction) => choosing(interaction, choice));
    // The message itself says who decided; the person who pressed hears it at once.
    await this.acknowledge(token, text);
    return outcome === "decided" ? "decided" : `press:${outcome}`;
  }

  /** Best effort: the button stops spinning, and the person perhaps hears a word. */
  async acknowledge(token: string, text?: string): Promise<void> {
    const { deps, provider, log } = this.served;
    try {
      await within(
        deps.clock,
        ACKNOWLEDGE_MS,
        () => provider.acknowledge(token, text),
        () => log.debug("provider.acknowledge_late"),
      );
    } catch (error) {
      log.debug("provider.acknowledge_failed", { error });
    }
  }
}

function choosing({ kind }: Interaction, choice: string): Choosing | undefined {
  if (kind === "approval") return isAnswer(choice) ? { answer: choice } : undefined;
  if (choice === "skip") return { reject: true };
  return /^\d{1,3}$/.test(choice) ? { option: Number(choice) } : undefined;
}
