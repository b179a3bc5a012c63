import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import { asAppError } from "../../ui/error/describe-error.js";
import { paneStyles } from "./pane.styles.js";

/** Larger texts are downloaded rather than shown. */
const MAX_SHOWN_BYTES = 2_000_000;

type Content = { kind: "loading" } | { kind: "text"; text: string } | { kind: "other" } | { kind: "failed"; error: unknown };

/**
 * A file beside the thread: markdown set as a page, code with its colours, pictures, and a download for everything else.
 * @fires oc-pane-closed
 */
export class OcArtifactPane extends LitElement {
  static override styles = [baseStyles, buttonStyles, paneStyles];

  @state() private content: Content = { kind: "loading" };
  #abort: AbortController | undefined;

  @property() name = "";
  @property() mime = "";
  @property() url = "";

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#abort?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("url")) void this.#load();
  }

  override render() {
    return html`
      <header>
        <oc-icon name="file"></oc-icon>
        <h2>${this.name}</h2>
        <a class="icon-btn" href=${this.url} download=${this.name} aria-label=${t("pane.download", { name: this.name })} data-tip=${t("pane.downloadShort")}>
          <oc-icon name="download"></oc-icon>
        </a>
        <button type="button" class="icon-btn" aria-label=${t("action.close")} @click=${() => this.dispatchEvent(new CustomEvent("oc-pane-closed"))}>
          <oc-icon name="close"></oc-icon>
        </button>
      </header>
      <div class="content" tabindex="0" role="region" aria-label=${this.name}>${this.#body()}</div>
    `;
  }

  #body() {
    if (isPicture(this.mime)) return html`<img src=${this.url} alt=${this.name} />`;
    if (this.content.kind === "loading") return html`<oc-skeleton lines="8"></oc-skeleton>`;
    if (this.content.kind === "failed")
      return html`<oc-error .error=${this.content.error} heading=${t("pane.failed")} retry @oc-retry=${this.#load}></oc-error>`;
    if (this.content.kind === "other") return html`<p class="none">${t("pane.noPreview")}</p>`;
    if (isMarkdown(this.name, this.mime)) return html`<div class="sheet"><oc-markdown size="s" .text=${this.content.text}></oc-markdown></div>`;
    return html`<oc-code .code=${this.content.text} lang=${this.name.split(".").at(-1) ?? nothing} name=${this.name}></oc-code>`;
  }

  readonly #load = async (): Promise<void> => {
    this.#abort?.abort();
    if (isPicture(this.mime)) return;
    if (!isText(this.name, this.mime)) {
      this.content = { kind: "other" };
      return;
    }
    const abort = (this.#abort = new AbortController());
    this.content = { kind: "loading" };
    try {
      const response = await fetch(this.url, { signal: abort.signal });
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      const large = Number(response.headers.get("content-length") ?? 0) > MAX_SHOWN_BYTES;
      const text = large ? "" : await response.text();
      this.content = large || text.length > MAX_SHOWN_BYTES ? { kind: "other" } : { kind: "text", text };
    } catch (cause) {
      if (!abort.signal.aborted) this.content = { kind: "failed", error: asAppError(cause) };
    }
  };
}

function isPicture(mime: string): boolean {
  return /^image\/(?:png|jpeg|gif|webp|avif)$/.test(mime);
}
function isMarkdown(name: string, mime: string): boolean {
  return mime.startsWith("text/markdown") || /\.(?:md|markdown)$/i.test(name);
}
function isText(name: string, mime: string): boolean {
  return mime.startsWith("text/") || /^application\/(?:json|xml|javascript|x-(?:sh|yaml|ndjson))/.test(mime) || isMarkdown(name, mime);
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-artifact-pane": OcArtifactPane;
  }
}
