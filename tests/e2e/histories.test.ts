/** Two histories of pushes, dispatches and runs cut short; `npm run soak -- histories` lives through more. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { historiesOf, LiveTenant } from "./live-history.ts";

const told: string[] = [];
const tenant = new LiveTenant((line) => told.push(line));

beforeAll(() => tenant.begin());
afterAll(() => tenant.end());

test.each(historiesOf(5, 2))(
  "after the last run the tenant equals the tip, and it never went back",
  async (history) => {
    expect(await tenant.live(history), told.join("\n")).toEqual([]);
  },
);
