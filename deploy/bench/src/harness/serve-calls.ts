/** A method call from the benchmark to its peer, and the answer. */
export interface Call {
  id: number;
  method: string;
  input: unknown;
}
export type Answer = { id: number; value: unknown } | { id: number; error: string };

/**
 * The peer's side of {@link Peer}: offers `methods` to the process that started it. When that process hangs up or dies, `stop` runs and this process ends,
 * so nothing is left over even after a kill -9 of the benchmark.
 */
export function serveCalls(methods: Record<string, (input: never) => unknown>, stop: () => void | Promise<void> = () => undefined): void {
  process.on("message", (call: Call) => {
    answer(methods, call).then((reply) => process.connected && process.send?.(reply), fatal);
  });
  process.once("disconnect", () => {
    Promise.resolve(stop()).then(() => process.exit(0), fatal);
  });
}

async function answer(methods: Record<string, (input: never) => unknown>, { id, method, input }: Call): Promise<Answer> {
  try {
    return { id, value: await methods[method]?.(input as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function fatal(error: unknown): never {
  console.error(error);
  process.exit(1);
}
