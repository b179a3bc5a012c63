import type { Scene, Situation } from "../moves.js";

const REFUSED = /reject|denied|not allowed|dismissed/i;
const pathIn = ({ directory }: Situation, name: string) => (directory === undefined ? name : `${directory}/${name}`);
const fenced = (text: string, language = "") => `\n\n\`\`\`${language}\n${text.trim().slice(0, 1_200)}\n\`\`\`\n`;

export const COMMAND: Scene = {
  name: "command",
  invitation: "Run a command",
  matches: /\b(run|command|terminal|shell|approv\w*|permission)\b/i,
  needs: ["bash"],
  play({ round, results }) {
    if (round === 0) {
      return [
        { text: "I would like to run a harmless command. You decide: nothing happens until you allow it." },
        { tool: "bash", input: { command: "date && uname -sm && echo 'Open Cowork says hello'", description: "Show the date and the system" } },
      ];
    }
    const [output = ""] = results;
    if (REFUSED.test(output)) return [{ text: `Understood, I leave it. You said: ${output.slice(0, 300)}` }];
    return [
      { text: `The command ran after you allowed it, and this is what it printed:${fenced(output, "text")}\nA real model would now go on working with that.` },
    ];
  },
};

export const FILE: Scene = {
  name: "file",
  invitation: "Write a file and edit it",
  matches: /\b(write|create|make|save|edit|change|fix)\b.*\b(file|note|notes|page|document|summary|readme)\b|\bedit\b/i,
  needs: ["write", "edit", "read"],
  play(situation) {
    const { round, results } = situation;
    const filePath = pathIn(situation, "hello.md");
    if (round > 0 && results.some((result) => REFUSED.test(result))) return [{ text: "Understood, I leave the file alone." }];
    switch (round) {
      case 0:
        return [
          { text: "I will write a short note first." },
          { tool: "write", input: { filePath, content: "# Hello\n\nThis note was written by the demo model.\n\n- It works offline.\n- It costs nothing.\n" } },
        ];
      case 1:
        return [{ text: "Written. Let me read it back." }, { tool: "read", input: { filePath } }];
      case 2:
        return [
          { text: "Now a small change, so that you can see a diff." },
          { tool: "edit", input: { filePath, oldString: "- It costs nothing.", newString: "- It costs nothing.\n- It asks before it changes anything." } },
        ];
      default:
        return [{ text: "Done: `hello.md` is in this thread's folder, and each step is above with what it did. Open a step to see the file and the diff." }];
    }
  },
};

export const LOOK: Scene = {
  name: "look",
  invitation: "Look around in the folder",
  matches: /\b(list|look|show|find|search)\b.*\b(file|files|folder|directory|around|tool)\b/i,
  needs: ["glob"],
  play({ round, results }) {
    if (round === 0) return [{ text: "Let me see what is in this thread's folder." }, { tool: "glob", input: { pattern: "**/*" } }];
    const files = results.join("\n").trim();
    const nothing = files === "" || /no files found/i.test(files);
    return [{ text: nothing ? "The folder is empty so far. Ask me to *write a file* and look again." : `This is what I found:${fenced(files, "text")}` }];
  },
};

export const PLAN: Scene = {
  name: "plan",
  invitation: "Make a plan",
  matches: /\b(plan|todo|todos|steps|checklist)\b/i,
  needs: ["todowrite"],
  play({ round }) {
    const steps = ["Understand what is asked", "Do the work in small steps", "Check the result", "Report back"];
    const todos = (done: number) =>
      steps.map((content, i) => ({
        id: `${i + 1}`,
        content,
        status: i < done ? "completed" : i === done ? "in_progress" : "pending",
        priority: i === 0 ? "high" : "medium",
      }));
    if (round === 0) return [{ text: "Here is how I would go about it." }, { tool: "todowrite", input: { todos: todos(0) } }];
    if (round === 1) return [{ text: "The first two steps are done." }, { tool: "todowrite", input: { todos: todos(2) } }];
    if (round === 2) return [{ tool: "todowrite", input: { todos: todos(steps.length) } }];
    return [{ text: "All four steps are ticked off. With a real model the list is its own plan, and it keeps it up to date while it works." }];
  },
};

export const QUESTION: Scene = {
  name: "question",
  invitation: "Ask me a question",
  matches: /\bask\b.*\bquestion\b|\bquestion\b.*\bme\b|\bask me\b/i,
  needs: ["question"],
  play({ round, results }) {
    if (round === 0) {
      const options = [
        { label: "Warm", description: "Friendly, with a greeting" },
        { label: "Formal", description: "Short and to the point" },
        { label: "Playful", description: "With a wink" },
      ];
      return [
        { text: "Before I start I would like to know one thing." },
        { tool: "question", input: { questions: [{ header: "Tone", question: "Which tone shall the text have?", options, multiple: false }] } },
      ];
    }
    return [{ text: `Thank you. I got this answer: ${results.join(" ").slice(0, 300)}` }];
  },
};

export const DELEGATE: Scene = {
  name: "delegate",
  invitation: "Delegate to a sub-agent",
  matches: /\b(delegate|sub-?agents?|helper)\b/i,
  needs: ["task"],
  play({ round, results }) {
    if (round === 0) {
      return [
        { text: "I hand a part of this to a sub-agent. You can follow it in a lane of its own." },
        { tool: "task", input: { description: "Explore the folder", prompt: "List the files of this folder and say what you see.", subagent_type: "general" } },
      ];
    }
    return [
      {
        text: `The sub-agent has reported back:\n\n> ${results
          .join(" ")
          .replace(/<[^>]+>/g, " ")
          .replace(/\s+/g, " ")
          .trim()
          .slice(0, 400)}`,
      },
    ];
  },
};
