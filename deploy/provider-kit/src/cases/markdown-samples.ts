/** Markdown as models write it, and how it must read once the platform shows it. */
export interface MarkdownSample {
  what: string;
  markdown: string;
  /** In this order; between them there may be marks (bullets, lines, quotes), never other letters or digits. */
  reads: readonly string[];
  /** What else may be read: the address of a link, the language of a block. */
  besides?: readonly string[];
  /** Marks that would be left over. */
  never?: readonly string[];
  /** Lines that keep their very spaces. */
  lines?: readonly string[];
}

const TABLE = ["| Name | Size |", "| :--- | ---: |", "| readme.md | 12 kB |", "| a\\|b | **2** |"].join("\n");
const FENCE = ["Run this:", "", "```ts", "const a: Array<string> = [];", "if (a && b) {", "    return `$a` < 1;", "}", "```", "", "Then stop."].join("\n");
const LISTS = ["Steps:", "", "1. first", "2. second", "   - deeper", "   - and more", "3. third", "", "* star", "* other", "", "- [ ] open", "- [x] done"].join(
  "\n",
);

export const MARKDOWN_SAMPLES: readonly MarkdownSample[] = [
  {
    what: "emphasis",
    markdown: "This is **very** important, _quite_ *so*, ***both*** and ~~gone~~.",
    reads: ["This is", "very", "important,", "quite", "so", ", ", "both", "and", "gone", "."],
    never: ["**", "***", "~~"],
  },
  {
    what: "emphasis within emphasis and across words",
    markdown: "**bold with _italics_ and `code` in it** then in**side**word",
    reads: ["bold with", "italics", "and", "code", "in it", "then in", "side", "word"],
    never: ["**"],
  },
  {
    what: "code in a line",
    markdown: "Run `npm run *build* <x> && y` or `` a`b `` now",
    reads: ["Run", "npm run *build* <x> && y", "or", "a`b", "now"],
  },
  {
    what: "a block of code with a language",
    markdown: FENCE,
    reads: ["Run this:", "const a: Array<string> = [];", "if (a && b) {", "return `$a` < 1;", "}", "Then stop."],
    besides: ["ts", "TypeScript", "typescript"],
    lines: ["    return `$a` < 1;"],
  },
  { what: "a block of code that was never closed", markdown: "So:\n\n```\n1 < 2\n**raw**", reads: ["So:", "1 < 2", "**raw**"] },
  {
    what: "a link",
    markdown: "See [the docs](https://example.com/a?b=1&c=2#d) or <https://example.org/x_y_z>.",
    reads: ["See", "the docs", "or", "https://example.org/x_y_z", "."],
    besides: ["https://example.com/a?b=1&c=2#d"],
    never: ["]("],
  },
  { what: "an address that leads nowhere good", markdown: "[click](javascript:alert(1)) here", reads: ["click", "here"], besides: ["javascript:alert(1)"] },
  {
    what: "lists",
    markdown: LISTS,
    reads: ["Steps:", "1", "first", "2", "second", "deeper", "and more", "3", "third", "star", "other", "open", "done"],
    besides: ["[x]", "[ ]"],
  },
  {
    what: "a table",
    markdown: TABLE,
    reads: ["Name", "Size", "readme.md", "12 kB", "a|b", "2"],
    // Where there are no tables, rows may be told as "Name: readme.md".
    besides: ["Name", "Size"],
    never: [":---", "---:", "**"],
  },
  { what: "headings", markdown: "# Big\n\ntext\n\n### Small **x**\n\nmore", reads: ["Big", "text", "Small", "x", "more"], never: ["#", "**"] },
  { what: "quotes and a line", markdown: "> they said\n> > before\n\nand I say\n\n---\n\nend", reads: ["they said", "before", "and I say", "end"] },
  {
    what: "raw HTML, which is text",
    markdown: 'Use <b>bold</b> & <script>alert("1")</script> or <img src=x onerror=y> &c.',
    reads: ["Use", "<b>bold</b>", "&", '<script>alert("1")</script>', "or", "<img src=x onerror=y>", "&c."],
  },
  {
    what: "characters that mean something to a platform",
    markdown: "1 < 2 && 3 > 2; snake_case_name; 5 * 4 = 20; ~/notes; #1; {a|b}; $HOME; (x) [y] !z = + - . \"q\" 'r' 100% \\\\ end",
    reads: ["1 < 2 && 3 > 2; snake_case_name; 5 * 4 = 20; ~/notes; #1; {a|b}; $HOME; (x) [y] !z = + - . \"q\" 'r' 100% \\ end"],
  },
  { what: "marks that were escaped", markdown: "\\*not bold\\* and \\_not this\\_ \\# \\[x\\](y)", reads: ["*not bold* and _not this_ # [x](y)"] },
  {
    what: "calls to everybody in the room",
    markdown: "<!channel> <!here> <@U012AB3CD> <#C1> @everyone @here",
    reads: ["<!channel> <!here> <@U012AB3CD> <#C1> @everyone @here"],
  },
  { what: "emoji", markdown: "👩‍👩‍👧 **🇨🇭** ✅ naïve 漢字 :smile:", reads: ["👩‍👩‍👧", "🇨🇭", "✅ naïve 漢字 :smile:"], never: ["**"] },
  { what: "text from right to left", markdown: "שלום **עולם** مرحبا `x` end", reads: ["שלום", "עולם", "مرحبا", "x", "end"], never: ["**"] },
  { what: "characters that cannot be seen", markdown: "a\u0000b\u0007c\u001bd\ufffee\u007ff g\u00adh", reads: ["abcdef gh"] },
  { what: "a line break and a paragraph", markdown: "one\ntwo\n\nthree  \nfour", reads: ["one", "two", "three", "four"] },
];
