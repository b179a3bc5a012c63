import type { SessionView } from "@open-cowork/shared";
import { t } from "../../i18n/t.js";

const MAX_CHARS = 600;

/**
 * What a screen reader is told: a finished answer, a request for a decision, a run that failed. Never a token at a time, and
 * nothing of what was there when the thread was opened.
 */
export class Announcer {
  #view: SessionView | undefined;
  #read = 0;
  #said = "";

  read(view: SessionView): string {
    if (view !== this.#view) {
      this.#view = view;
      this.#read = view.blocks.length;
      return (this.#said = "");
    }
    for (; this.#read < view.blocks.length; this.#read++) {
      const block = view.blocks[this.#read]!;
      if (block.type === "approval") this.#said = t("announce.approval", { title: view.approvals[block.approval]?.title ?? "" });
      else if (block.type === "question") this.#said = t("announce.question");
      else if (block.type === "end") this.#said = block.state === "finished" ? this.#answer(view, this.#read) : t(`announce.${endOf(block.state)}`);
    }
    return this.#said;
  }

  #answer(view: SessionView, before: number): string {
    const answer = view.blocks.slice(0, before).findLast((block) => block.type === "text");
    return answer?.type === "text" ? answer.text.slice(-MAX_CHARS) : t("announce.finished");
  }
}

function endOf(state: string): "failed" | "interrupted" | "stopped" {
  return state === "failed" ? "failed" : state === "interrupted" ? "interrupted" : "stopped";
}
