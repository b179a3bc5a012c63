export interface ChatCommand {
  /** Lower case; may be a word that is no command of ours. */
  name: string;
  argument: string;
}

/**
 * `/name argument`, or `/name@us argument` as groups write it; undefined for everything else, and for commands of others. A path such as `/etc/hosts` is no command.
 */
export function parseCommand(text: string, handle: string | undefined): ChatCommand | undefined {
  const [, name = "", addressee, argument = ""] = /^\/([a-z][a-z0-9_]{0,31})(?:@([\w.-]{1,64}))?(?:\s+([\s\S]*))?$/i.exec(text.trim()) ?? [];
  if (name === "" || (addressee !== undefined && addressee.toLowerCase() !== handle?.toLowerCase())) return undefined;
  return { name: name.toLowerCase(), argument: argument.trim() };
}

/** A command that is meant for another bot of the room. */
export function isForOthers(text: string, handle: string | undefined): boolean {
  const [, addressee] = /^\/[a-z][a-z0-9_]{0,31}@([\w.-]{1,64})(?:\s|$)/i.exec(text.trim()) ?? [];
  return addressee !== undefined && addressee.toLowerCase() !== handle?.toLowerCase();
}

/** Whether a message is a pairing code and nothing else: twelve characters of the code alphabet, in groups or not. */
export function looksLikeCode(text: string): boolean {
  return /^[0-9a-z]{4}[- ]?[0-9a-z]{4}[- ]?[0-9a-z]{4}$/i.test(text.trim());
}
