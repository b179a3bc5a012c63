import { badRequest } from "./api-error.js";

const TAGS = new Set(["a", "b", "strong", "i", "em", "s", "strike", "del", "u", "ins", "tg-spoiler", "tg-emoji", "span", "pre", "code", "blockquote"]);
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const SPACE = /\s/;

/**
 * What people read of a text in `parse_mode` HTML. Says no where Telegram does: a tag it does not know, one that is not closed, attributes without a value.
 * Follows https://core.telegram.org/bots/api#html-style and the parser that the open Bot API server uses.
 */
export function htmlText(source: string): string {
  const open: string[] = [];
  let text = "";
  let at = 0;
  const fail = (what: string): never => {
    throw badRequest(`can't parse entities: ${what}`);
  };
  while (at < source.length) {
    const char = source[at] ?? "";
    if (char === "&") {
      const entity = decodeEntity(source, at);
      text += entity.text;
      at = entity.end;
    } else if (char !== "<") {
      text += char;
      at++;
    } else if (source[at + 1] === "/") {
      at = closeTag(source, at, open, fail);
    } else {
      at = openTag(source, at, open, fail);
    }
  }
  if (open.length > 0) fail(`Can't find end tag corresponding to start tag "${open.at(-1)}"`);
  return text;
}

function decodeEntity(source: string, at: number): { text: string; end: number } {
  const match = /^&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));?/i.exec(source.slice(at, at + 16));
  if (match?.[3] !== undefined) {
    const named = NAMED[match[3]];
    if (named !== undefined) return { text: named, end: at + match[0].length };
  } else if (match) {
    const code = match[1] === undefined ? Number.parseInt(match[2] ?? "", 10) : Number.parseInt(match[1], 16);
    if (code > 0 && code < 0x10ffff) return { text: String.fromCodePoint(code), end: at + match[0].length };
  }
  return { text: "&", end: at + 1 };
}

type Fail = (what: string) => never;

function openTag(source: string, begin: number, open: string[], fail: Fail): number {
  let at = begin + 1;
  while (at < source.length && !SPACE.test(source[at] ?? "") && source[at] !== ">") at++;
  const where = `at byte offset ${Buffer.byteLength(source.slice(0, begin))}`;
  if (at >= source.length) fail(`Unclosed start tag ${where}`);
  const tag = source.slice(begin + 1, at).toLowerCase();
  if (!TAGS.has(tag)) fail(`Unsupported start tag "${tag}" ${where}`);
  let spoiler = false;
  for (;;) {
    while (SPACE.test(source[at] ?? "x")) at++;
    if (source[at] === ">") break;
    const attribute = /^([^\s=>]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)(?=[\s>])))?/.exec(source.slice(at));
    if (!attribute) return fail(`Empty attribute name in the tag "${tag}" ${where}`);
    const value = attribute[2] ?? attribute[3] ?? attribute[4];
    // `<blockquote expandable>` is the one attribute without a value.
    if (value === undefined && !(tag === "blockquote" && attribute[1] === "expandable")) fail(`Expected equal sign in the tag "${tag}" ${where}`);
    if (tag === "span" && attribute[1] === "class" && value === "tg-spoiler") spoiler = true;
    at += attribute[0].length;
  }
  if (tag === "span" && !spoiler) fail(`Tag "span" must have class "tg-spoiler" ${where}`);
  open.push(tag);
  return at + 1;
}

function closeTag(source: string, begin: number, open: string[], fail: Fail): number {
  const where = `at byte offset ${Buffer.byteLength(source.slice(0, begin))}`;
  const tag = open.pop() ?? fail(`Unexpected end tag ${where}`);
  const match = /^<\/([^\s>]*)\s*>/.exec(source.slice(begin));
  if (!match) return fail(`Unclosed end tag ${where}`);
  const name = match[1]?.toLowerCase() ?? "";
  if (name !== "" && name !== tag) fail(`Unmatched end tag ${where}, expected "</${tag}>", found "</${name}>"`);
  return begin + match[0].length;
}
