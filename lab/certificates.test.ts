import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { certify, makeAuthority } from "./certificates.ts";
import { placeOf } from "./place.ts";

test("certificates asked for at the same time are all given, each with a serial number of its own", async () => {
  const data = mkdtempSync(join(tmpdir(), "oml-ca-"));
  onTestFinished(() => {
    rmSync(data, { recursive: true });
  });
  const place = { ...placeOf("/srv/one", undefined), data, ca: join(data, "ca", "ca.pem") };
  await makeAuthority(place);
  const names = Array.from({ length: 24 }, (_, index) => `host-${index}`);
  const given = await Promise.all(names.map((name) => certify(place, name, [`${name}.example`])));
  const serials = given.map((one) => new X509Certificate(one.certificate).serialNumber);
  expect(new Set(serials).size).toBe(names.length);
});
