import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { PermissionAsked } from "../mapping/schemas.js";

const ruleSchema = z.object({ permission: z.string(), pattern: z.string() });
export type GrantRule = z.output<typeof ruleSchema>;
const fileSchema = z.object({ always: z.array(ruleSchema).default([]), sessions: z.record(z.string(), z.array(ruleSchema)).default({}) });

/** Threads whose own rules are kept; the oldest make room. */
const MAX_SESSIONS = 2_000;

/**
 * What people of a tenant have allowed for good: "session" for one thread, "always" for all of the workspace. OpenCode forgets
 * its own answers with the process, so they are kept here, outside of every workspace, and answered for the person.
 */
export class Grants {
  #rules: z.output<typeof fileSchema> = { always: [], sessions: {} };
  #saving: Promise<void> = Promise.resolve();

  constructor(private readonly file: string) {}

  async load(): Promise<void> {
    try {
      this.#rules = fileSchema.parse(JSON.parse(await readFile(this.file, "utf8")));
    } catch (error) {
      // No file yet. A damaged one must not allow anything, so it counts as empty, too: people are asked again.
      if (!(error instanceof Error)) throw error;
    }
  }

  /** Whether every pattern of the request is covered. */
  allow(session: string, request: Pick<PermissionAsked, "permission" | "patterns">): boolean {
    const rules = [...this.#rules.always, ...(this.#rules.sessions[session] ?? [])].filter((rule) => rule.permission === request.permission);
    return request.patterns.length > 0 && request.patterns.every((pattern) => rules.some((rule) => matches(pattern, rule.pattern)));
  }

  async add(session: string, scope: "session" | "always", request: Pick<PermissionAsked, "permission" | "always">): Promise<void> {
    const rules = request.always.map((pattern) => ({ permission: request.permission, pattern }));
    const list = scope === "always" ? this.#rules.always : (this.#rules.sessions[session] ??= []);
    for (const rule of rules) if (!list.some((known) => known.permission === rule.permission && known.pattern === rule.pattern)) list.push(rule);
    for (const oldest of Object.keys(this.#rules.sessions).slice(0, -MAX_SESSIONS)) delete this.#rules.sessions[oldest];
    this.#saving = this.#saving.then(() => this.#save());
    await this.#saving;
  }

  async #save(): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    await writeFile(`${this.file}.new`, JSON.stringify(this.#rules), { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }
}

/** OpenCode's wildcards: `*` is anything, `?` one character, and ` *` at the end also stands for nothing at all. */
export function matches(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[^]*")
    .replace(/\?/g, "[^]")
    .replace(/ \[\^\]\*$/, "(?: [^]*)?");
  return new RegExp(`^${source}$`).test(text);
}
