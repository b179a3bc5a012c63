import { html, type TemplateResult } from "lit";
import type { CodeToken } from "../highlight/highlighter.js";

const drawn = new WeakMap<CodeToken[], TemplateResult>();

/** One coloured line as text and spans. The same line gives the same template, so that lines of a growing block are left alone. */
export function lineTemplate(line: CodeToken[], newline = false): TemplateResult {
  let template = drawn.get(line);
  if (!template) {
    template = html`${line.map((token) => (token.name === "" ? token.text : html`<span class=${token.name}>${token.text}</span>`))}`;
    drawn.set(line, template);
  }
  return newline ? html`${template}${"\n"}` : template;
}
