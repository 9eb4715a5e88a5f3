/** Finds the machine's registry settings: `registries.conf` and credentials, where podman looks for them. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseCredentials, type Credentials } from "./authorize.ts";
import { NO_CONF, parseRegistriesConf, type RegistriesConf } from "./registries-conf.ts";
import type { Registries } from "./client.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings; throws an Error naming the file where one cannot be read. */
export function readRegistries(env: Environment): Registries {
  return { conf: readConf(env), credentials: readCredentials(env) };
}

function readConf(env: Environment): RegistriesConf {
  const named = env["CONTAINERS_REGISTRIES_CONF"];
  const usual = [join(homedir(), ".config/containers/registries.conf"), "/etc/containers/registries.conf"];
  const file = named ?? usual.find((path) => existsSync(path));
  return file === undefined ? NO_CONF : readFile(file, parseRegistriesConf);
}

function readCredentials(env: Environment): Credentials {
  const runtime = env["XDG_RUNTIME_DIR"];
  const usual = [
    ...(runtime ? [join(runtime, "containers/auth.json")] : []),
    join(homedir(), ".config/containers/auth.json"),
    join(homedir(), ".docker/config.json"),
  ];
  const file = env["REGISTRY_AUTH_FILE"] ?? usual.find((path) => existsSync(path));
  return file === undefined ? new Map() : readFile(file, parseCredentials);
}

function readFile<T>(path: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
