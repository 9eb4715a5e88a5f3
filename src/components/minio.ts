import { slot } from "../release/text.ts";
import type { Component } from "./component.ts";
import { bucketStep, hostsMinio, minioClient, PORTS } from "./endpoints.ts";

/** Object storage for recordings and backups, where the tenant has no bucket of a provider's. */
export const minio: Component = {
  name: "minio",
  placement: { app: "foundation" },
  image: "quay.io/minio/minio",
  tag: ({ extras }) => extras.images.minio,
  isDeployed: hostsMinio,
  unit: "minio.service",
  container: "oml-minio-server",
  envFile: "/etc/default/minio.env",
  env: ({ settings }) => ({
    MINIO_ROOT_USER: settings.s3_http_admin_user,
    MINIO_ROOT_PASSWORD: slot("s3_http_admin_pass"),
  }),
  mounts: ["oml_minio:/data"],
  dataVolumes: ["oml_minio"],
  arguments: ["server", "/data", "--console-address", ":9090"],
  after: [],
  stop: { timeout: 30 },
  impact: "data",
  probes: ({ app }) => [
    {
      kind: "http",
      title: "MinIO ready",
      url: `http://${app.lan}:${PORTS.minio}/minio/health/ready`,
      status: [200],
      tls_verify: false,
    },
  ],
  probeTimeout: 60,
  afterwards: (tenant, digests) => [bucketStep(tenant, digests)],
  stepImages: (tenant) => [minioClient(tenant)],
};
