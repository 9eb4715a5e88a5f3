/**
 * Asks an HTTPS address at a steady rate, each time on a new connection, until its standard input ends; then prints
 * one `Answered` as JSON. Called as `requests.ts URL RATE PATIENCE` (requests per second, milliseconds).
 */
import { request } from "node:https";

/** What became of the requests. */
export interface Answered {
  readonly sent: number;
  /** Requests sent a second. */
  readonly perSecond: number;
  /** With the status 200. */
  readonly answered: number;
  /** Milliseconds of the slowest answer. */
  readonly slowest: number;
  /** What the others ended with: an error's code or a status, and how often. */
  readonly others: Readonly<Record<string, number>>;
}

/** The status of the answer that came within `patience` milliseconds, or the code of the error. */
function ask(url: string, patience: number): Promise<string> {
  const signal = AbortSignal.timeout(patience);
  return new Promise((resolve) => {
    // The tenant's certificate is its own; whether nginx answers is asked, not who it is.
    const call = request(url, { agent: false, rejectUnauthorized: false, signal }, (answer) => {
      answer.resume();
      answer.on("end", () => {
        resolve(String(answer.statusCode));
      });
      answer.on("error", () => {
        resolve("cut off");
      });
    });
    call.on("error", (error: NodeJS.ErrnoException) => {
      resolve(signal.aborted ? "late" : (error.code ?? "error"));
    });
    call.end();
  });
}

/** Begins a request every `1/rate` seconds, whether or not earlier ones are answered. */
async function measure(url: string, rate: number, patience: number): Promise<Answered> {
  const others: Record<string, number> = {};
  const open: Promise<void>[] = [];
  let [answered, slowest] = [0, 0];
  const one = async (): Promise<void> => {
    const began = performance.now();
    const end = await ask(url, patience);
    if (end !== "200") {
      others[end] = (others[end] ?? 0) + 1;
      return;
    }
    answered += 1;
    slowest = Math.max(slowest, performance.now() - began);
  };
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  // By the clock: a timer alone comes late each time, and the rate would be less than was asked for.
  const timer = setInterval(() => {
    while (open.length < seconds() * rate) open.push(one());
  }, 1000 / rate);
  await new Promise((resolve) => process.stdin.on("end", resolve).resume());
  clearInterval(timer);
  const perSecond = Math.round((10 * open.length) / seconds()) / 10;
  await Promise.all(open);
  return { sent: open.length, perSecond, answered, slowest: Math.round(slowest), others };
}

const [url = "", rate = "", patience = ""] = process.argv.slice(2);
console.log(JSON.stringify(await measure(url, Number(rate), Number(patience))));
