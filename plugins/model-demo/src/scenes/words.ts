import type { Scene } from "../moves.js";

export const THINK: Scene = {
  name: "think",
  invitation: "Think about something",
  matches: /\b(think|reason|reasoning|puzzle|riddle|why)\b/i,
  needs: [],
  play: () => [
    {
      reasoning:
        "The person wants to see reasoning. I have none of my own, but I can show where it goes: a real model writes its thoughts here before it answers, and they stay folded away until somebody wants to read them.",
    },
    {
      text: "I thought about it for a moment; you can unfold the thoughts above this line. In short: a scripted demo has no opinions, but it has good manners.",
    },
  ],
};

export const FORMAT: Scene = {
  name: "format",
  invitation: "Show me some formatting",
  matches: /\b(format|formatting|markdown|table|code|example|sample)\b/i,
  needs: [],
  play: () => [
    {
      text: [
        "## What an answer can hold",
        "",
        "Text with **weight**, *slant* and `code`, lists, tables and quotes:",
        "",
        "| Month | Invoices | Failed |",
        "| --- | ---: | ---: |",
        "| January | 3,711 | 0 |",
        "| February | 3,802 | 4 |",
        "| March | 3,940 | 212 |",
        "",
        "```ts",
        "export function failures(months: Month[]): number {",
        "  // Everything above ten deserves a look.",
        "  return months.filter(({ failed }) => failed > 10).length;",
        "}",
        "```",
        "",
        "1. Streamed word by word",
        "2. Never lost once it was shown",
        "3. Easy to copy",
        "",
        "> Simple things should be simple.",
        "",
      ].join("\n"),
    },
  ],
};

export const LONG: Scene = {
  name: "long",
  invitation: "Write something long",
  matches: /\b(long|story|essay|lots)\b/i,
  needs: [],
  play: () => [{ text: Array.from({ length: 12 }, (_, i) => `${paragraph(i)}\n\n`).join("") }],
};

const OPENINGS = ["At first", "A little later", "By noon", "Then", "To everybody's surprise", "In the evening"];
const MIDDLES = [
  "the clerk found one more ledger under the window",
  "somebody asked what the numbers meant",
  "the machine in the corner began to hum",
  "a letter came that explained the missing entries",
];
const ENDS = ["and nobody was in a hurry any more.", "which was noted down with care.", "so they put the kettle on.", "and it was all in the log."];

function paragraph(i: number): string {
  const pick = (from: readonly string[], step: number) => from[(i * step + i) % from.length]!;
  const first = `${pick(OPENINGS, 1)} ${pick(MIDDLES, 2)} ${pick(ENDS, 3)}`;
  return `${first} This is paragraph ${i + 1} of a text that exists to be streamed: stop it at any moment, or send another message while it runs, and see what happens.`;
}
