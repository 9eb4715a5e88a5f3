import { expect, test } from "vitest";
import { fillText, slot, text } from "./text.ts";

test("equal texts are equal values, however they were put together", () => {
  expect(text("a", "", "b", slot("x"), "", "c")).toEqual(["ab", slot("x"), "c"]);
  expect(text("")).toEqual([]);
});

test("slots are replaced in their places", () => {
  expect(fillText(text("a=", slot("x"), "\nb=", slot("y"), "\n"), (name) => name.toUpperCase())).toBe(
    "a=X\nb=Y\n",
  );
});
