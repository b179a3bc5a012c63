import { consume } from "@lit/context";
import type { CloudClient, PromptInput } from "@open-cowork/cloud-client";
import { type Catalog, MAX_PROMPT_CHARS, type ModelRef, type WorkspaceInfo } from "@open-cowork/shared";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { catalogContext, clientContext, routerContext, workspaceContext } from "../data/contexts.js";
import { t } from "../i18n/t.js";
import type { Router } from "../router/router.js";
import { baseStyles } from "../styles/base.js";
import { buttonStyles } from "../styles/buttons.js";
import { fileList } from "./attachment-list.js";
import { AttachmentsController } from "./attachments-controller.js";
import { chipStyles } from "./chip.styles.js";
import { agentChip, deliveryChip } from "./chips.js";
import { ChoiceController } from "./choice-controller.js";
import { composerStyles } from "./composer.styles.js";
import { drafts, NEW_THREAD } from "./drafts.js";
import { FileDropController } from "./file-drop-controller.js";
import { beginThread } from "./first-prompt.js";
import { type CommandName, parseCommand, type Situation } from "./suggestions.js";
import { SuggestionsController } from "./suggestions-controller.js";

export interface ComposerCommand {
  name: CommandName;
  argument: string;
}

/**
 * Where a person writes to the agent. In a thread it tells its owner what to send; without a `session` it begins a thread and goes there.
 * @fires oc-prompt-submitted - detail is a PromptInput; only in a thread
 * @fires oc-composer-command - detail is a {@link ComposerCommand}
 * @fires oc-stop-requested
 * @fires oc-composer-left - Escape was pressed: the focus may go elsewhere
 * Keyboard: Enter sends (a new line where there is no real keyboard), Shift+Enter makes a line, `/` at the start offers commands, `@` agents, Escape closes them, or leaves the field; what is written stays.
 */
export class OcComposer extends LitElement {
  static override styles = [baseStyles, buttonStyles, chipStyles, composerStyles];

