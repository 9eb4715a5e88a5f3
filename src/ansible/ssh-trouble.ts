/** Why SSH did not reach a host, in one sentence instead of OpenSSH's ten lines. Pure. */

/** What Ansible puts before ssh's own words. */
const PREFIX = /^(Task failed: )?(Data could not be sent|Failed to connect to the host).*?over ssh: /s;

/** One sentence without a full stop, out of Ansible's message about an unreachable host. */
export function explainSshTrouble(message: string): string {
  const text = message.replace(PREFIX, "").trim();
  if (text.includes("REMOTE HOST IDENTIFICATION HAS CHANGED")) {
    const offered = /The fingerprint for the (\S+) key.*?(SHA256:[^\s.]+)/s.exec(text);
    const key = offered ? `it offers ${offered[1] ?? ""} ${offered[2] ?? ""}` : "it offers another";
    return (
      `its host key is not the one in the tenant's known_hosts (${key}): if the host was installed anew, ` +
      "compare that with its console and replace its line; if not, somebody may be in between"
    );
  }
  if (/No \S+ host key is known for/.test(text)) {
    return "the tenant's known_hosts has no key of it: ssh-keyscan it, compare with its console, add the line";
  }
  if (text.includes("Permission denied")) {
    return "it refuses the SSH key: give --ssh-key or OML_SSH_KEY, or add the key to its authorized_keys";
  }
  const last = text.split("\n").findLast((line) => line.trim() !== "") ?? "";
  return (
    last
      .trim()
      .replace(/^ssh: /, "")
      .replace(/\.$/, "") || "no reason given"
  );
}
