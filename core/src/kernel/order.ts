import type { Problem } from "./problem.js";
import type { Token, TokenMap } from "./token.js";

/** What the order depends on; a prepared plugin has it. */
export interface OrderedPlugin {
  id: string;
  plugin: { requires?: TokenMap; optional?: TokenMap; provides?: TokenMap };
}

/** The plugins so that each comes after what it uses, otherwise in the given order; or every reason why there is no such order. */
export type Order<P> = { plugins: P[] } | { problems: Problem[]; code: "plugin.missing_dependency" | "plugin.refused" };

/** @param hostPorts Ports that the host itself provides. */
export function dependencyOrder<P extends OrderedPlugin>(plugins: readonly P[], hostPorts: Iterable<Token<unknown>>): Order<P> {
  const host = new Set([...hostPorts].map((token) => token.key));
  const owners = new Map<symbol, P>();
  const clashes: Problem[] = [];
  for (const plugin of plugins) {
    for (const token of ports(plugin.plugin.provides)) {
      const other = owners.get(token.key);
      if (host.has(token.key)) clashes.push({ path: plugin.id, message: `provides ${token.name}, which belongs to the host` });
      else if (other) clashes.push({ path: `${other.id}, ${plugin.id}`, message: `both provide ${token.name}`, hint: 'Disable one with "enabled": false' });
      else owners.set(token.key, plugin);
    }
  }
  if (clashes.length) return { problems: clashes, code: "plugin.refused" };
  const walk = new Walk(owners, host);
  for (const plugin of startingPoints(plugins, owners)) walk.visit(plugin, []);
  if (walk.missing.length) return { problems: walk.missing, code: "plugin.missing_dependency" };
  if (walk.cycles.length) return { problems: walk.cycles, code: "plugin.refused" };
  // The walk starts at dependents to report whole paths; the order itself keeps the configured sequence.
  const sorted = new Walk(owners, host);
  for (const plugin of plugins) sorted.visit(plugin, []);
  return { plugins: sorted.done };
}

/** Plugins that the given ports need, directly or through others. */
export function neededFor<P extends OrderedPlugin>(plugins: readonly P[], wanted: readonly Token<unknown>[]): P[] {
  const needed = new Set<P>();
  const queue = [...wanted];
  for (let token = queue.pop(); token; token = queue.pop()) {
    const key = token.key;
    const owner = plugins.find((plugin) => ports(plugin.plugin.provides).some((port) => port.key === key));
    if (!owner || needed.has(owner)) continue;
    needed.add(owner);
    queue.push(...ports(owner.plugin.requires));
  }
  return plugins.filter((plugin) => needed.has(plugin));
}

/** First the plugins that nobody else uses, so that a missing port is reported with the whole path of who needs it. */
function startingPoints<P extends OrderedPlugin>(plugins: readonly P[], owners: ReadonlyMap<symbol, P>): P[] {
  const used = new Set(plugins.flatMap((plugin) => ports(plugin.plugin.requires).map((token) => owners.get(token.key))));
  return [...plugins.filter((plugin) => !used.has(plugin)), ...plugins];
}

class Walk<P extends OrderedPlugin> {
  readonly done: P[] = [];
  readonly missing: Problem[] = [];
  readonly cycles: Problem[] = [];
  readonly #seen = new Set<P>();

  constructor(
    readonly owners: ReadonlyMap<symbol, P>,
    readonly host: ReadonlySet<symbol>,
  ) {}

  visit(plugin: P, path: readonly P[]): void {
    if (path.includes(plugin)) {
      const loop = [...path.slice(path.indexOf(plugin)), plugin].map(({ id }) => id).join(" → ");
      this.cycles.push({ path: loop, message: "need each other, so neither can start first" });
      return;
    }
    if (this.#seen.has(plugin)) return;
    this.#seen.add(plugin);
    const here = [...path, plugin];
    for (const token of ports(plugin.plugin.requires)) {
      const owner = this.owners.get(token.key);
      if (owner) this.visit(owner, here);
      else if (!this.host.has(token.key)) {
        const chain = [...here.map(({ id }) => id), token.name].join(" → ");
        this.missing.push({ path: chain, message: `nothing provides ${token.name}`, hint: "Add a plugin that provides it" });
      }
    }
    for (const token of ports(plugin.plugin.optional)) {
      const owner = this.owners.get(token.key);
      if (owner) this.visit(owner, here);
    }
    this.done.push(plugin);
  }
}

function ports(map: TokenMap | undefined): Token<unknown>[] {
  return Object.values(map ?? {});
}
