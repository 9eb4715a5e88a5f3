import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How many of a command's last lines an error carries. */
const LAST_LINES = 25;

/**
 * Runs a command to its end and returns its standard output.
 *
 * @throws Error with the command and its last lines when it exits with anything but 0.
 */
export function run(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  const tail: string[] = [];
  const keep = (line: string): void => {
    tail.push(line);
    if (tail.length > LAST_LINES) tail.shift();
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    output.push(line);
    keep(line);
  });
  createInterface({ input: child.stderr }).on("line", keep);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(output.join("\n"));
      else reject(new Error(`'${file} ${args.join(" ")}' ended with ${code ?? signal}:\n${tail.join("\n")}`));
    });
  });
}
