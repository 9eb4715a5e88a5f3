import type { Probe } from "../release/desired.ts";

/** What every Prometheus exporter answers. */
export function exporterProbe(port: number): Probe<never> {
  const url = `http://127.0.0.1:${port}/metrics`;
  return { kind: "http", title: "metrics", url, status: [200], tls_verify: false };
}
