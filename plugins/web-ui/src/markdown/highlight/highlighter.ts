import { createCssVariablesTheme, createHighlighterCore, type GrammarState, type HighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { loadGrammar } from "./grammars.js";
import type { Language } from "./languages.js";

/** A piece of a line; `name` is the class that colours it, empty for plain text. */
export interface CodeToken {
  text: string;
  name: string;
}
export interface HighlightedLines {
  lines: CodeToken[][];
  /** Where the grammar stood at the end: pass it to go on with the next lines. */
  state: GrammarState | undefined;
}

const PREFIX = "--tk-";
const THEME = createCssVariablesTheme({ name: "oc", variablePrefix: PREFIX, fontStyle: false });

let core: Promise<HighlighterCore> | undefined;
const loading = new Map<string, Promise<void>>();

/** Fetches the engine and one grammar; rejects when a file cannot be fetched. Loaded ones answer at once. */
export async function prepare(language: Language): Promise<HighlighterCore> {
  core ??= createHighlighterCore({ themes: [THEME], langs: [], engine: createJavaScriptRegexEngine({ forgiving: true }) });
  const highlighter = await core;
  let grammar = loading.get(language);
  if (!grammar) {
    grammar = loadGrammar(language).then((module) => highlighter.loadLanguage(...module.default));
    loading.set(language, grammar);
    grammar.catch(() => loading.delete(language));
  }
  await grammar;
  return highlighter;
}

/** Colours whole lines. `state` is that of the lines before them. */
export function highlightLines(highlighter: HighlighterCore, code: string, language: string, state?: GrammarState): HighlightedLines {
  const lang = highlighter.resolveLangAlias(language);
  // No limit of time a line: on a busy machine it would leave half a line without colours. The length of lines is limited instead.
  const tokens = highlighter.codeToTokensBase(code, {
    lang,
    theme: "oc",
    ...(state ? { grammarState: state } : {}),
    tokenizeMaxLineLength: 1_000,
    tokenizeTimeLimit: 0,
  });
  const lines = tokens.map((line) => line.map((token) => ({ text: token.content, name: className(token.color) })));
  return { lines, state: highlighter.getLastGrammarState(tokens) };
}

/** `var(--tk-token-string-expression)` becomes `tk-string`: the theme has no colours, only names. */
function className(color: string | undefined): string {
  const name = /--tk-token-([a-z]+)/.exec(color ?? "")?.[1];
  return name === undefined ? "" : `tk-${name}`;
}
