/** Header fields as they came, from the top. Nothing is decoded: whom to trust is decided by what servers saw. */
export class MailHeaders {
  readonly #fields: { name: string; value: string }[];

  constructor(lines: readonly { key: string; line: string }[]) {
    this.#fields = lines.map(({ key, line }) => ({ name: key, value: line.slice(line.indexOf(":") + 1).replace(/\r?\n(?=[ \t])/g, "") }));
  }

  /** Values of all fields of that name (lower case), from the top, unfolded. */
  all(name: string): string[] {
    return this.#fields.filter((field) => field.name === name).map((field) => field.value);
  }
  first(name: string): string | undefined {
    return this.#fields.find((field) => field.name === name)?.value;
  }
  has(name: string): boolean {
    return this.first(name) !== undefined;
  }
}
