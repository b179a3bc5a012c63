import "reflect-metadata";
import { AppError } from "@open-cowork/shared";
import { type DependencyContainer, container as globalContainer, injectable, inject as injectKey } from "tsyringe";
import type { Clock } from "./clock.js";
import type { Token } from "./token.js";

type Constructor<T> = new (...args: never[]) => T;
export type StopStep = () => void | Promise<void>;

const marked = new WeakMap<object, Map<number, Token<unknown>>>();

/** Names the port of a constructor parameter, for {@link Scope.construct}. Goes on every parameter: no type metadata is emitted. */
export function inject<T>(token: Token<T>): (target: object, property: string | symbol | undefined, index: number) => void {
  return (target, property, index) => {
    const ports = marked.get(target) ?? new Map<number, Token<unknown>>();
    marked.set(target, ports.set(index, token));
    injectKey(token.key)(target, property, index);
  };
}

/**
 * A named set of ports and what must be stopped with it. The only file that touches a container, because of four traps of tsyringe 4.10:
 * a singleton of a parent that is first resolved through a child is built with the child's values and then shared with every other child;
 * disposing a child disposes singletons of its parent; disposal is parallel, so nothing can be stopped before what it depends on;
 * and values made by factories are never disposed. Therefore:
 * - containers are flat: a scope has no parent and sees exactly what was bridged into it, as a value resolved once by its owner;
 * - a scope is frozen as soon as something was bridged out of it, so nobody holds an older value than somebody else;
 * - the container's `dispose` is never used: stopping is last-in-first-out, one step at a time, each with a deadline.
 */
export class Scope {
  readonly #container: DependencyContainer = globalContainer.createChildContainer();
  readonly #own = new Set<symbol>();
  readonly #stops: StopStep[] = [];
  #frozen = false;

  /** @param bridges Ports of other scopes to see in this one; those scopes are frozen by it. */
  constructor(
    readonly name: string,
    bridges: Iterable<{ token: Token<unknown>; from: Scope }> = [],
  ) {
    for (const { token, from } of bridges) {
      from.#frozen = true;
      this.#container.register(token.key, { useValue: from.resolve(token) });
    }
  }

  /** @throws Error when the port is bound already or the scope is frozen: both are programming errors of the host. */
  bind<T>(token: Token<T>, value: T): void {
    if (this.#frozen) throw new Error(`scope ${this.name} is frozen: ${token.name} comes too late`);
    if (this.has(token)) throw new Error(`scope ${this.name} has ${token.name} already`);
    this.#own.add(token.key);
    this.#container.register(token.key, { useValue: value });
  }

  /** Bound here, not bridged in. */
  owns(token: Token<unknown>): boolean {
    return this.#own.has(token.key);
  }

  /** Looks at this scope only; the container would go on to the process-wide one. */
  has(token: Token<unknown>): boolean {
    return this.#container.isRegistered(token.key, false);
  }

  /** @throws AppError `plugin.missing_dependency` */
  resolve<T>(token: Token<T>): T {
    if (!this.has(token)) throw missing(this.name, token.name);
    return this.#container.resolve<T>(token.key);
  }

  /** A new instance with its `@inject` parameters. @throws AppError `plugin.missing_dependency` with the path to the parameter */
  construct<T>(type: Constructor<T>): T {
    const ports = marked.get(type) ?? new Map<number, Token<unknown>>();
    for (let index = 0; index < type.length; index++) {
      const token = ports.get(index);
      if (!token) throw missing(this.name, `@inject on parameter ${index + 1} of ${type.name}`);
      if (!this.has(token)) throw missing(this.name, `${token.name} for parameter ${index + 1} of ${type.name}`);
    }
    injectable()(type);
    return this.#container.resolve(type as unknown as new (...args: unknown[]) => T);
  }

  onStop(step: StopStep): void {
    this.#stops.push(step);
  }

  /** Runs the steps last-in-first-out. A step that throws or outlasts `deadlineMs` is reported and passed over. A second call finds nothing to do. */
  async stop(clock: Clock, deadlineMs: number): Promise<unknown[]> {
    const problems: unknown[] = [];
    for (let step = this.#stops.pop(); step; step = this.#stops.pop()) {
      let cancel: () => void = () => undefined;
      const deadline = new Promise<never>((_, reject) => {
        cancel = clock.after(deadlineMs, () => reject(new Error(`${this.name} did not stop within ${deadlineMs} ms`)));
      });
      try {
        await Promise.race([step(), deadline]);
      } catch (error) {
        problems.push(error);
      } finally {
        cancel();
      }
    }
    return problems;
  }
}

function missing(scope: string, what: string): AppError {
  return new AppError("plugin.missing_dependency", { message: `${scope} needs ${what}, which no plugin of this host provides.` });
}
