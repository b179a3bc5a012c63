/** A piece of a message twice: as HTML for the platform, and as people read it once the platform has parsed that. Limits count the second. */
export interface Fragment {
  html: string;
  text: string;
  /** Preformatted: its lines are not indented. */
  fixed?: boolean;
}

export const EMPTY: Fragment = { html: "", text: "" };

/** Text as it is. These three are all that has to be escaped between tags: https://core.telegram.org/bots/api#html-style */
export function literal(text: string): Fragment {
  return { html: text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"), text };
}

export function join(parts: readonly Fragment[], separator = ""): Fragment {
  return { html: parts.map(({ html }) => html).join(separator), text: parts.map(({ text }) => text).join(separator) };
}

/** Nothing is put around nothing: an empty pair would stand for no entity. */
export function wrap(tag: string, inner: Fragment, attributes = ""): Fragment {
  return inner.text === "" ? inner : { ...inner, html: `<${tag}${attributes}>${inner.html}</${tag}>` };
}

/** Moves all lines but the first to the right. */
export function indent(fragment: Fragment, by: string): Fragment {
  if (fragment.fixed) return fragment;
  return { html: fragment.html.replaceAll("\n", `\n${by}`), text: fragment.text.replaceAll("\n", `\n${by}`) };
}

/** For a value between double quotes. */
export function attribute(value: string): string {
  return literal(value).html.replaceAll('"', "&quot;");
}
