import { expect } from "chai";
import { fileName } from "./file-name.js";

describe("the name of an uploaded file", () => {
  for (const [given, kept] of [
    ["notes ü 😀.txt", "notes ü 😀.txt"],
    ["../../etc/passwd", "passwd"],
    ["C:\\temp\\a.txt", "a.txt"],
    ["..", "file"],
    ["a/..", "file"],
    ["/", "file"],
    [".env", ".env"],
    ["a\r\nset-cookie: x", "a__set-cookie: x"],
    ["report\u202Etxt.exe", "report_txt.exe"],
    ["\0", "_"],
  ] as const)
    it(`is ${JSON.stringify(kept)} for ${JSON.stringify(given)}`, () => {
      expect(fileName(given)).to.equal(kept);
    });
});