  readonly #files = new AttachmentsController(this, {
    client: () => this.client,
    session: () => this.session,
    limit: () => this.workspace?.limits.attachmentBytes,
    changed: () => this.#saveDraft(),
  });
  readonly #suggestions = new SuggestionsController(this, {
    field: () => this.field,
    situation: () => this.#situation(),
    run: (name) => this.#run({ name, argument: "" }),
    changed: () => this.#saveDraft(),
  });

  readonly #choice = new ChoiceController(this, {
    catalog: () => this.catalog,
    last: () => (this.session === undefined ? undefined : { agent: this.agent, model: this.model }),
    changed: () => {
      this.#saveDraft();
      this.focus();
    },
  });
  readonly #drop = new FileDropController(this, (files) => this.attach(files));

  @query("textarea") private field!: HTMLTextAreaElement;
  @query("input[type=file]") private picker!: HTMLInputElement;

  @consume({ context: clientContext, subscribe: true }) private client?: CloudClient;
  @consume({ context: routerContext }) private router?: Router;
  @consume({ context: catalogContext, subscribe: true }) @state() private catalog?: Catalog;
  @consume({ context: workspaceContext, subscribe: true }) @state() private workspace?: WorkspaceInfo;
  @state() private empty = true;
  @state() private length = 0;
  #loaded: string | undefined;

  /** The thread it writes to; absent to begin one. */
  @property() session?: string;
  /** Nothing has been said in the thread yet. */
  @property({ type: Boolean }) fresh = false;
  /** Agent and model of the thread's last message. */
  @property() agent?: string;
  @property({ attribute: false }) model?: ModelRef;
  @property({ type: Boolean }) running = false;
  @property({ type: Boolean }) stopping = false;
  /** Why nothing can be sent now; the draft can still be written. */
  @property() blocked = "";
  @property({ type: Boolean }) override autofocus = false;

  override focus(options?: FocusOptions): void {
    this.field?.focus(options);
  }

  /** Puts a text in, to be sent or changed; what the person has written stays. */
  suggest(text: string): void {
    if (this.field.value.trim() === "") this.field.value = text;
    this.#typed();
    this.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  /** Adds files as if they had been dropped here. */
  attach(files: Iterable<File>): void {
    this.#files.add(files);
    this.focus();
  }

  protected override firstUpdated(): void {
    if (this.autofocus) this.#focusIfKeyboard();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("session") && this.#loaded !== undefined) return;
    const another = this.#loaded !== undefined;
    this.#loadDraft();
    if (another && this.autofocus) this.#focusIfKeyboard();
  }

  override render() {
    const reason = this.#reason();
    return html`
      <div class="box ${this.#drop.over ? "over" : ""}" @dragenter=${this.#drop.dragged} @dragover=${this.#drop.dragged} @dragleave=${this.#drop.dragged} @drop=${this.#drop.dropped}>
        ${this.#suggestions.render()} ${fileList(this.#files)}
        <textarea
          rows="1"
          dir="auto"
          aria-label=${t("composer.label")}
          aria-describedby=${reason ? "reason" : nothing}
          aria-autocomplete="list"
          aria-controls=${this.#suggestions.open ? "suggestions" : nothing}
          aria-activedescendant=${this.#suggestions.activeId ?? nothing}
          placeholder=${this.#placeholder()}
          enterkeyhint=${hasKeyboard() ? "send" : "enter"}
          autocomplete="off"
          @input=${this.#typed}
          @keydown=${this.#keyed}
          @keyup=${this.#suggestions.refresh}
          @click=${this.#suggestions.refresh}
          @blur=${this.#suggestions.close}
          @paste=${this.#drop.pasted}
        ></textarea>
        ${reason ? html`<p class="reason ${this.#tooLong() ? "bad" : ""}" id="reason" role="status">${reason}</p>` : nothing}
        <div class="bar">
          <button type="button" class="icon-btn" aria-label=${t("composer.attach")} data-tip=${t("composer.attach")} @click=${() => this.picker.click()}>
            <oc-icon name="attach"></oc-icon>
          </button>
          <input type="file" multiple hidden tabindex="-1" aria-hidden="true" @change=${this.#picked} />
          ${agentChip(this.catalog, this.#choice.agent, this.#choice.chooseAgent)}
          ${
            this.catalog && this.catalog.models.length > 0
              ? html`<oc-model-picker .models=${this.catalog.models} .chosen=${this.#choice.model} @oc-model-chosen=${(event: CustomEvent<ModelRef>) => this.#choice.chooseModel(event.detail)}></oc-model-picker>`
              : nothing
          }
          <span class="space"></span>
          ${this.running && !this.empty ? deliveryChip(this.#choice.delivery, this.#choice.chooseDelivery) : nothing} ${this.#buttons()}
        </div>
        ${this.#drop.over ? html`<div class="drop">${t("composer.drop")}</div>` : nothing}
      </div>
    `;
  }

  /** On a phone the focus would bring up its keyboard. */
  #focusIfKeyboard(): void {
    if (matchMedia("(pointer: fine)").matches) this.focus({ preventScroll: true });
  }

  #buttons() {
    const stop = this.running
      ? html`<button
          type="button"
          class="round stop"
          aria-disabled=${this.stopping}
          aria-label=${t(this.stopping ? "run.stopping" : "composer.stop")}
          data-tip=${t("composer.stop")}
          data-keys="mod+."
          @click=${this.#stop}
        >
          <span class="square"></span>
        </button>`
      : nothing;
    if (this.running && this.empty) return stop;
    const label = !this.running ? t("composer.send") : t(this.#choice.delivery === "steer" ? "composer.sendSteer" : "composer.sendQueue");
    return html`${stop}<button type="button" class="round" aria-disabled=${!this.#ready()} aria-label=${label} data-tip=${label} data-keys="enter" @click=${this.#send}>
        <oc-icon name="send"></oc-icon>
      </button>`;
  }

  #placeholder(): string {
    if (this.session === undefined || this.fresh) return t("composer.placeholder");
    return t(this.running ? "composer.placeholderRunning" : "composer.placeholderReply");
  }

  /** Why the message cannot be sent, where that is not plain to see. */
  #reason(): string {
    if (this.blocked) return this.blocked;
    if (this.catalog && this.catalog.models.length === 0) return t("composer.noModels");
    if (this.#tooLong()) return t("composer.tooLong", { over: this.length - this.#limit() });
    if (!this.empty && this.#files.uploading) return t("composer.uploading");
    return "";
  }
  #limit(): number {
    return this.workspace?.limits.promptChars ?? MAX_PROMPT_CHARS;
  }
  #tooLong(): boolean {
    return this.length > this.#limit();
  }
  #ready(): boolean {
    return !this.empty && this.#reason() === "";
  }

  #typed(): void {
    this.#measure();
    this.#suggestions.refresh();
    this.#saveDraft();
  }

  #keyed(event: KeyboardEvent): void {
    // While a text is composed (Japanese, Chinese, …), Enter belongs to the input method; Safari says so only by the key code.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#suggestions.keyed(event)) return;
    if (event.key === "Escape") this.dispatchEvent(new CustomEvent("oc-composer-left"));
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    const meta = event.metaKey || event.ctrlKey;
    if (!meta && !hasKeyboard()) return;
    event.preventDefault();
    this.#send();
  }

  readonly #send = (): void => {
    const command = parseCommand(this.field.value, this.#situation());
    if (command) {
      this.#run(command);
      return;
    }
    if (!this.#ready()) return;
    const input: PromptInput = {
      text: this.field.value.trim(),
      attachments: this.#files.done,
      agent: this.#choice.agent,
      model: this.#choice.model,
      ...(this.running ? { delivery: this.#choice.delivery } : {}),
    };
    this.#clear();
    if (this.session !== undefined) this.dispatchEvent(new CustomEvent<PromptInput>("oc-prompt-submitted", { detail: input }));
    else if (this.client) this.router?.go({ name: "thread", session: beginThread(this.client, input) });
  };

  readonly #stop = (): void => {
    if (!this.stopping) this.dispatchEvent(new CustomEvent("oc-stop-requested"));
  };

  #run(detail: ComposerCommand): void {
    this.#clear();
    if (detail.name === "new") {
      if (this.session !== undefined) this.router?.go({ name: "home" });
      return;
    }
    this.dispatchEvent(new CustomEvent<ComposerCommand>("oc-composer-command", { detail }));
  }

  #situation(): Situation {
    return { catalog: this.catalog, running: this.running, thread: this.session !== undefined };
  }

  #clear(): void {
    this.field.value = "";
    this.#files.clear();
    this.#suggestions.close();
    this.#measure();
    drafts.drop(this.session ?? NEW_THREAD);
  }

  #loadDraft(): void {
    const key = this.session ?? NEW_THREAD;
    this.#loaded = key;
    const draft = drafts.load(key);
    this.field.value = draft?.text ?? "";
    this.#files.restore(draft?.attachments ?? []);
    this.#choice.restore(draft?.agent, draft?.model);
    this.#measure();
  }

  #saveDraft(): void {
    this.#measure();
    drafts.save(this.session ?? NEW_THREAD, {
      text: this.field.value,
      attachments: this.#files.done,
      agent: this.#choice.ownAgent,
      model: this.#choice.ownModel,
    });
  }

  #measure(): void {
    this.length = this.field.value.length;
    this.empty = this.field.value.trim() === "" && this.#files.items.every((item) => item.state === "failed");
    if (CSS.supports("field-sizing", "content")) return;
    this.field.style.blockSize = "auto";
    this.field.style.blockSize = `${this.field.scrollHeight}px`;
  }

  readonly #picked = (): void => {
    this.#files.add(this.picker.files ?? []);
    this.picker.value = "";
    this.focus();
  };
}

/** Whether Enter is a key of its own; on a phone it is the only way to a new line. */
function hasKeyboard(): boolean {
  return matchMedia("(hover: hover), (pointer: fine)").matches;
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-composer": OcComposer;
  }
  interface HTMLElementEventMap {
    "oc-prompt-submitted": CustomEvent<PromptInput>;
    "oc-composer-command": CustomEvent<ComposerCommand>;
    "oc-stop-requested": CustomEvent<void>;
    "oc-composer-left": CustomEvent<void>;
  }
}
