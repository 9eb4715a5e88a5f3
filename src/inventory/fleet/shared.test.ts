import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkFleet } from "./fleet.ts";
import { KEYS, member, NOW, ours } from "./fleet-testing.ts";
import { explain } from "../explain.ts";
import type { TenantSources } from "../tenant.ts";
import type { Changes } from "../testing.ts";

test("tenants that share nothing have no problem", () => expect(ours({})).toEqual([]));

describe("two tenants share", () => {
  const CLOUD = { bucket_url: "https://s3.cloud.example", postgres_host: "db.cloud.example" };
  const own = (name: string) => ({ ...CLOUD, bucket_name: name, postgres_database: name });

  test.each<[string, Changes, Changes, readonly string[]]>([
    [
      "a host",
      { app: { ansible_host: "192.0.2.1" } },
      { voice: { ansible_host: "192.0.2.1" } },
      [
        "OML0601 acme/inventory.yml ansible_host: reaches omnileads-voice of tenant demo too",
        "OML0601 demo/inventory.yml ansible_host: reaches omnileads-app of tenant acme too",
      ],
    ],
    [
      "a host's name in another spelling",
      { app: { ansible_host: "PBX.example" } },
      { app: { ansible_host: "pbx.example" } },
      [
        "OML0601 acme/inventory.yml ansible_host: reaches omnileads-app of tenant demo too",
        "OML0601 demo/inventory.yml ansible_host: reaches omnileads-app of tenant acme too",
      ],
    ],
    [
      "a name",
      { vars: { fqdn: "pbx.example" } },
      { vars: { fqdn: "PBX.example" } },
      [
        "OML0602 acme/inventory.yml fqdn: is the fqdn of tenant demo too",
        "OML0602 demo/inventory.yml fqdn: is the fqdn of tenant acme too",
      ],
    ],
    [
      "a bucket",
      { vars: { ...own("a"), bucket_name: "one" } },
      { vars: { ...own("b"), bucket_name: "one", bucket_url: "http://S3.cloud.example:80/" } },
      [
        "OML0603 acme/inventory.yml bucket_name: is the bucket of tenant demo too, at the same bucket_url",
        "OML0603 demo/inventory.yml bucket_name: is the bucket of tenant acme too, at the same bucket_url",
      ],
    ],
    [
      "a database, one of them by default",
      { vars: { ...own("a"), postgres_database: undefined } },
      { vars: { ...own("b"), postgres_database: "omnileads", postgres_port: 5432 } },
      [
        "OML0604 acme/inventory.yml postgres_host: is the database of tenant demo too, on the same server",
        "OML0604 demo/inventory.yml postgres_database: is the database of tenant acme too, on the same server",
      ],
    ],
    [
      "a secret under two names",
      { vars: { ami_password: "kx7-only-one-99" } },
      { vars: { postgres_password: "kx7-only-one-99" } },
      [
        "OML0605 acme/inventory.yml ami_password: is the same secret as postgres_password of tenant demo",
        "OML0605 demo/inventory.yml postgres_password: is the same secret as ami_password of tenant acme",
      ],
    ],
  ])("%s", (_, first, second, expected) => {
    expect(ours({ tenants: [member(1, first), member(2, second)] })).toEqual(expected);
  });

  test.each<[string, Changes, Changes]>([
    [
      "one address on ports of their own",
      { app: { ansible_host: "192.0.2.1", ansible_ssh_port: 2201 } },
      { app: { ansible_host: "192.0.2.1", ansible_ssh_port: 2202 } },
    ],
    [
      "private addresses of LANs of their own",
      { app: { omni_ip_lan: "10.9.9.1" } },
      { app: { omni_ip_lan: "10.9.9.1" } },
    ],
    ["a server", { vars: own("a") }, { vars: own("b") }],
    [
      "a bucket's name at two providers",
      { vars: { ...own("a"), bucket_name: "one" } },
      { vars: { ...own("b"), bucket_name: "one", bucket_url: "https://s3.other.example" } },
    ],
    ["a self-hosted bucket's name and database", {}, {}],
    [
      "one mail account",
      { vars: { email_host: "smtp.example", email_user: "u", email_password: "kx7-mail-1" } },
      { vars: { email_host: "smtp.example", email_user: "u", email_password: "kx7-mail-1" } },
    ],
    [
      "a provider's keys that open nothing alone",
      { vars: { google_maps_api_key: "kx7-maps" } },
      { vars: { google_maps_api_key: "kx7-maps" } },
    ],
  ])("%s, and may", (_, first, second) => {
    expect(ours({ tenants: [member(1, first), member(2, second)] })).toEqual([]);
  });

  test("a password of one mail host at two of its accounts", () => {
    const mail = { email_host: "smtp.example", email_password: "kx7-mail-1" };
    const tenants = [
      member(1, { vars: { ...mail, email_user: "a" } }),
      member(2, { vars: { ...mail, email_user: "b" } }),
    ];
    expect(ours({ tenants })).toHaveLength(2);
  });

  const withVars = (tenant: TenantSources, lines: string): TenantSources => ({
    ...tenant,
    inventory: { ...tenant.inventory, text: tenant.inventory.text.replace("  vars:\n", `  vars:\n${lines}`) },
  });
  const SEALED = "!vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      3335\n      3A37\n";

  test.each([
    ["deeper", SEALED.replaceAll("\n      ", "\n          ")],
    ["on a line of its own", `\n      ${SEALED}`],
    ["behind an anchor", `&it ${SEALED}`],
    ["in quotes", '!vault "$ANSIBLE_VAULT;1.1;AES256\\n33353a37"\n'],
  ])("an encrypted text, told by its bytes alone: %s", (_, other) => {
    const tenants = [SEALED, other].map((value, index) =>
      withVars(member(index === 0 ? 1 : 2), `    django_secret_key: ${value}`),
    );
    expect(ours({ tenants })).toEqual([
      "OML0605 acme/inventory.yml django_secret_key: is the same encrypted text as django_secret_key of tenant demo, so the same secret",
      "OML0605 demo/inventory.yml django_secret_key: is the same encrypted text as django_secret_key of tenant acme, so the same secret",
    ]);
  });

  test("an encrypted text of one mail account, and may", () => {
    const lines = `    email_host: smtp.example\n    email_user: u\n    email_password: ${SEALED}`;
    expect(ours({ tenants: [withVars(member(1), lines), withVars(member(2), lines)] })).toEqual([]);
  });

  test("a host key, on the lines of their own hosts alone", () => {
    const both = `10.0.1.1,x ssh-ed25519 ${KEYS[0]}\n10.0.1.2 ssh-ed25519 ${KEYS[1]}\n10.0.2.1 ssh-ed25519 ${KEYS[2]}\n10.0.2.2 ssh-ed25519 ${KEYS[3]}\n`;
    expect(ours({ tenants: [member(1, {}, both), member(2, {}, both)] })).toEqual([]);
    const cloned = both.replace(KEYS[2] ?? "", KEYS[0] ?? "");
    expect(ours({ tenants: [member(1, {}, cloned), member(2, {}, cloned)] })).toEqual([
      "OML0606 acme/known_hosts : is the key of a host of tenant demo too",
      "OML0606 demo/known_hosts : is the key of a host of tenant acme too",
    ]);
  });

  test("a host key on a hashed line", () => {
    const hashed = (name: string) => {
      const salt = Buffer.alloc(20, 7);
      const hash = createHmac("sha1", salt).update(name).digest("base64");
      return `|1|${salt.toString("base64")}|${hash}`;
    };
    const lines = (number: 1 | 2) =>
      `${hashed(`10.0.${number}.1`)} ssh-ed25519 ${KEYS[0]}\n10.0.${number}.2 ssh-ed25519 ${KEYS[number + 1]}\n`;
    expect(ours({ tenants: [member(1, {}, lines(1)), member(2, {}, lines(2))] })).toHaveLength(2);
  });

  test("nothing that is quoted", () => {
    const secret = "kx7-never-printed-5";
    const tenants = [
      member(1, { vars: { ami_password: secret } }),
      member(2, { vars: { ami_password: secret } }),
    ];
    const problems = checkFleet({ tenants, now: NOW });
    expect(JSON.stringify(problems)).not.toContain(secret);
    for (const problem of problems) expect(JSON.stringify(explain(problem, "es"))).not.toContain(secret);
  });
});
