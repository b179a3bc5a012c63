import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import { channelsOf } from "@open-cowork/cloud-client/channels";
import type { Binding, BindingPolicy, ChannelIdentity, PersonRole, Refusal } from "@open-cowork/shared";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { clientContext, toasterContext } from "../../../data/contexts.js";
import type { Toaster } from "../../../data/toaster.js";
import { t } from "../../../i18n/t.js";
import { ago } from "../../../i18n/time.js";
import { baseStyles } from "../../../styles/base.js";
import { buttonStyles } from "../../../styles/buttons.js";
import { confirmDialog } from "../../../ui/dialog/confirm.js";
import { asAppError } from "../../../ui/error/describe-error.js";
import { listStyles } from "../../list.styles.js";
import { sectionStyles } from "../../settings/section.styles.js";
import { channelStyles } from "../channel.styles.js";
import { PERSON_ROLES } from "./person-roles.js";

/** A gateway renews its hold every few seconds; older than this means that none serves the connection. */
const SERVED_MS = 60_000;

/**
 * One connection: whether it is served, who was let in and as what, who was turned away.
 * @fires oc-binding-changed - its line has to be read again
 */
export class OcBinding extends LitElement {
  static override styles = [baseStyles, buttonStyles, listStyles, sectionStyles, channelStyles];

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: toasterContext }) private toaster!: Toaster;
  @property({ attribute: false }) binding!: Binding;
  @property({ type: Boolean }) admin = false;
  @state() private people: readonly ChannelIdentity[] | undefined;
  @state() private refusals: readonly Refusal[] = [];
  @state() private error: unknown;
  @state() private inviting = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.admin && (changed.has("binding") || changed.has("admin"))) void this.#read();
  }

  override render() {
    const { binding } = this;
    return html`<section aria-labelledby="name">
      <div class="line">
        <span class="dot ${isServed(binding) ? "good" : binding.enabled ? "wait" : ""}" aria-hidden="true"></span>
        <span class="text"><b id="name">${nameOf(binding)}</b><small>${factsOf(binding)}</small></span>
        ${
          this.admin
            ? html`<button type="button" class="btn small" @click=${() => (this.inviting = true)} ?disabled=${!binding.enabled}>${t("channels.invite")}</button>
                <button type="button" class="btn small" @click=${this.#toggle}>${t(binding.enabled ? "channels.turnOff" : "channels.turnOn")}</button>`
            : nothing
        }
      </div>
      ${this.admin ? html`${this.#policy()}${this.#people()}${this.#refused()}` : nothing}
      ${this.error ? html`<oc-error .error=${this.error} heading=${t("channels.peopleFailed")} retry @oc-retry=${this.#read}></oc-error>` : nothing}
      <oc-invite-dialog .open=${this.inviting} .binding=${binding} @oc-dialog-closed=${() => (this.inviting = false)}></oc-invite-dialog>
    </section>`;
  }

  #policy() {
    const { strangers, rooms } = this.binding.policy;
    return html`<div class="facts">
      <label>${t("channels.strangers")}
        <select class="small-select" @change=${(event: Event) => this.#changePolicy({ strangers: chosenIn(event) as BindingPolicy["strangers"] })}>
          <option value="silent" .selected=${live(strangers === "silent")}>${t("channels.strangersSilent")}</option>
          <option value="hint" .selected=${live(strangers === "hint")}>${t("channels.strangersHint")}</option>
        </select>
      </label>
      <label>${t("channels.rooms")}
        <select class="small-select" @change=${(event: Event) => this.#changePolicy({ rooms: chosenIn(event) as BindingPolicy["rooms"] })}>
          <option value="addressed" .selected=${live(rooms === "addressed")}>${t("channels.roomsAddressed")}</option>
          <option value="all" .selected=${live(rooms === "all")}>${t("channels.roomsAll")}</option>
          <option value="none" .selected=${live(rooms === "none")}>${t("channels.roomsNone")}</option>
        </select>
      </label>
    </div>`;
  }

  #people() {
    if (!this.people) return this.error ? nothing : html`<oc-skeleton lines="2"></oc-skeleton>`;
    if (this.people.length === 0) return html`<p class="quiet">${t("channels.peopleEmpty")}</p>`;
    return html`<div class="list" role="list" aria-label=${t("channels.people")}>
      ${repeat(
        this.people,
        ({ id }) => id,
        (who) => this.#person(who),
      )}
    </div>`;
  }

  #person(who: ChannelIdentity) {
    const name = who.person.name || who.person.id;
    return html`<div class="line" role="listitem">
      <oc-icon name="person"></oc-icon>
      <span class="text"><b>${name}</b><small>${[who.person.handle && `@${who.person.handle}`, who.blocked && t("channels.blocked"), t("channels.since", { time: ago(who.createdAt, Date.now()) })].filter(Boolean).join(" · ")}</small></span>
      <select class="small-select" aria-label=${t("channels.role", { name })} ?disabled=${who.blocked} @change=${(event: Event) => this.#changePerson(who, { role: chosenIn(event) as PersonRole })}>
        ${PERSON_ROLES.map((role) => html`<option value=${role} .selected=${live(role === who.role)}>${t(`role.${role}`)}</option>`)}
      </select>
      <button type="button" class="icon-btn" aria-label=${t(who.blocked ? "channels.unblock" : "channels.block", { name })} data-tip=${t(who.blocked ? "channels.unblock" : "channels.block", { name })} @click=${() => this.#changePerson(who, { blocked: !who.blocked })}>
        <oc-icon name=${who.blocked ? "restore" : "block"}></oc-icon>
      </button>
    </div>`;
  }

  #refused() {
    if (this.refusals.length === 0) return nothing;
    return html`<details class="quiet">
      <summary>${t("channels.refusals")} (${this.refusals.length})</summary>
      <ul>
        ${this.refusals.map(
          ({ person, reason, count, lastAt }) =>
            html`<li>${person.name || person.id}: ${t(`channels.reason.${reason}`)}, ${t("channels.refusal", { count, time: ago(lastAt, Date.now()) })}</li>`,
        )}
      </ul>
    </details>`;
  }

  readonly #read = async (): Promise<void> => {
    this.error = undefined;
    try {
      const { id } = this.binding;
      [this.people, this.refusals] = await Promise.all([channelsOf(this.client).identities(id), channelsOf(this.client).refusals(id)]);
    } catch (cause) {
      this.error = cause;
    }
  };

  readonly #toggle = async (): Promise<void> => {
    const { id, enabled } = this.binding;
    const name = nameOf(this.binding);
    const body = { heading: t("channels.turnOffHeading", { name }), body: t("channels.turnOffBody"), confirm: t("channels.turnOff"), danger: true };
    if (enabled && !(await confirmDialog(body))) return;
    await this.#change(() => channelsOf(this.client).update(id, { enabled: !enabled }), name);
  };

  #changePolicy(part: Partial<BindingPolicy>): Promise<void> {
    const { id, policy } = this.binding;
    return this.#change(() => channelsOf(this.client).update(id, { policy: { ...policy, ...part } }), nameOf(this.binding));
  }

  #changePerson(who: ChannelIdentity, change: { role?: PersonRole; blocked?: boolean }): Promise<void> {
    return this.#change(() => channelsOf(this.client).changeIdentity(who.id, change), who.person.name || who.person.id);
  }

  async #change(change: () => Promise<unknown>, name: string): Promise<void> {
    try {
      await change();
      this.toaster.show({ text: t("channels.changed", { name }), tone: "ok" });
    } catch (cause) {
      this.toaster.show({ text: t("channels.changeFailed", { reason: asAppError(cause).message }), tone: "alert" });
    }
    this.dispatchEvent(new CustomEvent("oc-binding-changed"));
  }
}

function chosenIn(event: Event): string {
  return (event.currentTarget as HTMLSelectElement).value;
}

function nameOf({ name, provider, instance }: Binding): string {
  return name || `${provider} · ${instance}`;
}

function isServed({ enabled, seenAt }: Binding): boolean {
  return enabled && seenAt !== undefined && Date.now() - seenAt < SERVED_MS;
}

function factsOf(binding: Binding): string {
  const { provider, instance, handle, enabled, seenAt } = binding;
  const served = isServed(binding)
    ? t("channels.served")
    : seenAt === undefined
      ? t("channels.neverSeen")
      : t("channels.seen", { time: ago(seenAt, Date.now()) });
  return [`${provider} · ${instance}`, handle && `@${handle}`, enabled ? served : t("channels.off")].filter(Boolean).join(" · ");
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-binding": OcBinding;
  }
}
