import { expect, test } from "vitest";
import { findMirror } from "./mirror.ts";

test.each([
  ["URIs: http://mirror.example/debian\nSuites: bookworm", "http://mirror.example/debian"],
  ["deb https://mirror.example/debian/ trixie main", "https://mirror.example/debian"],
  [
    "# deb http://old.example/debian buster main\ndeb http://security.example/debian-security x main",
    undefined,
  ],
  ["URIs: http://archive.example/ubuntu/", undefined],
])("the Debian mirror of '%s'", (sources, mirror) => {
  expect(findMirror(sources)).toBe(mirror);
});
