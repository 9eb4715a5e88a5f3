/** Kills a step of the host's program just before one of its side effects: the n-th, for a sweep over all of them. */
import { onHost } from "../../lab/lab.ts";

/** A host that tests reach into. */
export type HostName = "demo-app" | "demo-voice" | "acme-app" | "cloud";

const FOLDER = "/usr/lib/python3/dist-packages";

/** Every Python on the host reads this as it starts; it does something in the armed unit alone. */
const HOOK = `
import json, os, sys

ARMED = "/run/oml-kill"
WRITES = os.O_WRONLY | os.O_RDWR
LOOKS = (["systemctl", "show"], ["podman", "inspect"])


def is_effect(event, args):
    if event == "open":
        return isinstance(args[2], int) and bool(args[2] & WRITES)
    if event == "subprocess.Popen":
        return list(args[1][:2]) not in LOOKS
    return event in ("os.rename", "os.remove", "os.rmdir")


def install():
    try:
        with open(ARMED) as file:
            armed = json.load(file)
        with open("/proc/self/cgroup") as file:
            if armed["unit"] not in file.read():
                return
    except OSError:
        return
    state = {"count": 0, "busy": False}

    def hook(event, args):
        if state["busy"] or not is_effect(event, args):
            return
        state["count"] += 1
        if state["count"] == armed["at"]:
            state["busy"] = True
            if not armed["stays"]:
                os.remove(ARMED)
            os.kill(os.getpid(), 9)

    sys.addaudithook(hook)


install()
`;

/** Teaches a host to be killed. */
export async function plantKiller(host: HostName): Promise<void> {
  await writeOn(host, `${FOLDER}/oml_kill.py`, HOOK);
  await writeOn(host, `${FOLDER}/oml_kill.pth`, "import oml_kill\n");
}

/** Takes that away again. */
export async function removeKiller(host: HostName): Promise<void> {
  await onHost(host, ["rm", "-f", `${FOLDER}/oml_kill.py`, `${FOLDER}/oml_kill.pth`, "/run/oml-kill"]);
}

/**
 * The next unit whose name begins with `unit` is killed before its `at`-th side effect (the first is 1). `stays`: so is
 * whatever goes on in its place, until the host is booted.
 */
export async function arm(host: HostName, unit: string, at: number, stays = false): Promise<void> {
  await writeOn(host, "/run/oml-kill", JSON.stringify({ unit, at, stays }));
}

/** Whether the kill came; where it did not, the step has fewer side effects. Disarms. */
export async function landed(host: HostName): Promise<boolean> {
  const { code } = await onHost(host, ["test", "-e", "/run/oml-kill"]);
  await onHost(host, ["rm", "-f", "/run/oml-kill"]);
  return code !== 0;
}

/** Writes a file of a host. */
export async function writeOn(host: HostName, path: string, text: string): Promise<void> {
  const done = await onHost(host, ["tee", path], { input: text });
  if (done.code !== 0) throw new Error(done.stderr);
}
