import type { EventBody } from "@open-cowork/shared";
import { callId } from "./call-id.js";
import { isDestructive } from "./destructive.js";
import { shownPath } from "./paths.js";
import type { PermissionAsked } from "./schemas.js";

type Details = Pick<EventBody<"approval.requested">, "title" | "command" | "diff" | "path" | "destructive">;

/** An engine's question for permission in the words of a person: what is about to happen, with the command, path or change in full. */
export function toApproval(request: PermissionAsked, directory: string): EventBody<"approval.requested"> {
  const describe = DESCRIBE[request.permission] ?? describeOther;
  return {
    id: request.id,
    permission: request.permission,
    patterns: request.patterns.map((pattern) => (request.permission === "bash" ? pattern : shownPath(directory, pattern))),
    always: request.always,
    call: request.tool && callId(request.tool),
    ...describe(request, directory),
  };
}

const DESCRIBE: Record<string, (request: PermissionAsked, directory: string) => Details> = {
  bash(request) {
    const command = text(request.metadata.command) ?? request.patterns.join("; ");
    return { title: "Run a command", command, destructive: isDestructive(command) };
  },
  edit(request, directory) {
    const path = shownPath(directory, text(request.metadata.filepath) ?? request.patterns[0] ?? "a file");
    const diff = text(request.metadata.diff);
    const creates = diff !== undefined && /^@@ -0,0 /m.test(diff);
    return { title: `${creates ? "Create" : "Change"} ${path}`, path, diff, destructive: false };
  },
  webfetch(request) {
    return { title: `Fetch ${text(request.metadata.url) ?? request.patterns[0] ?? "a web page"}`, destructive: false };
  },
  websearch(request) {
    return { title: `Search the web for ${text(request.metadata.query) ?? request.patterns[0] ?? "something"}`, destructive: false };
  },
  external_directory(request, directory) {
    const path = text(request.metadata.filepath) ?? text(request.metadata.parentDir) ?? request.patterns[0] ?? "";
    return { title: `Go outside the workspace: ${shownPath(directory, path)}`, path, destructive: false };
  },
  read(request, directory) {
    const path = shownPath(directory, text(request.metadata.filepath) ?? request.patterns[0] ?? "a file");
    return { title: `Read ${path}`, path, destructive: false };
  },
  task(request) {
    return { title: `Start the ${text(request.metadata.subagent_type) ?? request.patterns[0] ?? "sub"} agent`, destructive: false };
  },
  doom_loop() {
    return { title: "Go on, although it repeats the same step", destructive: false };
  },
};

function describeOther(request: PermissionAsked): Details {
  const what = request.patterns.filter((pattern) => pattern !== "*").join(", ");
  return { title: `Use ${request.permission}${what === "" ? "" : `: ${what}`}`, destructive: false };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
