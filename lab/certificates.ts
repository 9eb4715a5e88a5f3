/** The lab's certificate authority and the certificates it gives. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "./place.ts";
import { must } from "./process.ts";

const DAYS = "3650";

/** Makes the lab's certificate authority unless it is there. */
export async function makeAuthority(place: Place): Promise<void> {
  const folder = join(place.data, "ca");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (existsSync(place.ca)) return;
  const part = `${place.ca}.part`;
  const subject = ["-subj", `/CN=OML lab ${place.hash}`];
  const extensions = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
  const key = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    join(folder, "ca.key"),
  ];
  await must(["openssl", "req", "-x509", ...key, "-days", DAYS, ...subject, ...extensions, "-out", part]);
  renameSync(part, place.ca); // last: with it the authority is complete
}

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** The authority's certificate for these DNS names or IPv4 addresses; the same one every time. */
export async function certify(place: Place, name: string, names: readonly string[]): Promise<Certificate> {
  const folder = join(place.data, "ca", name);
  const path = (file: string): string => join(folder, file);
  if (!existsSync(path("cert.pem"))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await sign(place, folder, names);
  }
  return { certificate: readFileSync(path("cert.pem"), "utf8"), key: readFileSync(path("key.pem"), "utf8") };
}

async function sign(place: Place, folder: string, names: readonly string[]): Promise<void> {
  const kind = (name: string): string => (/^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`);
  const path = (file: string): string => join(folder, file);
  writeFileSync(
    path("extensions"),
    `subjectAltName=${names.map(kind).join(",")}\nextendedKeyUsage=serverAuth\n`,
  );
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path("key.pem")];
  await must(["openssl", "req", "-new", ...key, "-subj", `/CN=${names[0]}`, "-out", path("request.pem")]);
  // a random serial number: the file openssl would count in is not safe where two are signed at once
  const serial = ["-set_serial", `0x${randomBytes(16).toString("hex")}`];
  const authority = ["-CA", place.ca, "-CAkey", join(place.data, "ca", "ca.key"), ...serial];
  const given = ["-days", DAYS, "-extfile", path("extensions")];
  await must([
    "openssl",
    "x509",
    "-req",
    "-in",
    path("request.pem"),
    ...authority,
    ...given,
    "-out",
    path("new.pem"),
  ]);
  renameSync(path("new.pem"), path("cert.pem"));
}
