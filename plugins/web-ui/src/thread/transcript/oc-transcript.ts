import type { PendingPrompt } from "@open-cowork/cloud-client";
import type { SessionView } from "@open-cowork/shared";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { ArrowDown } from "lucide";
import type { OcApprovalCard } from "../../approvals/approval-card/oc-approval-card.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { type PersonBlock, type Row, RowBuilder, revisionOf } from "../rows/row-builder.js";
import { isAtRail } from "../rows/row-shape.js";
import { request } from "../thread-events.js";
import type { ThreadScope } from "../thread-scope.js";
import { Announcer } from "./announcer.js";
import { rememberedPosition, rememberPosition } from "./positions.js";
import { transcriptStyles } from "./transcript.styles.js";
import { WindowController } from "./window-controller.js";

/** Room above a message that a link leads to. */
const DEEP_LINK_OFFSET = 56;

/**
 * The thread as it is read. Draws the rows near the viewport; the view it shows is changed in place, so its owner sets a new
 * `version` after each batch.
 * Keyboard: the transcript takes the focus and scrolls; End goes to the latest and follows it.
 */
export class OcTranscript extends LitElement {
  static override styles = [baseStyles, transcriptStyles];

  readonly #builder = new RowBuilder();
  readonly #announcer = new Announcer();
  readonly #window = new WindowController(this, () => this.#parts());
  #seen = 0;
  #placed = false;
  #flashed: string | undefined;

  @query(".scroll") private scroller?: HTMLElement;
  @query(".above") private above?: HTMLElement;
  @query(".below") private below?: HTMLElement;
  @query(".rows") private rowsBox?: HTMLElement;
  @state() private announced = "";

  @property({ attribute: false }) view!: SessionView;
  @property({ attribute: false }) pending: readonly PendingPrompt[] = [];
  @property({ attribute: false }) version = 0;
  @property({ attribute: false }) scope!: ThreadScope;
  /** Sequence number to show; scrolls there when it is set. */
  @property({ type: Number }) at?: number;
  /** The transcript of a sub-agent: it neither announces nor remembers where the reader was. */
  @property({ type: Boolean }) nested = false;

  /** Shows the end and follows it, as after sending. */
  follow(): void {
    this.#window.goToEnd();
  }

  override focus(options?: FocusOptions): void {
    this.scroller?.focus({ preventScroll: true, ...options });
  }

