import { expect, test } from "vitest";
import { wishOf } from "./restore-command.ts";

test("calls are waited for unless a person says so now, whatever a tenant lets deploys do", () => {
  const wish = (...switches: readonly string[]) => wishOf({ switches: new Set(switches) }, 900);
  expect(wish()).toEqual({ now: false, wait: 900, withoutSet: false });
  expect(wish("now")).toEqual({ now: true, wait: 0, withoutSet: false });
  expect(wish("without-set")).toMatchObject({ now: false, withoutSet: true });
});
