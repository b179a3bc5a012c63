/** The few globals that every supported runtime (Node, browser, Electron) has. Everything else comes through a port. */
declare const crypto: { getRandomValues<T extends Uint8Array>(array: T): T };
