import { consume } from "@lit/context";
import type { Attention, SessionSummary } from "@open-cowork/shared";
import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { OcComposer } from "../../composer/oc-composer.js";
import { attentionContext, sessionsContext } from "../../data/contexts.js";
import { NowController } from "../../data/now-controller.js";
import { threadTitle } from "../../data/thread-actions.js";
import { type PlainKey, t } from "../../i18n/t.js";
import { dateTime, moment } from "../../i18n/time.js";
import { href } from "../../router/routes.js";
import { baseStyles } from "../../styles/base.js";
import type { IconName } from "../../ui/icon/icons.js";
import { attentionLine } from "../attention-line.js";
import { listStyles } from "../list.styles.js";

const MOST_WAITING = 4;
const MOST_RECENT = 5;

const STARTERS = [
  ["search", "home.try.look"],
  ["edit", "home.try.write"],
  ["file", "home.try.plan"],
] as const satisfies [IconName, PlainKey][];

/** Where a visit begins: the composer, what waits for the person, and what they were at. */
export class OcHomePage extends LitElement {
  static override styles = [
    baseStyles,
    listStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
      }
      .scroll {
        flex: 1;
        min-block-size: 0;
        overflow: auto;
        /* From the top, so that the composer stays where it is when the lists arrive. */
        padding: min(15vh, 140px) 24px 48px;
      }
      .column {
        display: grid;
        gap: 26px;
        inline-size: 100%;
        max-inline-size: var(--oc-composer);
        margin-inline: auto;
      }
      h1 {
        font: 400 var(--oc-size-title) / 1.15 var(--oc-font-read);
        letter-spacing: -0.012em;
        text-align: center;
        text-wrap: balance;
      }
      section + section {
        margin-block-start: 4px;
      }
      @media (max-width: 720px) {
        .scroll {
          padding: min(7vh, 56px) 16px 24px;
        }
        .column {
          gap: 22px;
        }
      }
    `,
  ];

  readonly #clock = new NowController(this, 10_000);

  @consume({ context: sessionsContext, subscribe: true }) @state() private sessions: readonly SessionSummary[] | undefined;
  @consume({ context: attentionContext, subscribe: true }) @state() private attention: readonly Attention[] | undefined;

  /** The composer takes it. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>("oc-composer")?.focus(options);
  }

  override render() {
    return html`
      <oc-page-header bare></oc-page-header>
      <div class="scroll">
        <div class="column">
          <h1>${t("home.title")}</h1>
          <oc-composer autofocus></oc-composer>
          ${this.#waiting()} ${this.sessions?.length === 0 ? this.#starters() : this.#recent()}
        </div>
      </div>
    `;
  }

  #waiting() {
    const waiting = this.attention ?? [];
    if (waiting.length === 0) return nothing;
    return html`<section aria-labelledby="needs">
      <div class="list-head">
        <h2 id="needs">${t("home.needsYou")}</h2>
        ${waiting.length > MOST_WAITING ? html`<a href="/approvals">${t("home.allApprovals", { count: waiting.length })}</a>` : nothing}
      </div>
      ${waiting.slice(0, MOST_WAITING).map((item) => attentionLine(item, this.#clock.now))}
    </section>`;
  }

  /** In a new workspace, something to press where otherwise nothing would be. */
  #starters() {
    return html`<section aria-labelledby="try">
      <div class="list-head"><h2 id="try">${t("home.try")}</h2></div>
      ${STARTERS.map(
        ([icon, key]) => html`<button type="button" class="line" @click=${() => this.#suggest(t(key))}>
          <oc-icon name=${icon}></oc-icon><span class="text">${t(key)}</span>
        </button>`,
      )}
    </section>`;
  }

  #suggest(text: string): void {
    this.renderRoot.querySelector<OcComposer>("oc-composer")?.suggest(text);
  }

  #recent() {
    const asking = new Set((this.attention ?? []).map((item) => item.session));
    const recent = [...(this.sessions ?? [])]
      .filter((thread) => !asking.has(thread.id))
      .sort((a, b) => b.activeAt - a.activeAt)
      .slice(0, MOST_RECENT);
    if (recent.length === 0) return nothing;
    return html`<section aria-labelledby="recent">
      <div class="list-head"><h2 id="recent">${t("home.continue")}</h2></div>
      ${repeat(
        recent,
        (thread) => thread.id,
        (thread) => html`<a class="line" href=${href({ name: "thread", session: thread.id })}>
          <oc-icon name=${thread.pinned ? "pin" : "thread"}></oc-icon>
          <span class="text">${threadTitle(thread)} ${thread.status === "idle" ? nothing : html`<small>· ${t(`thread.${thread.status}`)}</small>`}</span>
          <time class="when" datetime=${new Date(thread.activeAt).toISOString()} title=${dateTime(thread.activeAt)}>${moment(thread.activeAt, this.#clock.now)}</time>
        </a>`,
      )}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-home-page": OcHomePage;
  }
}
