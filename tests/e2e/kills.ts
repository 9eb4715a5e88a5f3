/** Kills a step of the host's program just before one of its side effects: the n-th, for a sweep over all of them. */
import { onHost } from "../../lab/lab.ts";

/** A host that tests reach into. */
export type HostName = "demo-app" | "demo-voice" | "acme-app" | "cloud";

const FOLDER = "/usr/lib/python3/dist-packages";
const ARMED = "/run/oml-kill";
const KILLED = "/run/oml-killed";

/**
 * Every Python on the host reads this as it starts; it does something in the armed unit alone. An effect is what changes
 * a file, a folder, the bucket or Redis, or starts a program, which may change anything. What only looks is none, nor is
 * what finds nothing to do, what a probe does, or Python's own cache. Python 3.9 tells of no request but of the connection
 * that is made for it: for what is in its frames.
 */
const HOOK = `
import json, os, sys

ARMED, KILLED = "/run/oml-kill", "/run/oml-killed"
WRITES = os.O_WRONLY | os.O_RDWR
LOOKS = (["systemctl", "show"], ["podman", "inspect"], ["podman", "container"], ["podman", "image"])
PASSING = ("/dev/null", "/tmp")
CHANGES = ("os.chmod", "os.chown", "os.link", "os.rename", "os.symlink")
REQUESTS = ("PUT", "POST", "DELETE", "FLUSHALL")


def frames():
    frame = sys._getframe(2)
    while frame:
        yield frame
        frame = frame.f_back


def is_probe():
    return any(frame.f_globals.get("__name__") == "oml_host.probes" for frame in frames())


def is_request():
    return any(frame.f_locals.get(name) in REQUESTS for frame in frames() for name in ("method", "command"))


def is_there(path, folder):
    return folder != -1 or os.path.lexists(path)


def is_effect(event, args):
    if "__pycache__" in str(args[0]) or str(args[0]).startswith(PASSING):
        return False
    if event == "open":
        return not isinstance(args[0], int) and isinstance(args[2], int) and bool(args[2] & WRITES)
    if event == "subprocess.Popen":
        return list(args[1][:2]) not in LOOKS and not is_probe()
    if event == "socket.connect":
        return is_request() and not is_probe()
    if event == "os.mkdir":
        return not is_there(args[0], args[2])
    if event in ("os.remove", "os.rmdir"):
        return is_there(*args)
    return event in CHANGES


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

    def die(event, args):
        state["busy"] = True
        with open(KILLED, "a") as file:
            file.write(" ".join([event, *map(str, args[:2])]).replace("\\n", " ") + "\\n")
        if armed["at"][1:]:
            with open(ARMED, "w") as file:
                json.dump(dict(armed, at=armed["at"][1:]), file)
        elif not armed["stays"]:
            os.remove(ARMED)
        os.kill(os.getpid(), 9)

    def hook(event, args):
        if state["busy"] or event not in EVENTS or not is_effect(event, args):
            return
        state["count"] += 1
        if state["count"] == armed["at"][0]:
            die(event, args)

    sys.addaudithook(hook)


EVENTS = {"open", "subprocess.Popen", "os.mkdir", "os.remove", "os.rmdir", "socket.connect", *CHANGES}
install()
`;

/** Teaches a host to be killed. */
export async function plantKiller(host: HostName): Promise<void> {
  await writeOn(host, `${FOLDER}/oml_kill.py`, HOOK);
  await writeOn(host, `${FOLDER}/oml_kill.pth`, "import oml_kill\n");
}

/** Takes that away again. */
export async function removeKiller(host: HostName): Promise<void> {
  await onHost(host, ["rm", "-f", `${FOLDER}/oml_kill.py`, `${FOLDER}/oml_kill.pth`, ARMED, KILLED]);
}

/** When what goes on in a unit is killed. */
export interface Moment {
  /**
   * Before which of its side effects (the first is 1); of several the second is one of what goes on in the first one's
   * place, which counts anew.
   */
  readonly at: number | readonly number[];
  /** Whatever goes on in its place is killed there too, until the host is booted. */
  readonly stays?: boolean;
}

/** The next unit whose name begins with `unit` is killed at that moment. */
export async function arm(host: HostName, unit: string, { at, stays = false }: Moment): Promise<void> {
  await onHost(host, ["rm", "-f", KILLED]);
  await writeOn(host, ARMED, JSON.stringify({ unit, at: [at].flat(), stays }));
}

/** What each kill that came kept from being done; a kill did not come where there are fewer side effects. Disarms. */
export async function landed(host: HostName): Promise<readonly string[]> {
  const { stdout } = await onHost(host, ["sh", "-c", `cat ${KILLED} 2>/dev/null`]);
  await onHost(host, ["rm", "-f", ARMED, KILLED]);
  return stdout.split("\n").filter(Boolean);
}

/** Writes a file of a host. */
export async function writeOn(host: HostName, path: string, text: string): Promise<void> {
  const done = await onHost(host, ["tee", path], { input: text });
  if (done.code !== 0) throw new Error(done.stderr);
}
