import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { buildPlaybookCommand, buildSshOptions, type RunSettings } from "./command.ts";

const settings: RunSettings = {
  root: "/checkout",
  ansible: "/cache/bin/ansible-playbook",
  playbook: "ask.yml",
  paths: {
    folder: "/run/x",
    sockets: "/tmp/s",
    knownHosts: "/run/x/known_hosts",
  },
  inventory: "/tmp/s/desk",
  environment: {
    PATH: "/usr/bin",
    HOME: "/root",
    SSH_AUTH_SOCK: "/agent",
    OML_VAULT_PASSWORD: "hunter2",
    GITHUB_TOKEN: "t",
    ACTIONS_RUNTIME_TOKEN: "t",
    INPUT_SSH_KEY: "k",
    ANSIBLE_HOST_KEY_CHECKING: "false",
  },
};

describe("buildPlaybookCommand", () => {
  it("runs the given Ansible, which asks at the desk for its hosts", () => {
    const command = buildPlaybookCommand({ ...settings, limit: ["omnileads-voice"] });
    expect(command.file).toBe("/cache/bin/ansible-playbook");
    expect(command.args).toEqual([
      "--inventory",
      "/tmp/s/desk",
      "--limit",
      "omnileads-voice",
      "/checkout/playbooks/ask.yml",
    ]);
  });

  it("hands on a short list of the caller's environment, and lets nobody switch host keys off", () => {
    const { env } = buildPlaybookCommand(settings);
    expect(env).toMatchObject({ PATH: "/usr/bin", HOME: "/root", SSH_AUTH_SOCK: "/agent" });
    expect(env["ANSIBLE_HOST_KEY_CHECKING"]).toBe("true");
    expect(JSON.stringify(env)).not.toMatch(/hunter2|TOKEN|INPUT_/);
  });
});

describe("buildSshOptions", () => {
  it("checks host keys against the tenant's file alone", () => {
    const options = buildSshOptions("/run/x/known_hosts", "/keys/my key");
    expect(options).toContain("StrictHostKeyChecking=yes");
    expect(options).toContain('UserKnownHostsFile="/run/x/known_hosts"');
    expect(options).toContain("GlobalKnownHostsFile=/dev/null");
    expect(options).toContain('IdentityFile="/keys/my key"');
  });

  it("is understood by ssh as it was meant, blanks and percent signs included", () => {
    const options = buildSshOptions("/tmp/a %h b/known_hosts", "/tmp/it's 100%/key");
    const shown = execFileSync("ssh", ["-F", "/dev/null", "-G", ...options, "example"], { encoding: "utf8" });
    expect(shown).toContain("stricthostkeychecking true");
    expect(shown).toMatch(/^userknownhostsfile .*\/tmp\/a %+h b\/known_hosts/m);
    expect(shown).toMatch(/^identityfile .*\/tmp\/it's 100%+\/key/m);
  });

  it("survives Ansible's splitting of the words", () => {
    const { env } = buildPlaybookCommand({ ...settings, sshKey: "/tmp/it's a key" });
    const script = "import json, shlex, sys; print(json.dumps(shlex.split(sys.argv[1])))";
    const words = execFileSync("python3", ["-c", script, env["ANSIBLE_SSH_ARGS"] ?? ""], {
      encoding: "utf8",
    });
    expect(JSON.parse(words)).toEqual(buildSshOptions("/run/x/known_hosts", "/tmp/it's a key"));
  });
});
