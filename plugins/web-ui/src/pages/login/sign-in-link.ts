/** The secret of a one-time sign-in link: from the whole address or the bare code; undefined when there is nothing of the kind in it. */
export function linkSecret(pasted: string): string | undefined {
  const text = pasted.trim();
  const hash = text.indexOf("#");
  const secret = hash === -1 ? text : text.slice(hash + 1);
  return /^[A-Za-z0-9_-]{6,200}$/.test(secret) ? secret : undefined;
}