  /** Brings a row into view; does nothing when the thread has no such row. */
  async reveal(id: string): Promise<void> {
    if (!this.#builder.rows.some((row) => row.id === id)) return;
    this.#window.goTo(id, DEEP_LINK_OFFSET);
    await this.updateComplete;
  }

  /** The card of an approval, if the reader can see its buttons. */
  approvalInView(approval: string): OcApprovalCard | undefined {
    const index = this.#builder.rows.findIndex((row) => row.id === `approval-${approval}`) - this.#window.first;
    const card = this.rowsBox?.children[index]?.shadowRoot?.querySelector("oc-approval-card");
    if (!card || !this.scroller) return undefined;
    const box = card.getBoundingClientRect();
    const view = this.scroller.getBoundingClientRect();
    return box.bottom > view.top + 40 && box.bottom <= view.bottom + 40 ? card : undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.scope && !this.nested) rememberPosition(this.scope.session, this.#window.position);
    this.#placed = false;
  }

  protected override firstUpdated(): void {
    const { scroller } = this;
    if (scroller) scroller.style.setProperty("--gutter", `${(scroller.offsetWidth - scroller.clientWidth) / 2}px`);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const fresh = this.#builder.update(this.view);
    if ((changed.has("at") || !this.#placed) && this.#builder.rows.length > 0) this.#place();
    this.#window.update(this.#builder.rows, fresh);
    if (this.#window.following) this.#seen = this.#builder.rows.length;
    if (!this.nested) this.announced = this.#announcer.read(this.view);
  }

  override render() {
    const { rows, waiting } = this.#builder;
    const shown = rows.slice(this.#window.first, this.#window.end);
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${t("transcript.label")} @scroll=${this.#window.scrolled} @wheel=${this.#window.wheeled} @keydown=${this.#keyed}>
        <div class="above"></div>
        <div class="rows">${repeat(
          shown,
          (row) => row.id,
          (row, i) => this.#row(row, rows[this.#window.first + i + 1]),
        )}</div>
        <div class="below"></div>
        <div class="tail">${this.#live()}${this.#waiting(waiting)}${this.#pending()}</div>
      </div>
      ${this.#window.following ? nothing : this.#jump(rows.length - this.#seen)}
      <div class="sr" aria-live="polite">${this.announced}</div>
    `;
  }

  #row(row: Row, next: Row | undefined) {
    const block = row.blocks[0];
    const decided = block.type === "approval" ? block.approval : block.type === "question" ? block.question : undefined;
    const deciding = decided === undefined ? "" : this.scope.deciding.get(decided);
    const revision = `${revisionOf(row, this.view)}.${typeof deciding === "string" ? deciding : (deciding?.code ?? "")}.${this.scope.canWrite}`;
    return html`<oc-row .row=${row} .revision=${revision} .scope=${this.scope} .last=${next === undefined} ?joined=${isAtRail(row, this.view) && isAtRail(next, this.view)} ?flash=${this.#flashed === row.id}></oc-row>`;
  }

  #live() {
    const run = this.view.active === undefined ? undefined : this.view.runs[this.view.active];
    const next = this.view.queue[0] === undefined ? undefined : this.view.runs[this.view.queue[0]];
    const shown = run ?? next;
    return shown ? html`<oc-run-live .run=${shown} .revision=${this.version} .scope=${this.scope}></oc-run-live>` : nothing;
  }

  /** Prompts in the queue. The first is no queue as long as nothing else runs: it is about to start. */
  #waiting(waiting: readonly PersonBlock[]) {
    return waiting.map((block) => {
      const queued = this.view.queue.includes(block.run ?? "");
      return html`<oc-prompt state=${queued ? "queued" : "accepted"} .text=${block.text} .attachments=${block.attachments} .artifactUrl=${this.scope.artifactUrl}>
        ${
          queued && this.scope.canWrite
            ? html`<button slot="actions" type="button" class="link" @click=${() => request(this, { type: "withdraw", run: block.run! })}>${t("prompt.withdraw")}</button>`
            : nothing
        }
      </oc-prompt>`;
    });
  }

  #pending() {
    return this.pending.map(
      (prompt) => html`<oc-prompt
        state=${prompt.state}
        .text=${prompt.text}
        .attachments=${prompt.attachments}
        .problem=${prompt.error}
        .artifactUrl=${this.scope.artifactUrl}
      >
        ${
          prompt.state === "failed"
            ? html`<button slot="actions" type="button" class="link" @click=${() => request(this, { type: "resend", prompt: prompt.id })}>${t("action.retry")}</button
              ><button slot="actions" type="button" class="link" @click=${() => request(this, { type: "discard", prompt: prompt.id })}>${t("prompt.discard")}</button>`
            : nothing
        }
      </oc-prompt>`,
    );
  }

  #jump(fresh: number) {
    const label = fresh > 0 ? t("transcript.new", { count: fresh }) : t("transcript.latest");
    return html`<div class="jump"><button type="button" @click=${this.follow}><oc-icon .node=${ArrowDown}></oc-icon>${label}</button></div>`;
  }

  /** First draw: to the message of the link, else to where the reader was last, else to the end. */
  #place(): void {
    const first = !this.#placed;
    this.#placed = true;
    if (first) this.#seen = this.#builder.rows.length;
    const row = this.at === undefined ? undefined : rowAt(this.#builder.rows, this.at);
    if (row) {
      this.#flashed = row.id;
      this.#window.goTo(row.id, DEEP_LINK_OFFSET);
      return;
    }
    const kept = first && !this.nested ? rememberedPosition(this.scope.session) : undefined;
    if (kept && this.#builder.rows.some((other) => other.id === kept.id)) this.#window.goTo(kept.id, kept.offset);
  }

  #keyed(event: KeyboardEvent): void {
    if (event.key === "End" && !event.defaultPrevented && event.composedPath()[0] === this.scroller) {
      event.preventDefault();
      this.follow();
    }
  }

  #parts() {
    const { scroller, above, below, rowsBox } = this;
    return scroller && above && below && rowsBox ? { scroller, above, below, rows: rowsBox } : undefined;
  }
}

/** The row that holds the event: the one whose newest block is the last at or before it. */
function rowAt(rows: readonly Row[], seq: number): Row | undefined {
  let best: Row | undefined;
  let bestSeq = 0;
  for (const row of rows) {
    for (const block of row.blocks) {
      if (block.seq > seq || block.seq < bestSeq) continue;
      best = row;
      bestSeq = block.seq;
    }
  }
  return best ?? rows[0];
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-transcript": OcTranscript;
  }
}
