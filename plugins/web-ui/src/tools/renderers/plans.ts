import type { Todo } from "@open-cowork/shared";
import { html } from "lit";
import { Bot, ListTodo, MessageCircleQuestionMark, Sparkles } from "lucide";
import { t } from "../../i18n/t.js";
import { inputText, oneLine } from "../call-fields.js";
import type { ToolCall, ToolRenderer } from "../tool-line.js";
import { tense } from "./tense.js";

export const todos: ToolRenderer = {
  line: (call) => {
    const list = todosOf(call);
    return {
      icon: ListTodo,
      verb: tense("plan", call),
      object: t("tool.steps", { count: list.length }),
      objectKind: "text",
      result: t("tool.stepsDone", { done: list.filter((todo) => todo.status === "completed").length, all: list.length }),
    };
  },
  detail: async () => {
    await import("../detail/define-todos.js");
    return (call) => html`<oc-todo-list .todos=${todosOf(call)}></oc-todo-list>`;
  },
};

/** Stands until the sub-agent itself appears, and where it never does. */
export const task: ToolRenderer = {
  line: (call) => ({
    icon: Bot,
    verb: tense("delegate", call),
    object: oneLine(inputText(call, "description") ?? call.title ?? inputText(call, "prompt") ?? ""),
    objectKind: "text",
  }),
  detail: async () => {
    await import("../detail/define-output.js");
    return (call) => html`<oc-tool-output .call=${call}></oc-tool-output>`;
  },
};

export const question: ToolRenderer = {
  line: (call) => ({ icon: MessageCircleQuestionMark, verb: tense("ask", call), object: oneLine(firstQuestion(call) ?? call.title ?? ""), objectKind: "text" }),
};

export const skill: ToolRenderer = {
  line: (call) => ({ icon: Sparkles, verb: tense("load", call), object: inputText(call, "name") ?? call.title, objectKind: "text" }),
  detail: async () => {
    await import("../detail/define-output.js");
    return (call) => html`<oc-tool-output .call=${call}></oc-tool-output>`;
  },
};

function todosOf(call: ToolCall): Todo[] {
  const list = call.metadata?.todos ?? call.input?.todos;
  return Array.isArray(list) ? list.filter(isTodo) : [];
}

function isTodo(value: unknown): value is Todo {
  return typeof value === "object" && value !== null && typeof (value as Todo).content === "string" && typeof (value as Todo).status === "string";
}

function firstQuestion(call: ToolCall): string | undefined {
  const questions = call.input?.questions;
  const first: unknown = Array.isArray(questions) ? questions[0] : undefined;
  const text = (first as { question?: unknown } | undefined)?.question;
  return typeof text === "string" ? text : undefined;
}
