/** ansible-vault's published format, versions 1.1 and 1.2, cipher AES256. */
import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";

/** A decrypted text, or why there is none. */
export type VaultResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: "malformed" | "wrong-password" };

interface Envelope {
  readonly salt: Buffer;
  readonly hmac: Buffer;
  readonly ciphertext: Buffer;
}

const HEADER = /^\$ANSIBLE_VAULT;(?:1\.1;AES256|1\.2;AES256;[^;\r\n]+)$/;
const ITERATIONS = 10_000;

/** Whether `text` claims to be in ansible-vault's format. */
export function isVaulted(text: string): boolean {
  return text.trimStart().startsWith("$ANSIBLE_VAULT;");
}

/** Whether `text` is well-formed: all that can be said without the password. */
export function isVaultWellFormed(text: string): boolean {
  return parseEnvelope(text) !== undefined;
}

/** Decrypts a vaulted text. Takes about 10 ms: the key is derived anew each time. */
export function decryptVault(text: string, password: string): VaultResult {
  const envelope = parseEnvelope(text);
  if (envelope === undefined) return { ok: false, reason: "malformed" };
  const keys = pbkdf2Sync(password, envelope.salt, ITERATIONS, 80, "sha256");
  const hmac = createHmac("sha256", keys.subarray(32, 64)).update(envelope.ciphertext).digest();
  if (!timingSafeEqual(hmac, envelope.hmac)) return { ok: false, reason: "wrong-password" };
  const cipher = createDecipheriv("aes-256-ctr", keys.subarray(0, 32), keys.subarray(64, 80));
  const padded = Buffer.concat([cipher.update(envelope.ciphertext), cipher.final()]);
  return decodeText(padded.subarray(0, padded.length - (padded.at(-1) ?? 0)));
}

function decodeText(bytes: Buffer): VaultResult {
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { ok: false, reason: "malformed" };
  }
}

/** The body is hex of three hex texts on lines of their own. */
function parseEnvelope(text: string): Envelope | undefined {
  const [header = "", ...lines] = text.trim().split(/\r?\n/);
  const body = fromHex(lines.map((line) => line.trim()).join(""));
  if (!HEADER.test(header.trim()) || body === undefined) return undefined;
  const [salt, hmac, ciphertext, ...rest] = body.toString("latin1").split("\n").map(fromHex);
  // The text was padded to whole blocks: where a line is missing they are not whole.
  if (!salt || hmac?.length !== 32 || !ciphertext || ciphertext.length % 16 !== 0) return undefined;
  if (rest.length > 0) return undefined;
  return { salt, hmac, ciphertext };
}

function fromHex(text: string): Buffer | undefined {
  return /^([0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, "hex") : undefined;
}
