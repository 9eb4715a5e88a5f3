/** `tenant.yml`: what upstream's inventory has no variable for. All of it optional. */
import { z } from "zod";
import { tag, whole } from "./fields.ts";

const images = z.strictObject({
  postgres: tag().default("13"),
  minio: tag().default("latest"),
  mc: tag().default("latest"),
  redis: tag().default("1.0.9"),
  node_exporter: tag().default("latest"),
  postgres_exporter: tag().default("latest"),
  redis_exporter: tag().default("latest"),
});

/** The schema of `tenant.yml`. */
export const tenantFileSchema = z.strictObject({
  /** Tags of the images the inventory does not name. */
  images: images.prefault({}),
  /** Minutes a database migration may take before a deploy calls it failed. */
  migration_timeout: whole(1, 1440, "a number of minutes from 1 to 1440, such as 60").default(60),
});

/** `tenant.yml`, defaults applied. */
export type TenantFile = z.output<typeof tenantFileSchema>;
