/** Whether a client asks for server-sent events. Named explicitly only: a wildcard gets JSON. */
export function wantsEventStream(accept: string | undefined): boolean {
  return accept?.split(",").some((type) => type.split(";")[0]!.trim().toLowerCase() === "text/event-stream") ?? false;
}
