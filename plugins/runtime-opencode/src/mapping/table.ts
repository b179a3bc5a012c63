import { z } from "zod";
import { onMessage, onStepFinish } from "./messages.js";
import { onPatch, onText, onTextDelta } from "./parts.js";
import { onPermissionAsked, onPermissionReplied, onQuestionAsked } from "./requests.js";
import {
  engineErrorSchema,
  messageInfoSchema,
  partSchema,
  permissionAskedSchema,
  questionAskedSchema,
  sessionInfoSchema,
  sessionStatusSchema,
} from "./schemas.js";
import type { SessionMapper } from "./session-mapper.js";
import { onSessionCreated, onSessionError, onStatus } from "./sessions.js";
import { onTool } from "./tools.js";

export interface Rule {
  schema: z.ZodType;
  handle(mapper: SessionMapper, body: unknown): void;
}

function rule<S extends z.ZodType>(schema: S, handle: (mapper: SessionMapper, body: z.output<S>) => void): Rule {
  return { schema, handle: (mapper, body) => handle(mapper, body as z.output<S>) };
}

const sessionID = z.string();

/**
 * OpenCode's events and what becomes of them. `ignored` is a decision: it says nothing that the log does not get from
 * elsewhere. Any type that is missing here is counted and shown in health.
 */
export const MAPPING: Record<string, Rule | "ignored" | undefined> = {
  "session.created": rule(z.object({ info: sessionInfoSchema }), (mapper, { info }) => onSessionCreated(mapper, info)),
  "session.status": rule(z.object({ sessionID, status: sessionStatusSchema }), (mapper, body) => onStatus(mapper, body.sessionID, body.status)),
  "session.error": rule(z.object({ sessionID, error: engineErrorSchema.optional() }), (mapper, body) => onSessionError(mapper, body.sessionID, body.error)),
  "session.compacted": rule(z.object({ sessionID }), (mapper, body) => {
    const node = mapper.nodes.get(body.sessionID);
    if (node !== undefined) mapper.emit(node, "context.compacted", {});
  }),
  "todo.updated": rule(
    z.object({ sessionID, todos: z.array(z.object({ content: z.string(), status: z.string(), priority: z.string().default("medium") })) }),
    (mapper, body) => {
      const node = mapper.nodes.get(body.sessionID);
      if (node !== undefined) mapper.emit(node, "todos.replaced", { todos: body.todos });
    },
  ),

  "message.updated": rule(z.object({ info: messageInfoSchema }), (mapper, { info }) => onMessage(mapper, info)),
  "message.part.delta": rule(z.object({ sessionID, messageID: z.string(), partID: z.string(), field: z.string(), delta: z.string() }), onTextDelta),
  "message.part.updated": rule(z.object({ part: partSchema }), (mapper, { part }) => {
    const node = mapper.nodes.get(part.sessionID);
    if (node === undefined) return;
    if ("callID" in part) onTool(mapper, node, part);
    else if ("text" in part) onText(mapper, node, part);
    else if ("files" in part) onPatch(mapper, node, part);
    else if (part.type === "step-finish") onStepFinish(mapper, node, part.messageID);
  }),

  "permission.asked": rule(permissionAskedSchema, onPermissionAsked),
  "permission.replied": rule(z.object({ sessionID, requestID: z.string(), reply: z.string() }), onPermissionReplied),
  "question.asked": rule(questionAskedSchema, onQuestionAsked),

  // The root's end is told by session.status; a request's end by the one who answered it.
  "session.idle": "ignored",
  "question.replied": "ignored",
  "question.rejected": "ignored",
  // Titles, totals and diffs of the engine's own list.
  "session.updated": "ignored",
  "session.deleted": "ignored",
  "session.diff": "ignored",
  "message.removed": "ignored",
  "message.part.removed": "ignored",
  "file.edited": "ignored",
  "file.watcher.updated": "ignored",
  "command.executed": "ignored",
  "lsp.updated": "ignored",
  "vcs.branch.updated": "ignored",

  // Of the engine as a whole, not of a thread.
  "server.connected": "ignored",
  "server.heartbeat": "ignored",
  "server.instance.disposed": "ignored",
  "global.disposed": "ignored",
  "project.updated": "ignored",
  "project.directories.updated": "ignored",
  "plugin.added": "ignored",
  "catalog.updated": "ignored",
  "reference.updated": "ignored",
  "integration.updated": "ignored",
  "integration.connection.updated": "ignored",
  "models-dev.refreshed": "ignored",
  "installation.update-available": "ignored",
};
