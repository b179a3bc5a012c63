import { consume } from "@lit/context";
import type { CloudClient, PromptInput, SessionFeed } from "@open-cowork/cloud-client";
import { type AppError, type Catalog, emptyView, type Me } from "@open-cowork/shared";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { ComposerCommand, OcComposer } from "../../composer/oc-composer.js";
import {
  type Connection,
  catalogContext,
  clientContext,
  connectionContext,
  meContext,
  routerContext,
  threadActionsContext,
  toasterContext,
} from "../../data/contexts.js";
import type { ThreadActions } from "../../data/thread-actions.js";
import type { Toaster } from "../../data/toaster.js";
import { t } from "../../i18n/t.js";
import type { Router } from "../../router/router.js";
import { href } from "../../router/routes.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import type { MenuItem } from "../../ui/menu/menu-item.js";
import { keepPane, keptPane } from "../pane/kept-pane.js";
import { type Pane, renderPane } from "../pane/render-pane.js";
import type { ThreadRequest } from "../thread-events.js";
import type { ThreadScope } from "../thread-scope.js";
import type { OcThreadTitle } from "../title/oc-thread-title.js";
import type { OcTranscript } from "../transcript/oc-transcript.js";
import { FeedController } from "./feed-controller.js";
import { ThreadCommands } from "./thread-commands.js";
import { ThreadKeys } from "./thread-keys.js";
import { threadMenu } from "./thread-menu.js";
import { threadPageStyles } from "./thread-page.styles.js";

/**
 * One thread: header, transcript, composer, and beside them a sub-agent or a file on demand.
 * Keyboard: `/` goes to the composer, mod+. stops the run, 1 to 4 answer the oldest open approval once it is in view.
 */
