/** Tenants that together take every branch of the catalogue. */
import { aTenant, CLOUD } from "../inventory/testing.ts";
import type { Tenant } from "../inventory/tenant.ts";

const optional = {
  fqdn: "pbx.example.com",
  notification_email: "sre@example.com",
  observability_host: "10.0.0.8",
  prometheus_enable: true,
  homer_enable: true,
  google_maps_api_key: "maps-key",
  google_maps_center: '{"lat": 1, "lng": 2}',
  email_backend: "django.core.mail.backends.smtp.EmailBackend",
  email_default_from: "omnileads@example.com",
  email_host: "smtp.example.com",
  email_password: "mail-secret",
  email_user: "omnileads",
  email_port: 587,
  email_ssl_certfile: "/etc/ssl/mail.pem",
  email_ssl_keyfile: "/etc/ssl/mail.key",
  email_use_tls: true,
  django_secret_key: "django-secret-key-of-these-samples",
  kamailio_webrtc_auth_eph_key: "ephemeral-key-of-these-samples",
};
const replica = { postgres_ha: true, postgres_ro_host: "ro.cloud.example", postgres_ssl: true };

/** Self-hosted and a provider's, in a LAN and public, with everything optional and without. */
export function sampleTenants(): readonly Tenant[] {
  return [
    aTenant(),
    aTenant({ vars: { prometheus_enable: true, infra_env: "cloud" } }),
    aTenant({ vars: optional }),
    aTenant({ vars: { ...CLOUD.vars, ...optional, ...replica } }),
  ];
}
