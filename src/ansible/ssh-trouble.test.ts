import { describe, expect, it } from "vitest";
import { explainSshTrouble } from "./ssh-trouble.ts";

const prefix =
  'Task failed: Data could not be sent to remote host "192.0.2.21". Make sure this host can be reached over ssh: ';
const changed = `@@@@@@
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
@@@@@@
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
The fingerprint for the ED25519 key sent by the remote host is
SHA256:0SvvsJcdqJDfUvVhTXMiMF0alIasm4YWYitNEpibp0U.
Host key verification failed.
`;

describe("explainSshTrouble", () => {
  it.each([
    ["a changed host key", changed, /it offers ED25519 SHA256:0Svv\w+\): if the host was installed anew/],
    [
      "an unknown host key",
      "No ED25519 host key is known for 192.0.2.21 and you have requested strict checking.\nHost key verification failed.\n",
      /known_hosts has no key of it/,
    ],
    ["a refused key", "root@192.0.2.21: Permission denied (publickey).\n", /--ssh-key or OML_SSH_KEY/],
    [
      "anything else",
      "Warning: x\nssh: connect to host 192.0.2.21 port 22: No route to host\n",
      /^connect to host 192.0.2.21 port 22: No route to host$/,
    ],
    ["nothing", "", /^no reason given$/],
  ])("says in one line what %s means", (_, text, words) => {
    const shown = explainSshTrouble(prefix + text);
    expect(shown).toMatch(words);
    expect(shown).not.toContain("\n");
  });
});
