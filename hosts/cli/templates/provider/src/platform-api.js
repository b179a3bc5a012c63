/** An answer of the platform that is none of success. */
export class PlatformError extends Error {
  /** @param {number} status @param {number | undefined} retryAfterMs */
  constructor(status, retryAfterMs) {
    super(`the platform answered ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The platform's HTTP interface, and nothing of ours. Replace its paths and bodies by those of your platform. */
export class PlatformApi {
  #url;
  #token;
  #answerMs;

  /** @param {{ url: string; token: import("@open-cowork/shared").Secret; answerMs: number }} options */
  constructor({ url, token, answerMs }) {
    this.#url = url.replace(/\/+$/, "");
    this.#token = token;
    this.#answerMs = answerMs;
  }

  /** Who we are there. From now on everything that was not confirmed is handed out again. */
  connect(signal) {
    return this.#call("connect", {}, { signal });
  }
  /** What people said, as soon as there is something, else nothing after `waitMs`. */
  async updates(waitMs, signal) {
    return (await this.#call("updates", { waitMs }, { signal, extraMs: waitMs })).updates;
  }
  /** The platform need not hand it out again. */
  confirm(id) {
    return this.#call("confirm", { id });
  }
  async send(chat, { key, text, replyTo }) {
    return (await this.#call("send", { chat, key, text, replyTo })).message;
  }
  edit(chat, message, { text }) {
    return this.#call("edit", { chat, message, text });
  }
  typing(chat) {
    return this.#call("typing", { chat });
  }

  async #call(method, body, { signal, extraMs = 0 } = {}) {
    const deadline = AbortSignal.timeout(this.#answerMs + extraMs);
    const response = await fetch(`${this.#url}/${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.#token.reveal()}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    if (response.ok) return response.json();
    await response.body?.cancel();
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    throw new PlatformError(response.status, Number.isFinite(seconds) ? seconds * 1_000 : undefined);
  }
}
