import { describe, expect, it } from "vitest";
import { redactDeep, redactor } from "./redact.ts";

describe("redactor", () => {
  const secret = 'p"a s/s\\word';
  it.each([
    ["as it is", secret],
    ["in JSON", JSON.stringify({ a: secret })],
    ["in a URL", `postgres://u:${encodeURIComponent(secret)}@h/d`],
    ["as base64", Buffer.from(secret).toString("base64")],
    ["as base64 behind a byte", Buffer.from(`x${secret}`).toString("base64")],
    ["as base64 behind two bytes, before others", Buffer.from(`xy${secret}z`).toString("base64")],
    ["as XML", '<a b="p&quot;a s/s\\word"/>'],
  ])("hides a secret %s", (_, text) => {
    const shown = redactor([secret])(text);
    expect(shown).toContain("‹secret›");
    expect(shown).not.toContain("word");
  });

  it("hides the longer of two secrets that begin alike", () => {
    expect(redactor(["abcd", "abcdef"])("abcdef abcd")).toBe("‹secret› ‹secret›");
  });

  it("hides the lines of a key and keeps what is no secret", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----\n";
    expect(redactor([key, "abc"])("line MIIEvQ of abc")).toBe("line ‹secret› of abc");
  });

  it("reaches every string of a document", () => {
    expect(redactDeep({ a: ["x canary y"], n: 1 }, redactor(["canary"]))).toEqual({
      a: ["x ‹secret› y"],
      n: 1,
    });
  });
});
