import type { Todo } from "@open-cowork/shared";
import { css, html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { Circle, CircleCheck, CircleDashed, CircleDot } from "lucide";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";

/** The agent's plan: each step with how far it is, said in words too. */
export class OcTodoList extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        font-size: var(--oc-size-s);
      }
      ul {
        display: grid;
        gap: 5px;
      }
      li {
        display: flex;
        gap: 9px;
        line-height: 1.5;
        color: var(--oc-text-2);
      }
      oc-icon {
        margin-block-start: 2px;
        font-size: 15px;
        color: var(--oc-text-3);
      }
      .completed {
        color: var(--oc-text-3);
      }
      .completed oc-icon {
        color: var(--oc-ok);
      }
      .cancelled {
        color: var(--oc-text-3);
        text-decoration: line-through;
      }
      .in_progress {
        color: var(--oc-text);
        font-weight: 500;
      }
      .in_progress oc-icon {
        color: var(--oc-accent);
      }
    `,
  ];

  @property({ attribute: false }) todos: readonly Todo[] = [];

  override render() {
    return html`<ul aria-label=${t("tool.plan")}>
      ${this.todos.map(
        (todo) =>
          html`<li class=${todo.status}>
            <oc-icon .node=${iconOf(todo.status)} label=${stateOf(todo.status)}></oc-icon><span>${todo.content}</span>
          </li>`,
      )}
    </ul>`;
  }
}

function iconOf(status: string) {
  if (status === "completed") return CircleCheck;
  if (status === "in_progress") return CircleDot;
  return status === "cancelled" ? CircleDashed : Circle;
}

function stateOf(status: string): string {
  if (status === "completed") return t("todo.completed");
  if (status === "in_progress") return t("todo.inProgress");
  return status === "cancelled" ? t("todo.cancelled") : t("todo.pending");
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-todo-list": OcTodoList;
  }
}
