export interface ChatCommand {
  /** Lower case; perhaps of no command that there is. */
  name: string;
  argument: string;
}

/** `/name argument` or, as groups write it, `/name@bot argument`. A path such as `/etc/hosts` is no command. */
const COMMAND = /^\/([a-z][a-z0-9_]{0,31})(?:@([\w.-]{1,64}))?(?:\s+([\s\S]*))?$/i;

/**
 * What a message that begins with a slash asks for: of us, or of another bot of the room, which is none of our business. A command word within a sentence asks for nothing.
 * @param handle Our name there, without `@`; where we have none, no name is ours
 */
export function parseCommand(text: string, handle: string | undefined): { for: "us" | "others"; isNamed: boolean; command: ChatCommand } | undefined {
  const [whole, name = "", addressee, argument = ""] = COMMAND.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const isOurs = addressee === undefined || (handle !== undefined && addressee.toLowerCase() === handle.toLowerCase());
  return { for: isOurs ? "us" : "others", isNamed: addressee !== undefined, command: { name: name.toLowerCase(), argument: argument.trim() } };
}

/** Whether a message is a pairing code and nothing else: twelve characters in groups or not. */
export function looksLikeCode(text: string): boolean {
  return /^[0-9a-z]{4}[- ]?[0-9a-z]{4}[- ]?[0-9a-z]{4}$/i.test(text.trim());
}
