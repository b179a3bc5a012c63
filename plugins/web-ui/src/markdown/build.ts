import { t } from "../i18n/t.js";
import { toCsv } from "./csv.js";
import type { CodeNode, ElementNode, MarkdownNode, MathNode, TableCell, TableNode } from "./nodes.js";
import { tableText } from "./plain-text.js";
import { decodeReferences } from "./references.js";

/** Page nodes for an answer. Tags and attributes are those of the type; every text becomes a text node. */
export function build(nodes: readonly MarkdownNode[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) fragment.append(buildNode(node));
  return fragment;
}

/** Each of these may be in another script than its neighbours. */
const DIRECTED = new Set<string>(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote"]);

function buildNode(node: MarkdownNode): Node | string {
  if (typeof node === "string") return decodeReferences(node);
  if (node.kind === "literal") return node.text;
  if (node.kind === "code") return node.lang === "mermaid" && node.closed ? buildDiagram(node) : buildCode(node);
  if (node.kind === "math") return buildMath(node);
  return node.kind === "table" ? buildTable(node) : buildElement(node);
}

function buildElement({ tag, attributes, children }: ElementNode): HTMLElement {
  const element = document.createElement(tag);
  if (DIRECTED.has(tag)) element.dir = "auto";
  if (element instanceof HTMLAnchorElement && attributes?.href !== undefined) {
    element.href = attributes.href;
    element.target = "_blank";
    element.rel = "noopener noreferrer nofollow";
    if (attributes.picture) element.className = "image";
  }
  if (element instanceof HTMLInputElement) {
    element.type = "checkbox";
    element.disabled = true;
    element.checked = attributes?.checked ?? false;
    element.ariaLabel = t(element.checked ? "todo.completed" : "todo.pending");
  }
  if (element instanceof HTMLOListElement && attributes?.start !== undefined) element.start = attributes.start;
  if (attributes?.title !== undefined) element.title = attributes.title;
  element.append(build(children));
  return element;
}

function buildCode({ code, lang, closed }: CodeNode): HTMLElement {
  const element = document.createElement("oc-code");
  element.code = code;
  element.lang = lang;
  element.open = !closed;
  return element;
}

/** What sets formulas and draws diagrams is large and seldom needed. Until it is there, and if it cannot be had, the source is read. */
function buildMath({ tex, display }: MathNode): HTMLElement {
  void import("./math/define.js").catch(() => undefined);
  const element = document.createElement("oc-math");
  Object.assign(element, { tex, display });
  element.append(tex);
  return element;
}

function buildDiagram(node: CodeNode): HTMLElement {
  void import("./diagram/define.js").catch(() => undefined);
  const element = document.createElement("oc-diagram");
  element.code = node.code;
  element.append(buildCode(node));
  return element;
}

function buildTable(node: TableNode): HTMLElement {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const cell of node.head) head.append(buildCell("th", cell));
  const body = table.createTBody();
  for (const cells of node.rows) body.insertRow().append(...cells.map((cell) => buildCell("td", cell)));
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.role = "region";
  scroll.ariaLabel = t("thread.table");
  scroll.append(table);
  const copy = document.createElement("oc-copy-button");
  copy.small = true;
  copy.label = t("thread.table.copy");
  copy.text = () => toCsv(tableText(node));
  const frame = document.createElement("div");
  frame.className = "table";
  frame.append(scroll, copy);
  return frame;
}

function buildCell(tag: "th" | "td", { align, children }: TableCell): HTMLTableCellElement {
  const cell = document.createElement(tag);
  cell.dir = "auto";
  if (align !== null && align !== "left") cell.className = align;
  cell.append(build(children));
  return cell;
}
