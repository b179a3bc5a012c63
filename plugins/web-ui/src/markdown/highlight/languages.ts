import type { LanguageRegistration } from "shiki/core";

type Load = () => Promise<{ default: LanguageRegistration[] }>;

/** Grammars, each a file of its own that is fetched when a block first needs it. */
const LOADERS: Record<string, Load> = {
  bash: () => import("@shikijs/langs/bash"),
  c: () => import("@shikijs/langs/c"),
  cpp: () => import("@shikijs/langs/cpp"),
  csharp: () => import("@shikijs/langs/csharp"),
  css: () => import("@shikijs/langs/css"),
  diff: () => import("@shikijs/langs/diff"),
  docker: () => import("@shikijs/langs/docker"),
  go: () => import("@shikijs/langs/go"),
  graphql: () => import("@shikijs/langs/graphql"),
  html: () => import("@shikijs/langs/html"),
  ini: () => import("@shikijs/langs/ini"),
  java: () => import("@shikijs/langs/java"),
  javascript: () => import("@shikijs/langs/javascript"),
  jsonc: () => import("@shikijs/langs/jsonc"),
  jsx: () => import("@shikijs/langs/jsx"),
  kotlin: () => import("@shikijs/langs/kotlin"),
  lua: () => import("@shikijs/langs/lua"),
  make: () => import("@shikijs/langs/make"),
  markdown: () => import("@shikijs/langs/markdown"),
  php: () => import("@shikijs/langs/php"),
  powershell: () => import("@shikijs/langs/powershell"),
  python: () => import("@shikijs/langs/python"),
  ruby: () => import("@shikijs/langs/ruby"),
  rust: () => import("@shikijs/langs/rust"),
  scss: () => import("@shikijs/langs/scss"),
  sql: () => import("@shikijs/langs/sql"),
  swift: () => import("@shikijs/langs/swift"),
  toml: () => import("@shikijs/langs/toml"),
  tsx: () => import("@shikijs/langs/tsx"),
  typescript: () => import("@shikijs/langs/typescript"),
  xml: () => import("@shikijs/langs/xml"),
  yaml: () => import("@shikijs/langs/yaml"),
};

const ALIASES: Record<string, string> = {
  cc: "cpp",
  cs: "csharp",
  dockerfile: "docker",
  golang: "go",
  gql: "graphql",
  h: "c",
  hpp: "cpp",
  htm: "html",
  cjs: "javascript",
  js: "javascript",
  mjs: "javascript",
  json: "jsonc",
  json5: "jsonc",
  kt: "kotlin",
  makefile: "make",
  md: "markdown",
  patch: "diff",
  ps1: "powershell",
  py: "python",
  rb: "ruby",
  rs: "rust",
  console: "bash",
  shell: "bash",
  sh: "bash",
  zsh: "bash",
  svg: "xml",
  cts: "typescript",
  mts: "typescript",
  ts: "typescript",
  yml: "yaml",
};

const LABELS: Record<string, string> = {
  cpp: "C++",
  csharp: "C#",
  css: "CSS",
  graphql: "GraphQL",
  html: "HTML",
  ini: "INI",
  javascript: "JavaScript",
  jsonc: "JSON",
  jsx: "JSX",
  php: "PHP",
  powershell: "PowerShell",
  scss: "SCSS",
  sql: "SQL",
  toml: "TOML",
  tsx: "TSX",
  typescript: "TypeScript",
  xml: "XML",
  yaml: "YAML",
};

/** The name of a grammar for what a fence or a file ending says; undefined when there is none. */
export function languageOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  const id = ALIASES[lower] ?? lower;
  return Object.hasOwn(LOADERS, id) ? id : undefined;
}

/** Grammar for a path, by its ending or its whole name (`Dockerfile`). */
export function languageOfPath(path: string): string | undefined {
  const name = path.split(/[\\/]/).at(-1) ?? "";
  return languageOf(name.includes(".") ? name.slice(name.lastIndexOf(".") + 1) : name);
}

/** What the reader sees as the name of a language. */
export function languageLabel(name: string): string {
  const id = languageOf(name) ?? name;
  return LABELS[id] ?? (id === "" ? "" : id.charAt(0).toUpperCase() + id.slice(1));
}

export function loadGrammar(language: string): Promise<{ default: LanguageRegistration[] }> {
  const load = LOADERS[language];
  if (!load) throw new RangeError(`no grammar named ${language}`);
  return load();
}
