import type { MarkedToken, Token, Tokens } from "marked";
import { decodeReferences } from "./character-references.js";
import { attribute, EMPTY, type Fragment, join, literal, wrap } from "./fragment.js";

/** Text within a paragraph, a cell or a heading. */
export function inline(tokens: readonly Token[]): Fragment {
  return join(tokens.map((token) => one(token as MarkedToken)));
}

function one(token: MarkedToken): Fragment {
  switch (token.type) {
    case "strong":
      return wrap("b", inline(token.tokens));
    case "em":
      return wrap("i", inline(token.tokens));
    case "del":
      return wrap("s", inline(token.tokens));
    case "codespan":
      return wrap("code", literal(token.text));
    case "br":
      return literal("\n");
    case "link":
      return link(token);
    case "image":
      // Never fetched by the platform: what a model shows is offered as a link.
      return linked(literal(decodeReferences(token.text) || "image"), decodeReferences(token.href));
    case "checkbox":
      return literal(token.checked ? "☑ " : "☐ ");
    case "html":
      // Tags are what somebody wrote, not what they mean: they are shown.
      return /^<br\s*\/?>$/i.test(token.raw) ? literal("\n") : literal(token.raw);
    case "escape":
      return literal(token.text);
    case "text":
      return token.tokens ? inline(token.tokens) : literal(decodeReferences(token.text));
    default:
      return literal(token.raw);
  }
}

function link(token: Tokens.Link): Fragment {
  // An address that stands for itself is found by the platform.
  if (token.autolink) return literal(token.text);
  return linked(inline(token.tokens), decodeReferences(token.href));
}

/** The platform drops links that are not of the web, and with them where they lead: those are written out. */
function linked(label: Fragment, href: string): Fragment {
  if (label.text === "") return EMPTY;
  if (/^https?:\/\/[^\s]+$/i.test(href)) return wrap("a", label, ` href="${attribute(href)}"`);
  return href === "" || label.text === href || href.startsWith("#") ? label : join([label, literal(` (${href.replaceAll(/\s+/g, " ")})`)]);
}
