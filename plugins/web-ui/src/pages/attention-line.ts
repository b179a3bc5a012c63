import type { Attention } from "@open-cowork/shared";
import { html } from "lit";
import { dateTime, moment } from "../i18n/time.js";
import { href } from "../router/routes.js";

/** A waiting decision as a line that leads to its thread. Needs `listStyles`. */
export function attentionLine(item: Attention, now: number) {
  return html`<a class="line" href=${href({ name: "thread", session: item.session })}>
    <oc-icon name=${item.kind === "approval" ? "shield-alert" : "question"}></oc-icon>
    <span class="text">${attentionTitle(item)} <small class="below"><span class="sep">· </span>${item.sessionTitle}</small></span>
    <time class="when" datetime=${new Date(item.at).toISOString()} title=${dateTime(item.at)}>${moment(item.at, now)}</time>
  </a>`;
}

/** What is asked, in one line. */
function attentionTitle(item: Attention): string {
  return item.kind === "approval" ? item.request.title : (item.request.questions[0]?.question ?? item.sessionTitle);
}
