import { registerTool } from "./registry.js";
import { edit, list, read, write } from "./renderers/files.js";
import { glob, grep, webfetch, websearch } from "./renderers/find.js";
import { question, skill, task, todos } from "./renderers/plans.js";
import { terminal } from "./renderers/terminal.js";

/** Tools by the names that runtimes give them. */
export function registerBuiltInTools(): void {
  registerTool(terminal, "bash", "shell", "terminal");
  registerTool(read, "read");
  registerTool(write, "write");
  registerTool(edit, "edit", "multiedit", "patch", "apply_patch");
  registerTool(list, "list", "ls");
  registerTool(grep, "grep", "search", "codesearch");
  registerTool(glob, "glob");
  registerTool(webfetch, "webfetch", "fetch");
  registerTool(websearch, "websearch");
  registerTool(todos, "todowrite", "todoread");
  registerTool(task, "task");
  registerTool(question, "question");
  registerTool(skill, "skill");
}
