import DOMPurify, { type Config } from "dompurify";
import { isOpenable } from "./links.js";

/** What an answer may contain: text and its structure. No styles, scripts, forms, frames, pictures, or names that could shadow globals. */
const CONFIG: Config = {
  ALLOWED_TAGS: (
    "p br hr h1 h2 h3 h4 h5 h6 strong b em i u s del ins mark sub sup small kbd samp var q cite abbr blockquote ul ol li dl dt dd " +
    "table thead tbody tfoot tr th td caption code pre a details summary span div input oc-code"
  ).split(" "),
  ALLOWED_ATTR: ["href", "title", "lang", "align", "start", "colspan", "rowspan", "open", "type", "checked", "disabled", "class", "dir"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
  // Plain words: without this they would have to look like an address.
  ADD_URI_SAFE_ATTR: ["align", "checked", "class", "colspan", "dir", "disabled", "lang", "open", "rowspan", "start", "title", "type"],
  CUSTOM_ELEMENT_HANDLING: { tagNameCheck: /^oc-code$/, attributeNameCheck: /^lang$/, allowCustomizedBuiltInElements: false },
};

/** The only classes that markup may carry: marks of our own renderer. */
const CLASSES = new Set(["image"]);

/** Fragments kept to be copied again: rows come and go while a thread scrolls. */
const REMEMBERED = 300;

let purifier: typeof DOMPurify | undefined;
const memory = new Map<string, DocumentFragment>();

/** Nodes that are safe to put into the page, links opening elsewhere without telling where the reader came from. */
export function safeNodes(html: string): DocumentFragment {
  let fragment = memory.get(html);
  if (!fragment) {
    purifier ??= create();
    fragment = purifier.sanitize(html, { ...CONFIG, RETURN_DOM_FRAGMENT: true });
    if (memory.size >= REMEMBERED) memory.delete(memory.keys().next().value!);
    memory.set(html, fragment);
  }
  return document.importNode(fragment, true);
}

/** An instance of its own, so that hooks of other code in the page do not meet ours. */
function create(): typeof DOMPurify {
  const instance = DOMPurify(window);
  instance.addHook("afterSanitizeAttributes", (element) => {
    if (element.localName === "a") {
      if (isOpenable(element.getAttribute("href") ?? "")) {
        element.setAttribute("target", "_blank");
        element.setAttribute("rel", "noopener noreferrer nofollow");
      } else element.removeAttribute("href");
    }
    // Task list marks are the one kind of field, and they cannot be used.
    if (element.localName === "input") {
      if (element.getAttribute("type") !== "checkbox") element.remove();
      element.setAttribute("disabled", "");
      element.setAttribute("aria-label", element.hasAttribute("checked") ? "done" : "to do");
    }
    const className = element.getAttribute("class");
    if (className !== null && !CLASSES.has(className)) element.removeAttribute("class");
  });
  return instance;
}
