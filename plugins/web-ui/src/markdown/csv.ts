/** Rows as RFC 4180 text. A cell that a spreadsheet would run as a formula is kept as text by a leading apostrophe. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(cell).join(",")).join("\r\n");
}

function cell(value: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.,]+%?$)/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
