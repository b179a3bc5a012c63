/** The secret of a one-time sign-in link, from the whole address or the bare code, or an administrator's token; undefined when there is nothing of the kind in it. */
export function linkSecret(pasted: string): string | undefined {
  const text = pasted.trim();
  const hash = text.indexOf("#");
  const secret = hash === -1 ? text : text.slice(hash + 1);
  return /^(?=.{6,200}$)[\w.~+/-]+=*$/.test(secret) ? secret : undefined;
}