export class OcThreadPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, threadPageStyles];

  readonly #feed = new FeedController(this);
  readonly #commands = new ThreadCommands({
    feed: () => this.#feed.feed,
    scope: () => this.scope,
    changed: () => {
      // The rows draw again for another scope only.
      this.scope = { ...this.scope };
      this.requestUpdate();
    },
    failed: (error) => this.#tell(error),
    sent: () => this.transcript?.follow(),
  });
  readonly #keys = new ThreadKeys(this, {
    view: () => this.#feed.feed?.view,
    transcript: () => this.transcript,
    composer: () => this.composer,
    stop: () => this.#commands.stop(),
  });

  @query("oc-transcript") private transcript?: OcTranscript;
  @query("oc-composer") private composer?: OcComposer;
  @query("oc-thread-title") private heading?: OcThreadTitle;
  @consume({ context: clientContext, subscribe: true }) @state() private client?: CloudClient;
  @consume({ context: catalogContext, subscribe: true }) @state() private catalog?: Catalog;
  @consume({ context: meContext, subscribe: true }) @state() private me?: Me;
  /** The frame tells of a connection that is lost altogether. */
  @consume({ context: connectionContext, subscribe: true }) @state() private connection?: Connection;
  @consume({ context: routerContext }) private router?: Router;
  @consume({ context: toasterContext }) private toaster?: Toaster;
  @consume({ context: threadActionsContext }) private actions?: ThreadActions;
  @state() private pane: Pane | undefined;
  private scope: ThreadScope = this.#newScope();

  @property() sessionId = "";
  /** Sequence number to show, of a deep link. */
  @property({ type: Number }) at?: number;

  protected override willUpdate(changed: PropertyValues): void {
    if (this.client && this.sessionId) this.#feed.show(this.client, this.sessionId);
    if (changed.has("sessionId")) {
      this.scope = this.#newScope();
      const kept = keptPane(this.sessionId);
      if (kept) this.#show(kept);
      else this.pane = undefined;
    } else if (changed.has("catalog") || changed.has("me")) this.scope = { ...this.#newScope(), unfolded: this.scope.unfolded, deciding: this.scope.deciding };
    this.scope.view = this.#feed.feed?.view ?? this.scope.view;
    this.#forgetDecided();
    this.toggleAttribute("pane", this.pane !== undefined);
  }

  override render() {
    const feed = this.#feed.feed;
    if (!feed) return nothing;
    return html`
      <div class="main" @oc-thread-request=${this.#requested} @dragover=${allowFiles} @drop=${this.#dropped}>
        ${this.#header(feed)} ${this.#body(feed)}
      </div>
      ${renderPane(this.pane, { view: feed.view, version: this.#feed.version, scope: this.scope, close: this.#closePane, requested: this.#requested })}
    `;
  }

  #header(feed: SessionFeed) {
    const { view } = feed;
    const known = feed.state !== "missing" && feed.state !== "failed";
    return html`<oc-page-header>
      ${
        known && view.seq > 0
          ? html`<oc-thread-title .title=${view.title} .locked=${!this.scope.canWrite} @oc-renamed=${this.#renamed}></oc-thread-title>`
          : html`<span></span>`
      }
      <div slot="actions" class="actions">
        ${feed.state === "reconnecting" && this.connection?.state === "live" ? html`<span class="link-state" role="status"><span class="dot"></span><span>${t("thread.reconnecting")}</span></span>` : nothing}
        ${known ? html`<oc-usage .view=${view} .version=${this.#feed.version}></oc-usage>` : nothing}
        ${
          known
            ? html`<oc-menu label=${t("thread.actions")} .items=${threadMenu(view, this.scope.canWrite)} @oc-menu-selected=${this.#menuChosen}>
              <button slot="trigger" type="button" class="icon-btn" aria-label=${t("thread.actions")} data-tip=${t("thread.actions")}><oc-icon name="more"></oc-icon></button>
            </oc-menu>`
            : nothing
        }
      </div>
    </oc-page-header>`;
  }

  #body(feed: SessionFeed) {
    const { view } = feed;
    if (this.#feed.beginError) return this.#beginFailed(this.#feed.beginError);
    if (feed.state === "missing" || view.deleted) {
      return html`<div class="middle"><oc-empty page icon="thread" heading=${t("thread.missing")} text=${t("thread.missingText")}>
          <a class="btn" href=${href({ name: "home" })}>${t("notFound.home")}</a>
        </oc-empty></div>`;
    }
    if (feed.state === "failed") {
      return html`<div class="middle"><oc-error .error=${feed.error} heading=${t("thread.failedToOpen")} retry @oc-retry=${() => this.#feed.reopen()}></oc-error></div>`;
    }
    const begun = this.#feed.first ? [{ id: "first", state: "sending" as const, attachments: [], ...this.#feed.first.input }] : feed.pending;
    const nothingYet = view.seq === 0 && begun.length === 0;
    if (nothingYet) return html`<div class="loading"><oc-skeleton lines="6"></oc-skeleton></div>${this.#dock(feed)}`;
    return html`
      ${
        view.blocks.length === 0 && begun.length === 0 && view.queue.length === 0
          ? html`<div class="middle"><oc-empty icon="thread" heading=${t("thread.empty")} text=${t("thread.emptyText")}></oc-empty></div>`
          : keyed(
              this.sessionId,
              html`<oc-transcript .view=${view} .pending=${begun} .version=${this.#feed.version} .scope=${this.scope} .at=${this.at}></oc-transcript>`,
            )
      }
      ${this.#dock(feed)}
    `;
  }

  #dock(feed: SessionFeed) {
    const { view } = feed;
    if (view.archived) {
      return html`<div class="dock"><div class="archived">
        ${t("thread.isArchived")}
        ${this.scope.canWrite ? html`<button type="button" class="btn small" @click=${() => this.#act("archive")}>${t("thread.restore")}</button>` : nothing}
      </div></div>`;
    }
    const run = view.active === undefined ? undefined : view.runs[view.active];
    return html`<div class="dock">
      <oc-composer
        autofocus
        .session=${this.sessionId}
        .fresh=${view.seq > 0 && view.blocks.length === 0}
        .agent=${view.agent}
        .model=${view.model}
        .running=${run !== undefined}
        .stopping=${run?.abortRequested === true}
        .blocked=${this.scope.canWrite ? "" : t("composer.viewer")}
        @oc-prompt-submitted=${this.#submitted}
        @oc-stop-requested=${() => this.#commands.stop()}
        @oc-composer-command=${this.#commanded}
        @oc-composer-left=${() => this.#keys.leaveComposer()}
      ></oc-composer>
    </div>`;
  }

  #beginFailed(error: AppError) {
    return html`<div class="middle">
      <oc-error .error=${error} heading=${t("thread.beginFailed")}>
        <p>${t("thread.beginFailedText")}</p>
        <p><a class="btn small" href=${href({ name: "home" })}>${t("thread.backToDraft")}</a></p>
      </oc-error>
    </div>`;
  }

  readonly #requested = (event: CustomEvent<ThreadRequest>): void => {
    const request = event.detail;
    if (request.type === "open-subagent") this.#show({ kind: "subagent", key: request.key });
    else if (request.type === "open-artifact") this.#show({ kind: "artifact", artifact: request.artifact, name: request.name, mime: request.mime });
    else this.#commands.run(request);
  };

  readonly #closePane = (): void => {
    this.pane = undefined;
    keepPane(this.sessionId, undefined);
  };

  #show(pane: Pane): void {
    this.pane = pane;
    keepPane(this.sessionId, pane);
    void import("../pane/define.js").catch((cause: unknown) => {
      this.pane = undefined;
      this.toaster?.show({ text: t("error.page"), tone: "alert" });
      throw cause;
    });
  }

  readonly #submitted = (event: CustomEvent<PromptInput>): void => {
    this.#feed.feed?.prompt(event.detail);
    this.transcript?.follow();
  };

  readonly #commanded = (event: CustomEvent<ComposerCommand>): void => {
    const { name, argument } = event.detail;
    if (name === "stop") this.#commands.stop();
    else if (name === "rename") void this.actions?.rename(this.#subject(), argument);
    else this.#act(name === "export" ? "export-md" : name);
  };

  readonly #menuChosen = (event: CustomEvent<MenuItem>): void => {
    this.#act(event.detail.id);
  };

  #act(action: string): void {
    if (action === "rename") this.heading?.edit();
    else if (action === "link") void this.#copyLink();
    else if (action.startsWith("export-")) this.#export(action.slice("export-".length) as "md" | "html" | "json");
    else if (action === "delete") void this.#delete();
    else void this.actions?.run(action, this.#subject());
  }

  readonly #renamed = (event: CustomEvent<string>): void => {
    void this.actions?.rename(this.#subject(), event.detail);
  };

  async #delete(): Promise<void> {
    if (await this.actions?.remove(this.#subject())) this.router?.go({ name: "home" });
  }

  async #copyLink(): Promise<void> {
    try {
      await navigator.clipboard.writeText(new URL(href({ name: "thread", session: this.sessionId }), location.origin).href);
      this.toaster?.show({ text: t("thread.linkCopied"), tone: "ok" });
    } catch {
      // The browser does not allow it here; the address bar has the same link.
      this.toaster?.show({ text: t("thread.copyFailed"), tone: "alert" });
    }
  }

  #export(format: "md" | "html" | "json"): void {
    const link = document.createElement("a");
    link.href = this.client?.sessions.exportUrl(this.sessionId, format) ?? "";
    link.download = "";
    link.click();
  }

  readonly #dropped = (event: DragEvent): void => {
    const files = event.dataTransfer?.files;
    if (!files || files.length === 0) return;
    event.preventDefault();
    this.composer?.attach(files);
  };

  #subject() {
    const { title, pinned, archived } = this.scope.view;
    return { id: this.sessionId, title, pinned, archived };
  }

  #tell(error: AppError): void {
    this.toaster?.show({ text: error.message, tone: "alert" });
  }

  /** What the log has decided needs no note of ours. */
  #forgetDecided(): void {
    const { deciding, view } = this.scope;
    for (const id of deciding.keys()) if ((view.approvals[id] ?? view.questions[id])?.state !== "pending") deciding.delete(id);
  }

  #newScope(): ThreadScope {
    const can = (permission: string) => this.me?.permissions.includes(permission) ?? true;
    return {
      session: this.sessionId,
      view: emptyView(),
      catalog: this.catalog,
      me: this.me?.actor.id,
      unfolded: new Set(),
      deciding: new Map(),
      canWrite: can("session.write"),
      canDecide: can("approval.answer"),
      canSetUp: can("settings.write"),
      artifactUrl: (id) => this.client?.artifacts.contentUrl(id) ?? "",
    };
  }
}

function allowFiles(event: DragEvent): void {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-thread-page": OcThreadPage;
  }
}
