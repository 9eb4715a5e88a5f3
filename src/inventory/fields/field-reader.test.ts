import fc from "fast-check";
import { expect, test } from "vitest";
import { readerOf } from "./field-reader.ts";
import { Secret } from "../secret.ts";
import { appPlace, connectionFields, settingsSchema, voicePlace } from "../settings.ts";
import { tenantFileSchema } from "../tenant-file.ts";

const images = tenantFileSchema.shape.images.unwrap().shape;
const fields = Object.entries({
  ...settingsSchema.shape,
  ...appPlace,
  ...voicePlace,
  ...connectionFields,
  ...images,
});

const value = fc.oneof(
  fc.constantFrom(undefined, null, Secret.of("x"), Secret.sealed(), [], {}, 7, true),
  fc.constantFrom(
    "",
    "true",
    "no",
    "22",
    "0",
    "70000",
    "root",
    "latest",
    "lan",
    "selfsigned",
    "s3",
    "10.0.0.1",
  ),
  fc.constantFrom(
    "a.example",
    "https://s3.example.com/",
    "Europe/Madrid",
    '{"lat":1,"lng":2}',
    '{"lat":1e999,"lng":2}',
  ),
  fc.string({ maxLength: 20 }),
);

/** Secrets by what they hold: no two of them are one object. */
const seen = (read: unknown): unknown => (read instanceof Secret ? { secret: read.reveal() } : read);

test.each(fields)("%s is read as its schema says", (_, field) => {
  fc.assert(
    fc.property(value, (given) => {
      const result = field.safeParse(given);
      const verdict = readerOf(field)(given);
      expect(verdict.ok).toBe(result.success);
      if (verdict.ok && result.success) expect(seen(verdict.value)).toEqual(seen(result.data));
    }),
  );
});
