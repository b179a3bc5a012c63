/**
 * Commands that cannot be taken back, or reach beyond the workspace. A hint for the person who approves, never a
 * protection: a command that hides its intent is not found here, and every command is asked for anyway.
 */
const DESTRUCTIVE: readonly RegExp[] = [
  /\brm\s+(?:-\S*\s+)*-\S*[rf]/,
  /\b(?:sudo|doas)\b/,
  /\b(?:mkfs\S*|fdisk|parted|shred|wipefs)\b/,
  /\bdd\b.*\bof=/,
  /\bch(?:mod|own)\s+-\S*R/,
  /\bgit\s+(?:push\b.*(?:--force|-f\b|--delete|--mirror)|reset\s+--hard|clean\s+-\S*f|branch\s+-D|checkout\s+\.)/,
  /\b(?:shutdown|reboot|halt|poweroff)\b/,
  /\b(?:kill\s+-9|killall|pkill)\b/,
  />\s*\/dev\/(?!null\b)/,
  /\b(?:curl|wget)\b[^|;&]*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b/,
  /\b(?:drop\s+(?:table|database|schema)|truncate\s+table|delete\s+from)\b/i,
  /\bdocker\s+(?:\S+\s+)?(?:rm|rmi|prune|down\s+-v)\b/,
  /\bkubectl\s+delete\b|\bterraform\s+(?:destroy|apply)\b|\bhelm\s+(?:uninstall|delete)\b/,
  /\b(?:npm|pnpm|yarn|cargo|twine)\s+(?:publish|unpublish|upload)\b/,
  /\bfind\b.*-delete\b/,
];

export function isDestructive(command: string): boolean {
  return DESTRUCTIVE.some((pattern) => pattern.test(command));
}
