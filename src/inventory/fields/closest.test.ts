import { expect, test } from "vitest";
import { closest } from "./closest.ts";

const words = ["postgres_host", "postgres_port", "TZ", "ami_user"];

test.each([
  ["postgres_hots", "postgres_host"],
  ["postgress_host", "postgres_host"],
  ["tz", "TZ"],
  ["ami_usr", "ami_user"],
  ["something_else", undefined],
  ["", undefined],
])("%j is meant as %j", (word, meant) => expect(closest(word, words)).toBe(meant));
