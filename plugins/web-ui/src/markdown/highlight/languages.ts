/** Languages that can be coloured, by the names of their grammars. */
// biome-ignore format: a list of words
const LANGUAGES = [
  "bash", "c", "cpp", "csharp", "css", "diff", "docker", "go", "graphql", "html", "ini", "java", "javascript",
  "jsonc", "jsx", "kotlin", "lua", "make", "markdown", "php", "powershell", "python", "ruby", "rust", "scss", "sql",
  "swift", "toml", "tsx", "typescript", "xml", "yaml",
] as const;
export type Language = (typeof LANGUAGES)[number];

const KNOWN: ReadonlySet<string> = new Set(LANGUAGES);

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
export function languageOf(name: string): Language | undefined {
  const lower = name.toLowerCase();
  const id = ALIASES[lower] ?? lower;
  return KNOWN.has(id) ? (id as Language) : undefined;
}

/** What the reader sees as the name of a language. */
export function languageLabel(name: string): string {
  const id = languageOf(name) ?? name;
  return LABELS[id] ?? (id === "" ? "" : id.charAt(0).toUpperCase() + id.slice(1));
}
