import type { Problem } from "./problem.js";

/** What a host is: which kinds of plugins it takes, how many of each, and which it must never have. */
export interface HostProfile {
  /** As operators call it: `Open Cowork Cloud`. */
  name: string;
  /** Accepted kinds; `min` 0 and no `max` unless given. Any other kind is refused. */
  accepts: Readonly<Record<string, { min?: number; max?: number }>>;
  /** Kinds refused with a reason better than "not accepted". */
  forbids?: Readonly<Record<string, string>>;
}

/** Checks kinds and counts from manifests alone, so that a refused plugin's code never runs. Returns every broken rule. */
export function checkProfile(profile: HostProfile, plugins: readonly { name: string; kind: string }[]): Problem[] {
  const problems: Problem[] = [];
  for (const { name, kind } of plugins) {
    const reason = profile.forbids && Object.hasOwn(profile.forbids, kind) ? profile.forbids[kind] : undefined;
    if (reason)
      problems.push({ path: name, message: `is of kind "${kind}", which ${profile.name} must not have: ${reason}`, hint: "Remove it from the config" });
    else if (!Object.hasOwn(profile.accepts, kind)) {
      const kinds = Object.keys(profile.accepts).join(", ");
      problems.push({ path: name, message: `is of kind "${kind}", which ${profile.name} does not accept`, hint: `It accepts: ${kinds}` });
    }
  }
  for (const [kind, { min = 0, max = Number.POSITIVE_INFINITY }] of Object.entries(profile.accepts)) {
    const names = plugins.filter((plugin) => plugin.kind === kind).map((plugin) => plugin.name);
    if (names.length < min) {
      problems.push({
        path: kind,
        message: `${profile.name} needs ${min} plugin of kind "${kind}" and has ${names.length}`,
        hint: "Add one, or remove the entry that disables it",
      });
    }
    if (names.length > max) {
      problems.push({
        path: names.join(", "),
        message: `${profile.name} takes at most ${max} of kind "${kind}" and has ${names.length}`,
        hint: 'Disable one with "enabled": false',
      });
    }
  }
  return problems;
}
