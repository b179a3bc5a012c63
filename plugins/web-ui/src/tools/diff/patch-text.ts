const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

/** Lines added and removed by a unified diff, and lines it shows, counted without parsing it: for a heading and a height before the diff is drawn. */
export function countChanges(patch: string): { additions: number; deletions: number; lines: number } {
  const counts = { additions: 0, deletions: 0, lines: 0 };
  let before = 0;
  let after = 0;
  for (const line of patch.split("\n")) {
    const hunk = HUNK.exec(line);
    if (before <= 0 && after <= 0) {
      before = hunk ? Number(hunk[1] ?? 1) : 0;
      after = hunk ? Number(hunk[2] ?? 1) : 0;
      continue;
    }
    const sign = line[0] ?? " ";
    if (sign === "\\") continue;
    counts.lines++;
    if (sign !== "+") before--;
    if (sign !== "-") after--;
    if (sign === "+") counts.additions++;
    else if (sign === "-") counts.deletions++;
  }
  return counts;
}
