/** The chat that an update belongs to, whatever else it holds: updates of one chat are taken one after the other. */
export function chatOf(update: unknown): string {
  const { message, callback_query: query } = update as Chatty & { callback_query?: Chatty & { from?: { id?: unknown } } };
  return String(message?.chat?.id ?? query?.message?.chat?.id ?? query?.from?.id ?? "");
}

interface Chatty {
  message?: { chat?: { id?: unknown } };
}
