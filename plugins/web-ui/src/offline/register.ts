/**
 * Makes the page installable and gives it a page of its own for when the server is away. Without a secure context or with storage switched
 * off there is no worker, and nothing else changes.
 */
export function registerWorker(): void {
  navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" }).catch(() => undefined);
}
