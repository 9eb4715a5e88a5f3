/** Secrets that are easily guessed. */
import { expect, test } from "vitest";
import { problemsOf } from "../testing.ts";

const WEAK = "all.vars.ami_password: is one of the first that are guessed";

test.each(["adminadmin", "MinioAdmin", "p@ssw0rd", "Secret0!", "testing123", "qwertyuiop", "omnileadsadmin"])(
  "%s is one of them",
  (word) => expect(problemsOf({ vars: { ami_password: word } })).toEqual([WEAK]),
);

// 24 are enough to take seconds where a word could be read in two ways, and end all the same.
test.each([
  "minioadmin",
  "admin",
  "test",
  "postgresql",
  "qwertyuiop",
  "s3cret",
  "passwd",
  "change-me",
  "tu-clave",
])("%s over and over and something else is judged in no time", (word) => {
  const started = process.cpuUsage();
  const problems = problemsOf({ vars: { ami_password: `${word.repeat(24)}~` } });
  expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
  expect(problems).not.toContain(WEAK);
});
