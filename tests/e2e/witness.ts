/**
 * A second witness of what a set is taken of: as the product is about to run pg_dump of its exported snapshot, the server's
 * own pg_dump writes the very same snapshot, and pg_dumpall the roles, to files that the product knows nothing of.
 */
import { writeOn } from "./kills.ts";
import { bash } from "./sets.ts";

const FOLDER = "/usr/lib/python3/dist-packages";
const SEEN = "/root/witness";

/** Every Python on the host reads this as it starts; it does something in the unit that stores a database alone. */
const HOOK = `
import subprocess, sys

OPTION = "--snapshot="
state = {"busy": False}


def keep(name, *argv):
    with open("${SEEN}/" + name, "wb") as file:
        subprocess.run(["podman", "exec", "oml-postgresql-server", *argv], stdout=file, check=True)


def hook(event, args):
    if event != "subprocess.Popen" or state["busy"]:
        return
    found = [word for word in args[1] if isinstance(word, str) and word.startswith(OPTION)]
    if not found:
        return
    state["busy"] = True
    keep("database.sql", "pg_dump", "-U", "omnileads", "--create", found[0], "omnileads")
    keep("globals.sql", "pg_dumpall", "-U", "omnileads", "--globals-only", "--no-role-passwords")


def install():
    with open("/proc/self/cgroup") as file:
        if "oml-backup-database" in file.read():
            sys.addaudithook(hook)


install()
`;

/** Has demo's database witnessed as sets of it are taken in this block. */
export async function witnessed<T>(block: () => Promise<T>): Promise<T> {
  await bash(`rm -rf ${SEEN} && mkdir -m 0700 ${SEEN}`);
  await writeOn("demo-app", `${FOLDER}/oml_witness.py`, HOOK);
  await writeOn("demo-app", `${FOLDER}/oml_witness.pth`, "import oml_witness\n");
  try {
    return await block();
  } finally {
    await bash(`rm -f ${FOLDER}/oml_witness.*`);
  }
}

// A sequence counts outside of transactions, so no snapshot holds one that is written to. A database whose name has to be
// quoted is connected to in other words.
const SAME = String.raw`sed -E '/^\\(un)?restrict /d; /^\\(connect|encoding) /d; /^SELECT pg_catalog.setval\(.fixture.calls_id/d; s/"?omnileads_restoring_[0-9a-z-]+"?/omnileads/g' | LC_ALL=C sort`;

/** In what the witness differs from a database of demo's, \`\\restrict\` and order aside: lines of diff; "" in nothing. */
export async function differenceFrom(database: string): Promise<string> {
  return difference("database.sql", `pg_dump -U omnileads --create '${database}'`);
}

/** In what the roles and their settings differ from what they were then. */
export async function differenceOfRoles(): Promise<string> {
  return difference("globals.sql", "pg_dumpall -U omnileads --globals-only --no-role-passwords");
}

async function difference(file: string, now: string): Promise<string> {
  const script = `set -euo pipefail; test $(wc -l <${SEEN}/${file}) -gt 10
    cat ${SEEN}/${file} | ${SAME} >${SEEN}/then; podman exec oml-postgresql-server ${now} | ${SAME} >${SEEN}/now
    diff ${SEEN}/then ${SEEN}/now >${SEEN}/diff || true; head -40 ${SEEN}/diff`;
  const { code, stdout, stderr } = await bash(script);
  return code === 0 ? stdout : `${stdout}${stderr}exit code ${String(code)}`;
}

/** Lines of the witness that match a pattern. */
export async function countInWitness(pattern: string): Promise<number> {
  return Number((await bash(`grep -c -- '${pattern}' ${SEEN}/database.sql`)).stdout);
}
