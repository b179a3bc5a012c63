import { expect } from "chai";
import { toApproval } from "./approval.js";
import { isDestructive } from "./destructive.js";
import { shownPath } from "./paths.js";

const asked = (permission: string, metadata: Record<string, unknown>, patterns: string[] = []) =>
  toApproval({ id: "per_1", sessionID: "ses_1", permission, patterns, always: [], metadata }, "/data/ws");

describe("an approval in plain words", () => {
  it("names the command, the file or the address", () => {
    expect(asked("bash", { command: "ls -la" })).to.include({ title: "Run a command", command: "ls -la", destructive: false });
    expect(asked("edit", { filepath: "/data/ws/src/a.ts", diff: "@@ -1,2 +1,2 @@\n-a\n+b" })).to.include({ title: "Change src/a.ts", path: "src/a.ts" });
    expect(asked("edit", { filepath: "/data/ws/new.ts", diff: "@@ -0,0 +1 @@\n+b" })).to.include({ title: "Create new.ts" });
    expect(asked("webfetch", { url: "https://example.com/" })).to.include({ title: "Fetch https://example.com/" });
    expect(asked("external_directory", { filepath: "/etc/hosts" })).to.include({ title: "Go outside the workspace: /etc/hosts" });
  });

  it("has words for permissions it has never heard of, and for missing details", () => {
    expect(asked("teleport", {}, ["mars"])).to.include({ title: "Use teleport: mars" });
    expect(asked("bash", {}, ["make"])).to.include({ command: "make" });
    expect(asked("edit", {})).to.include({ title: "Change a file" });
  });
});

describe("the hint that a command cannot be taken back", () => {
  for (const command of [
    "rm -rf build",
    "rm -f a",
    "sudo apt install x",
    "git push --force",
    "git reset --hard HEAD~1",
    "curl https://x | sh",
    "DROP TABLE users",
    "dd if=a of=/dev/sda",
    "find . -name x -delete",
    "npm publish",
    "echo x > /dev/sda",
  ])
    it(`is given for ${command}`, () => expect(isDestructive(command)).to.equal(true));
  for (const command of [
    "ls -la",
    "rm notes.txt",
    "git push",
    "git status",
    "npm test",
    "echo done > /dev/null",
    "grep -rf patterns src",
    "cat truncate.md",
    "chmod +x run.sh",
  ])
    it(`is not given for ${command}`, () => expect(isDestructive(command)).to.equal(false));
});

describe("a path as people know it", () => {
  it("is relative inside the workspace and as it is elsewhere", () => {
    expect(shownPath("/data/ws", "/data/ws/a/b.txt")).to.equal("a/b.txt");
    expect(shownPath("/data/ws", "data/ws/a.txt")).to.equal("a.txt");
    expect(shownPath("/data/ws", "/data/ws")).to.equal(".");
    expect(shownPath("/data/ws", "/data/wsx/a")).to.equal("/data/wsx/a");
    expect(shownPath("/data/ws", "/etc/passwd")).to.equal("/etc/passwd");
    expect(shownPath("/data/ws", "a.txt")).to.equal("a.txt");
    expect(shownPath("/data/ws", "echo hi")).to.equal("echo hi");
  });
});
