/** The toolkit's side of `oml_decision`: a run of Ansible that has asked its hosts waits here for what follows. */
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { RunVariables } from "./inventory.ts";

/** The task of `ask.yml` that waits; when it begins, every host has answered or failed. */
export const DECISION_TASK = "Hear what was decided";

/** A transaction's variables by host; null: nothing follows in that run. */
export type Decided = Readonly<Record<string, RunVariables>> | null;

/** Where a run hears what was decided. */
export interface DecisionDesk {
  /** Answers every host of the run, those that ask later too. Only the first call counts. */
  readonly decide: (decided: Decided) => void;
  /** Answers nobody any more. */
  readonly close: () => void;
}

/** Listens at a Unix socket in a folder that only this user enters. Rejects where that cannot be. */
export function openDecisionDesk(path: string): Promise<DecisionDesk> {
  const { promise, resolve: decide } = Promise.withResolvers<Decided>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy()));
    createInterface({ input: socket }).once("line", (host) => {
      void promise.then((decided) => socket.end(answerFor(host, decided)));
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      resolve({
        decide,
        close: () => {
          server.close();
          for (const socket of sockets) socket.destroy();
        },
      });
    });
  });
}

function answerFor(host: string, decided: Decided): string {
  return `${JSON.stringify({ variables: decided?.[host] ?? null })}\n`;
}
