/** Judges the text of a private key before it is given to an agent, so that what is wrong is said plainly. Pure. */

/** A key as ssh-add wants it; or what is wrong with it: one sentence that quotes none of it. */
export type SshKeyResult =
  { readonly ok: true; readonly key: string } | { readonly ok: false; readonly sentence: string };

const REMEDY = "Store the private key's file as it is, from -----BEGIN to -----END, in the secret.";

/** Reads a key as secrets hold it: line ends of any kind, blanks around it, its last newline lost. */
export function readSshKey(text: string): SshKeyResult {
  const key = `${text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").trim()}\n`;
  const sentence = mistakeIn(key);
  return sentence === undefined ? { ok: true, key } : { ok: false, sentence };
}

function mistakeIn(key: string): string | undefined {
  if (key.trim() === "")
    return "There is no SSH key: the secret is empty, or this job may not read it (is it in the environment, and is the branch allowed there?).";
  if (/^(ssh-|ecdsa-|sk-)\S+ AAAA/.test(key)) return `The SSH key is a public key. ${REMEDY}`;
  if (key.startsWith("PuTTY-User-Key-File"))
    return "The SSH key is in PuTTY's format. Export it as an OpenSSH key (puttygen -O private-openssh) and store that.";
  if (!/^-----BEGIN [A-Z ]*PRIVATE KEY-----\n/.test(key)) {
    const flat = key.includes("\\n") || /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*\S/.test(key);
    return flat
      ? `The SSH key has lost its line ends. ${REMEDY}`
      : `The SSH key is not a private key. ${REMEDY}`;
  }
  if (!/\n-----END [A-Z ]*PRIVATE KEY-----\n$/.test(key))
    return `The SSH key is cut off: it has no end. ${REMEDY}`;
  if (isEncrypted(key))
    return "The SSH key has a passphrase, and nobody is here to type it. Store a key without one (ssh-keygen -p -N '' -f KEY), for this pipeline alone.";
  return undefined;
}

/** OpenSSH's own format names the cipher; the older ones say it in words. */
function isEncrypted(key: string): boolean {
  if (/^-----BEGIN ENCRYPTED /.test(key) || /^Proc-Type: 4,ENCRYPTED$/m.test(key)) return true;
  if (!key.startsWith("-----BEGIN OPENSSH ")) return false;
  const bytes = Buffer.from(key.replace(/^-----.*$/gm, ""), "base64");
  const magic = "openssh-key-v1\0";
  if (bytes.length < magic.length + 4 || bytes.toString("latin1", 0, magic.length) !== magic) return false;
  const length = bytes.readUInt32BE(magic.length);
  return bytes.toString("latin1", magic.length + 4, magic.length + 4 + length) !== "none";
}
