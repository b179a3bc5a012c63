import { isAppError } from "@open-cowork/shared";

/** One fact that every implementation of a port must show. Cases are data, so that any test runner can run them. */
export interface ConformanceCase<H> {
  name: string;
  run(harness: H): Promise<void>;
}

/** What a test runner offers, such as mocha's globals. */
export interface TestApi {
  describe(title: string, body: () => void): unknown;
  it(title: string, body: () => Promise<void>): unknown;
}

/**
 * Registers a suite with a test runner. `open` makes the harness of one case: stores may be shared between cases, because each
 * case uses tenants of its own. `close` is called after the case, whether it passed or not.
 */
export function conformance<H extends object>(
  api: TestApi,
  suite: { title: string; cases: readonly ConformanceCase<H>[]; open(): Promise<H & { close?(): Promise<void> }> },
): void {
  api.describe(suite.title, () => {
    for (const { name, run } of suite.cases) {
      api.it(name, async () => {
        const harness = await suite.open();
        try {
          await run(harness);
        } finally {
          await harness.close?.();
        }
      });
    }
  });
}

/** Checks of the suites; core may not depend on an assertion library. Each throws an Error that names what was expected. */
interface Check {
  ok(value: unknown, fact: string): asserts value;
  /** Compares as JSON, with keys sorted; undefined fields count as absent. */
  equal(actual: unknown, expected: unknown, fact?: string): void;
  /** The promise rejects with an AppError of this code. */
  fails(promise: Promise<unknown>, code: string): Promise<void>;
}

export const check: Check = {
  ok(value, fact) {
    if (!value) throw new Error(`expected ${fact}`);
  },
  equal(actual, expected, fact = "equal values") {
    const [a, b] = [canonical(actual), canonical(expected)];
    if (a !== b) throw new Error(`expected ${fact}: ${b}, got ${a}`);
  },
  async fails(promise, code) {
    let outcome: unknown;
    try {
      outcome = await promise;
    } catch (error) {
      if (isAppError(error) && error.code === code) return;
      throw new Error(`expected the failure ${code}, got ${String(error)}`, { cause: error });
    }
    throw new Error(`expected the failure ${code}, but it answered ${canonical(outcome)}`);
  },
};

function canonical(value: unknown): string {
  const sorted = (_key: string, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part;
  return JSON.stringify(value, sorted) ?? "undefined";
}
