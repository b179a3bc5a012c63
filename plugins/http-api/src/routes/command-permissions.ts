import type { Permission } from "@open-cowork/core/authority";
import type { Command, CommandKind } from "@open-cowork/shared";

const BY_KIND: Readonly<Record<CommandKind, Permission>> = {
  prompt: "session.write",
  abort: "session.write",
  resume: "session.write",
  rename: "session.write",
  pin: "session.write",
  archive: "session.write",
  tag: "session.write",
  delete: "session.delete",
  "approval.answer": "approval.answer",
  "question.answer": "approval.answer",
  "question.reject": "approval.answer",
};

/** What the sender of a command must be allowed to do, on top of the route's own permission. */
export function permissionFor(command: Command): Permission {
  return BY_KIND[command.kind];
}
