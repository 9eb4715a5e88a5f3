/** A field of certificate authorities: PEM, which YAML's `>-` makes one line of. */
import { X509Certificate } from "node:crypto";
import { accepting } from "./fields.ts";

const WHOLE = /^(?:\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----)+\s*$/;
const ONE = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;
const FORM = {
  en: "certificates as PEM behind >-, such as -----BEGIN CERTIFICATE----- …",
  es: "certificados en PEM tras >-, como -----BEGIN CERTIFICATE----- …",
};

/** Certificates by which another one is checked, as PEM with its lines. */
export function authorities() {
  return accepting(FORM, (text) => (WHOLE.test(text) ? readAll(text) : undefined), { type: "string" });
}

function readAll(text: string): string | undefined {
  try {
    return [...text.matchAll(ONE)].map(([, base64 = ""]) => pemOf(base64)).join("");
  } catch {
    return undefined;
  }
}

/** The certificate with its lines again; throws where it is none. */
function pemOf(base64: string): string {
  return new X509Certificate(Buffer.from(base64, "base64")).toString();
}
