import type { Catalog } from "@open-cowork/shared";
import { html, nothing } from "lit";
import { t } from "../i18n/t.js";
import type { MenuItem } from "../ui/menu/menu-item.js";
import type { Delivery } from "./preferences.js";

/** The agent of the next message; nothing to show where there is no choice. */
export function agentChip(catalog: Catalog | undefined, chosen: string | undefined, choose: (id: string) => void) {
  const agents = catalog?.agents.filter((agent) => agent.primary) ?? [];
  if (agents.length === 0) return nothing;
  const name = agents.find((agent) => agent.id === chosen)?.name ?? t("composer.agent");
  const items: MenuItem[] = agents.map((agent) => ({ id: agent.id, label: agent.name, detail: agent.description, checked: agent.id === chosen }));
  return html`<oc-menu placement="top-start" label=${t("composer.chooseAgent")} .items=${items} @oc-menu-selected=${(event: CustomEvent<MenuItem>) => choose(event.detail.id)}>
    <button slot="trigger" type="button" class="chip" aria-label=${t("composer.agentIs", { name })} data-tip=${t("composer.chooseAgent")}>
      <oc-icon name="agent"></oc-icon><span class="text">${name}</span><oc-icon name="chevron-down"></oc-icon>
    </button>
  </oc-menu>`;
}

/** What becomes of a message that is sent while a run works. */
export function deliveryChip(delivery: Delivery, choose: (delivery: Delivery) => void) {
  const items: MenuItem[] = [
    { id: "queue", label: t("composer.queue"), detail: t("composer.queueDetail"), checked: delivery === "queue" },
    { id: "steer", label: t("composer.steer"), detail: t("composer.steerDetail"), checked: delivery === "steer" },
  ];
  return html`<oc-menu
    placement="top-end"
    label=${t("composer.delivery")}
    .items=${items}
    @oc-menu-selected=${(event: CustomEvent<MenuItem>) => choose(event.detail.id as Delivery)}
  >
    <button slot="trigger" type="button" class="chip" data-tip=${t("composer.delivery")}>
      <span class="text">${t(delivery === "steer" ? "composer.steer" : "composer.queue")}</span><oc-icon name="chevron-down"></oc-icon>
    </button>
  </oc-menu>`;
}
