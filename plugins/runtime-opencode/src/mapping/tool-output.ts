/** Longest tool output and longest metadata text that go into the log. */
const MAX_CHARS = 64 * 1024;

/** The end of a long output: what a person looks at first. */
export function cutOutput(output: string): string {
  return output.length <= MAX_CHARS ? output : `…\n${output.slice(-MAX_CHARS)}`;
}

/** Metadata of a tool without what the event says elsewhere, and without texts that would dwarf it. */
export function cleanMetadata(metadata: Record<string, unknown>): Record<string, unknown> | undefined {
  const { output: _output, preview: _preview, display: _display, loaded: _loaded, truncated, filediff, diagnostics, ...rest } = metadata;
  const kept: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, typeof value === "string" ? value.slice(0, MAX_CHARS) : value]),
  );
  if (truncated === true) kept.truncated = true;
  if (typeof diagnostics === "object" && diagnostics !== null && Object.keys(diagnostics).length > 0) kept.diagnostics = diagnostics;
  if (typeof filediff === "object" && filediff !== null) {
    const { patch: _patch, before: _before, after: _after, ...counts } = filediff as Record<string, unknown>;
    kept.filediff = counts;
  }
  return Object.keys(kept).length === 0 || JSON.stringify(kept).length > 2 * MAX_CHARS ? undefined : kept;
}
