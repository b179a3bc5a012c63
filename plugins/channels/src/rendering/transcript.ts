import type { Block } from "@open-cowork/shared";
import { split } from "../splitting/split.js";
import { shortened } from "../texts/escape.js";
import { approvalMessages } from "./approval.js";
import { endText } from "./ending.js";
import { questionMessages } from "./question.js";
import { paragraphs } from "./request.js";
import { saidMessages, type Text } from "./said.js";
import { messageOf, ordinalOf, type Place, type Showing, type Wanted } from "./wanted.js";

/** Of what others asked elsewhere, the beginning is enough to know what an answer is about. */
const QUOTED_CHARS = 1_000;
/** A text that begins is shown once there is something to read, or once it has kept people waiting. */
const WORTH_CHARS = 24;
export const WORTH_MS = 700;

export interface Transcript {
  messages: Wanted[];
  /** Something from this sequence number on cannot be told yet: the cursor stays before it. */
  heldFrom: number | undefined;
}

/**
 * What a session said and asks since the cursor, as messages of a conversation, in order. Thoughts, work of tools and what sub-agents say among themselves are not told;
 * their requests are. Kinds of blocks that are not known are passed over.
 */
export function transcript(showing: Showing): Transcript {
  return new Telling(showing).all();
}

class Telling {
  readonly #messages: Wanted[] = [];
  /** Texts that are told together, where messages cannot be changed: a platform without edits hears whole answers. */
  #together: { blocks: Text[]; ordinal: number } = { blocks: [], ordinal: 0 };
  #heldFrom: number | undefined;

  constructor(private readonly showing: Showing) {}

  all(): Transcript {
    const { view, cursor } = this.showing;
    let [at, beside] = [0, 0];
    for (const block of view.blocks) {
      // A clock that was set back does not change the order.
      beside = block.at > at ? 0 : beside + 1;
      at = Math.max(at, block.at);
      if (block.rev > cursor || this.#isOpen(block)) this.#tell(block, ordinalOf(at, beside));
    }
    this.#hold(this.#together.blocks[0]?.seq);
    return { messages: this.#messages, heldFrom: this.#heldFrom };
  }

  #tell(block: Block, ordinal: number): void {
    const place = { seq: block.seq, rev: block.rev, ordinal };
    const { capabilities } = this.showing;
    if (block.type === "text") {
      if (capabilities.edits !== undefined) {
        const growing = !this.#isDone(block);
        if (growing && !this.#isWorth(block)) this.#hold(block.seq);
        else this.#add(saidMessages([block], place, growing, this.showing));
      } else {
        if (this.#together.blocks.length === 0) this.#together.ordinal = ordinal;
        this.#together.blocks.push(block);
      }
      return;
    }
    const messages = this.#others(block, place);
    if (messages === undefined) {
      this.#hold(block.seq);
      return;
    }
    if (block.type === "end" || messages.length > 0) this.#tellTogether();
    this.#add(messages);
  }

  /** Also one that was told before: its code may be another by now. And one of a session that only now speaks here. */
  #isOpen(block: Block): boolean {
    const { approvals, questions } = this.showing.view;
    if (block.type === "approval") return approvals[block.approval]?.state === "pending";
    return block.type === "question" && questions[block.question]?.state === "pending";
  }

  #others(block: Exclude<Block, Text>, place: Place): Wanted[] | undefined {
    const { showing } = this;
    const { view, texts, capabilities, cursor, url } = showing;
    const isNew = block.seq > cursor;
    switch (block.type) {
      case "approval":
        return approvalMessages(block, place, showing);
      case "question":
        return questionMessages(block, place, showing);
      case "end": {
        const text = isNew || capabilities.edits !== undefined ? endText(block, view, texts) : undefined;
        return text === undefined ? [] : [messageOf(showing, place, { text: this.#clipped(text) })];
      }
      case "person": {
        // What people of chats wrote stands in the chat.
        if (!isNew || block.by.kind === "channel") return [];
        const files = block.attachments.length === 0 ? "" : texts.withFiles(block.attachments.map(({ name }) => name));
        return [messageOf(showing, place, { text: this.#clipped(paragraphs(texts.elsewhere(block.by.name, shortened(block.text, QUOTED_CHARS)), files)) })];
      }
      case "artifact": {
        const { artifact, name, mime, bytes } = block;
        if (!isNew) return [];
        if (bytes > capabilities.files.out) return [messageOf(showing, place, { text: this.#clipped(texts.fileNotSent(name, bytes, url)) })];
        return [messageOf(showing, place, { text: "", file: { artifact, name, mime, bytes } })];
      }
      case "compacted":
        return isNew ? [messageOf(showing, place, { text: texts.compacted })] : [];
      default:
        return [];
    }
  }

  /** Texts that came before something else are whole by then. */
  #tellTogether(): void {
    const { blocks, ordinal } = this.#together;
    const [first] = blocks;
    this.#together = { blocks: [], ordinal: 0 };
    if (first === undefined) return;
    const rev = Math.max(...blocks.map((block) => block.rev));
    this.#add(saidMessages(blocks, { seq: first.seq, rev, ordinal }, false, this.showing));
  }

  #isDone({ done, run }: Text): boolean {
    return done || run === undefined || this.showing.view.runs[run]?.endedAt !== undefined;
  }

  #isWorth({ text, at }: Text): boolean {
    return text.trim().length >= WORTH_CHARS || (text.trim() !== "" && this.showing.now - at >= WORTH_MS);
  }

  #add(messages: readonly Wanted[]): void {
    this.#messages.push(...messages);
  }

  #hold(seq: number | undefined): void {
    if (seq !== undefined) this.#heldFrom = Math.min(this.#heldFrom ?? seq, seq);
  }

  #clipped(text: string): string {
    const [first] = split(text, this.showing.limit - 2);
    return first === undefined || first.text.length >= text.trim().length ? text : `${first.text}\n…`;
  }
}
